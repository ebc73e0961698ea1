/// A small MariaDB or MySQL: databases, accounts, what it runs with.
struct RehearsalDatabase: Sendable {
    enum Flavour: Sendable, Hashable { case mariaDB, mySQL }

    /// A value of a row; nil is NULL.
    typealias Row = [String?]

    struct Table: Hashable {
        var columns: [String]
        /// The column whose values are all different; nil where there is none, or the key has several.
        var key: String?
        var rows: [Row] = []
    }

    struct Schema: Hashable {
        var characterSet: String
        var collation: String
        var tables: [String: Table] = [:]
    }

    struct Account: Hashable {
        /// What a client's password is compared with.
        enum Password: Hashable {
            case plain(String)
            case hash(String)

            func admits(_ password: String) -> Bool {
                switch self {
                case .plain(let text): text == password
                case .hash(let text): text == PasswordHash.native(password)
                }
            }
        }

        var user: String
        var host: String
        /// Nil for an account that only the system's own user may use.
        var password: Password?
        /// How it proves who it is; nil for the server's own way.
        var plugin: String?
        /// Privileges by database; `*` is all of them.
        var grants: [String: Set<String>] = [:]

        var isAdministrator: Bool { grants["*"]?.contains("ALL") == true }
        /// `'user'@'host'`.
        var quoted: String { "'\(user)'@'\(host)'" }
    }

    /// Who is connected.
    struct Session {
        var user: String
        var clientHost: String
        var account: Account
        var database: String?
    }

    let flavour: Flavour
    let hostName: String
    /// The version as a client sees it.
    let version: String
    var settings = RehearsalDatabaseSettings()
    /// How far its clock is ahead of this server's.
    var clockAhead = Duration.zero
    var schemas: [String: Schema]
    var accounts: [Account]

    /// A freshly installed server, as a release ships it.
    init(flavour: Flavour, hostName: String, release: RehearsalSeed.Flavour) {
        self.flavour = flavour
        self.hostName = hostName
        version = Self.version(flavour, release)
        let isNewer = flavour == .mariaDB && release == .debian13
        let collation = flavour == .mySQL ? "utf8mb4_0900_ai_ci" : isNewer ? "utf8mb4_uca1400_ai_ci" : "utf8mb4_general_ci"
        settings.collation = collation
        let general = Schema(characterSet: "utf8mb4", collation: collation)
        schemas = Dictionary(uniqueKeysWithValues: ["mysql", "performance_schema", "sys"].map { ($0, general) })
        let system = flavour == .mariaDB ? ["mariadb.sys", "mysql"] : ["debian-sys-maint", "mysql.sys"]
        accounts = (["root"] + system).map { Account(user: $0, host: "localhost", password: nil) }
        accounts[0].grants["*"] = ["ALL"]
    }

    private static func version(_ flavour: Flavour, _ release: RehearsalSeed.Flavour) -> String {
        switch (flavour, release) {
        case (.mariaDB, .debian12): "10.11.19-MariaDB-0+deb12u1"
        case (.mariaDB, .debian13): "11.8.6-MariaDB-0+deb13u1 from Debian"
        case (.mariaDB, .ubuntu2204): "10.6.21-MariaDB-0ubuntu0.22.04.2"
        case (.mariaDB, .ubuntu2404): "10.11.11-MariaDB-0ubuntu0.24.04.2"
        case (.mySQL, .ubuntu2404): "8.0.41-0ubuntu0.24.04.1"
        case (.mySQL, _): "8.0.41-0ubuntu0.22.04.1"
        }
    }

    /// How the server calls itself in its messages.
    var productName: String { flavour == .mariaDB ? "MariaDB" : "MySQL" }

    /// Runs statements as root, for seeds.
    mutating func administer(_ script: String) {
        var session = Session(user: "root", clientHost: "localhost", account: accounts[0])
        do throws(MachineError) {
            let reply = try run(Array(script.utf8), as: &session)
            precondition(reply.status == 0, "a seeded database refused its script: \(String(decoding: reply.output, as: UTF8.self))")
        } catch {
            preconditionFailure("a seeded database does not know its script: \(error)")
        }
    }

    // MARK: - Accounts

    /// The account that a client is taken for: the most particular host first.
    func account(user: String, from client: String) -> Account? {
        let fitting = accounts.filter { $0.user == user && Self.matches($0.host, client) }
        return fitting.max { Self.weight($0.host) < Self.weight($1.host) }
    }

    /// Whether any account may come from there.
    func admits(_ client: String) -> Bool { accounts.contains { Self.matches($0.host, client) } }

    private static func weight(_ host: String) -> Int {
        guard let wildcard = host.firstIndex(where: { "%_/".contains($0) }) else { return 1000 }
        return host.distance(from: host.startIndex, to: wildcard)
    }

    private static func matches(_ pattern: String, _ client: String) -> Bool {
        if pattern.contains("/") {
            let parts = pattern.split(separator: "/")
            let fields =
                parts.map { $0.split(separator: ".").compactMap { UInt8($0) } } + [client.split(separator: ".").compactMap { UInt8($0) }]
            guard fields.count == 3, fields.allSatisfy({ $0.count == 4 }) else { return false }
            return zip(zip(fields[0], fields[1]), fields[2]).allSatisfy { $0.0 == $1 & $0.1 }
        }
        return isLike(client, pattern)
    }

    /// SQL's LIKE without escapes, letters of either case.
    static func isLike(_ text: String, _ pattern: String) -> Bool {
        func fits(_ text: Substring, _ pattern: Substring) -> Bool {
            guard let first = pattern.first else { return text.isEmpty }
            if first == "%" {
                return fits(text, pattern.dropFirst()) || (!text.isEmpty && fits(text.dropFirst(), pattern))
            }
            guard let letter = text.first, first == "_" || first == letter else { return false }
            return fits(text.dropFirst(), pattern.dropFirst())
        }
        return fits(text.lowercased()[...], pattern.lowercased()[...])
    }

    func index(of user: String, _ host: String) -> Int? { accounts.firstIndex { $0.user == user && $0.host == host } }

    /// Whether a client must ask for the server's key to send the account's password without encryption.
    func needsPublicKey(_ session: Session) -> Bool {
        guard let index = index(of: session.account.user, session.account.host) else { return false }
        return flavour == .mySQL && accounts[index].plugin ?? "caching_sha2_password" == "caching_sha2_password"
    }

    // MARK: - Privileges

    /// Whether the session's account may do such a thing in a database.
    func allows(_ session: Session, _ privilege: String, in database: String) -> Bool {
        // The account may have changed since the session began.
        guard let index = index(of: session.account.user, session.account.host) else { return false }
        return ["*", database].contains { place in
            let granted = accounts[index].grants[place] ?? []
            return granted.contains("ALL") || granted.contains(privilege)
        }
    }

    /// Whether the session's account may do anything at all in a database.
    func enters(_ session: Session, _ database: String) -> Bool {
        guard let index = index(of: session.account.user, session.account.host) else { return false }
        return ["*", database].contains { !(accounts[index].grants[$0] ?? []).isEmpty } || database == "information_schema"
    }
}

/// What a database server refuses with: number, state, text.
struct SQLRefusal: Error, Hashable {
    var number: Int
    var state: String
    var text: String

    init(_ number: Int, _ state: String, _ text: String) {
        self.number = number
        self.state = state
        self.text = text
    }

    static func accessDenied(_ session: RehearsalDatabase.Session, to database: String) -> SQLRefusal {
        SQLRefusal(1044, "42000", "Access denied for user \(session.account.quoted) to database '\(database)'")
    }
}
