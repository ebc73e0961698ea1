/// Failures of the database: F11 to F13 and others.
extension KnownFailure {
    private static let unreachable = KnownFailure(
        "F11", "the database is not reached",
        cause: "The database does not answer at the address and port that are set: it listens elsewhere, something between closes the "
            + "port, or the settings name another one.",
        remedy: "Look at bind-address on the database server, at the firewall, and at the port in the profile (the file that Joget "
            + "ships names 3307). Joget heals by itself as soon as the database answers.",
        steps: ["database.settings", "joget.datasource"],
        .certain("Communications link failure"),
        .certain("Socket fail to connect to host:"),
        .certain(["ERROR 2002", "Can't connect to ", "server on "]),
        .certain(["ERROR 2003", "Can't connect to "]),
        .likely("ERROR : Fail to connect database", without: databaseSpeaks + ["No database profile configured"]),
        .likely(["Location:", "/jw/setup"], ["HTTP/", " 403"], proof: 0),
        .likely(["/jw/setup", "answers with status 403"], in: .failure("/jw")),
        .possible("/jw/setup", in: .failure("/jw"), without: ["status 200"]))

    private static let exhausted = KnownFailure(
        "F12", "the database has no connection left",
        cause: "The nodes together open more connections than the database allows, or one node more than its pool holds.",
        remedy: "Raise max_connections on the database server, or lower maxActive in the profile, so that all nodes together stay below.",
        steps: ["database.settings", "joget.datasource"],
        .certain("Too many connections"),
        .likely(["Timeout: Pool empty. Unable to fetch a connection"]))

    private static let mixedCollations = KnownFailure(
        "F13", "tables of different collations",
        cause: "The database was made with another collation than Joget's tables, so the two cannot be compared.",
        remedy: "Make the database with CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci. On one that is in use, let Joget 8.0.7 or "
            + "later convert its tables at a start, after a backup.",
        steps: ["database.create"],
        .certain("Illegal mix of collations"))

    private static let loginRefused = KnownFailure(
        "database-login-refused", "the database refuses the login",
        cause: "The database answers, but does not let this account in with this password from this address.",
        remedy: "Enter the password that the database server has, and grant the account to the address that the message names.",
        steps: ["database.user", "database.login", "joget.datasource"],
        .certain(["ERROR 1045", "Access denied for user"]),
        .certain(["ERROR 1044", "Access denied for user"]),
        .certain(["ERROR 1130", "is not allowed to connect to this"]),
        .certain(["java.sql.SQL", "Access denied for user"]),
        .certain(["java.sql.SQL", "is not allowed to connect to this"]),
        .certain("ERROR : Access denied for user"))

    private static let stopped = KnownFailure(
        "database-stopped", "the database server does not run",
        cause: "The database server on this machine is not running, or has not come up yet.",
        remedy: "Start it, and read in its log why it stopped.",
        steps: ["database.service"],
        .certain(["ERROR 2002", "Can't connect to local", "through socket"]))

    private static let grantIdentifiedBy = KnownFailure(
        "grant-identified-by", "GRANT … IDENTIFIED BY on MySQL 8",
        cause: "MySQL 8 takes no password in a GRANT any more; the published guide's line is a syntax error there.",
        remedy: "Create the user with CREATE USER … IDENTIFIED BY first, and GRANT then.",
        steps: ["database.user"],
        .certain(["ERROR 1064", "identified by"]))

    private static let grantCreates = KnownFailure(
        "grant-without-user", "GRANT to a user who is not there",
        cause: "MySQL 8 makes no user by a GRANT any more, and the user at that address does not exist.",
        remedy: "Create the user with CREATE USER … IDENTIFIED BY first, and GRANT then.",
        steps: ["database.user"],
        .certain("ERROR 1410"),
        .certain(["ERROR 1133", "any matching row in the user table"]))

    private static let keyRetrieval = KnownFailure(
        "public-key-retrieval", "MySQL 8 sends no key",
        cause: "MySQL 8 takes a password only encrypted, and the settings of Joget do not let it ask for the key.",
        remedy: "Put allowPublicKeyRetrieval=true into the database address in the profile.",
        steps: ["joget.datasource"],
        .certain("Public Key Retrieval is not allowed"))

    private static let loadedTwice = KnownFailure(
        "schema-loaded-twice", "the tables are there already",
        cause: "Joget's tables were loaded into a database that has them already.",
        remedy: "Go on if they are Joget's and complete; else begin with an empty database.",
        steps: ["joget.schema"],
        .certain(["ERROR 1050", "already exists"]))

    static let ofTheDatabase = [
        unreachable, exhausted, mixedCollations, loginRefused, stopped, grantIdentifiedBy, grantCreates, keyRetrieval, loadedTwice,
    ]
}
