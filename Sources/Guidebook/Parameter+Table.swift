extension Parameter {
    /// The sections in the order in which they are asked and written.
    public static let sections: [(name: String, title: String)] = [
        ("share", "Shared file directory"), ("database", "Shared database"), ("application", "Application servers"),
        ("session", "Session replication"), ("balancer", "Load balancer"),
    ]

    /// Every question, in order.
    public static let all: [Parameter] = share + database + application + session + balancer

    private static func when(_ parameter: String, _ answers: [String], isDemanding: Bool = false) -> Condition {
        Condition(parameter: parameter, answers: answers, isDemanding: isDemanding)
    }

    private static let share: [Parameter] = [
        Parameter(
            "share.kind", "Kind of share",
            "'nfs' sets up an NFS server; 'existing' uses a directory that another server or an appliance shares already.", "nfs",
            .choice(["nfs", "existing"])),
        Parameter(
            "share.existing", "Existing share",
            "What the application servers mount by NFS, as nas1:/export/wflow. Empty: they have it mounted already, by whatever means.",
            "", .shareSource, isOptional: true, with: when("share.kind", ["existing"])),
        Parameter(
            "share.export", "Exported directory", "The directory on the file server that holds Joget's shared files.",
            "/export/wflow", .path, with: when("share.kind", ["nfs"])),
        Parameter(
            "share.mount", "Mount point", "Where the application servers mount it.", "/opt/joget/shared/wflow", .path),
        Parameter(
            "share.clients", "Who may mount it",
            "'servers' lets in the addresses of the application servers and nobody else; a subnet such as 10.0.0.0/24 lets in all of it.",
            "servers", .clients, with: when("share.kind", ["nfs"])),
        Parameter(
            "share.owner-id", "Owner's number",
            "User and group number that own the shared files on the file server, and run Joget on the application servers.", "880",
            .number(100...59999)),
    ]

    private static let database: [Parameter] = [
        Parameter(
            "database.kind", "Kind of database",
            "'install' sets up a database server; 'existing' uses one whose administrator's login you have; 'dba' prints what its administrator is to run.",
            "install", .choice(["install", "existing", "dba"])),
        Parameter(
            "database.address", "Database server", "Host name or address of the database server that is there already.", "", .host,
            isOptional: true, with: when("database.kind", ["existing", "dba"], isDemanding: true)),
        Parameter(
            "database.admin", "Administrator",
            "The account on the database server that may create databases and users. Its password is asked when it is needed.", "root",
            .identifier, with: when("database.kind", ["existing"])),
        Parameter(
            "database.product", "Database product",
            "'auto' takes what the release offers: MariaDB on Debian, MySQL on Ubuntu.", "auto", .choice(["auto", "mariadb", "mysql"])),
        Parameter("database.name", "Database name", "The database that all Joget nodes share.", "jwedb", .identifier),
        Parameter("database.user", "Database user", "The account that Joget logs in with.", "joget", .identifier),
        Parameter("database.port", "Database port", "The TCP port of the database server.", "3306", .number(1...65535)),
        Parameter(
            "database.schema", "Schema file",
            "jwdb-mysql.sql, or the jw.war that holds it, on the database server. Empty: the first application server loads it from its jw.war.",
            "", .path, isOptional: true, with: when("database.kind", ["install"])),
        Parameter(
            "database.max-connections", "Connections",
            "Upper limit of connections. The product's own limit of 151 is too low for two Joget nodes.",
            "1024", .number(100...100_000), with: when("database.kind", ["install"])),
        Parameter(
            "database.pool", "Connections a node",
            "How many connections one Joget node may open. 'auto' shares out the server's limit and keeps a few for its administrator.",
            "auto", .numberOrAuto(10...10_000)),
    ]

    private static let application: [Parameter] = [
        Parameter(
            "application.kind", "Kind of Tomcat",
            "'install' unpacks a bundle and makes a service of it; 'existing' uses a Tomcat 9 that runs as a service already.",
            "install", .choice(["install", "existing"])),
        Parameter("application.home", "Directory for Joget", "Where Joget and its Tomcat are put.", "/opt/joget", .path),
        Parameter(
            "application.bundle", "Bundle",
            "Joget's archive for Linux, or a plain Tomcat 9 archive, at the same path on every application server. Needed before those.",
            "", .path, isOptional: true, with: when("application.kind", ["install"])),
        Parameter(
            "application.bundle-sha256", "Bundle's checksum", "Its SHA-256, when its source tells it. Empty: not compared.", "", .sha256,
            isOptional: true, with: when("application.kind", ["install"])),
        Parameter(
            "application.tomcat", "Existing Tomcat", "The directory of the Tomcat 9 that is there already: it holds bin, conf and webapps.",
            "", .path, isOptional: true, with: when("application.kind", ["existing"], isDemanding: true)),
        Parameter(
            "application.account", "Its account", "The account that runs the Tomcat that is there already.", "tomcat", .label,
            with: when("application.kind", ["existing"])),
        Parameter(
            "application.service", "Service", "The name of the service unit that runs Tomcat.", "joget", .label),
        Parameter(
            "application.war", "jw.war", "Joget's application, where it is not the one in the bundle. Empty: the bundle's.", "", .path,
            isOptional: true),
        Parameter(
            "application.wflow", "wflow directory",
            "The directory wflow of a Joget bundle, where the archive is a plain Tomcat. Empty: the bundle's.", "", .path, isOptional: true),
        Parameter(
            "application.java-home", "Java",
            "The directory of Java 11 or 17. Empty: what is installed, or else the package of the release.",
            "", .path, isOptional: true),
        Parameter("application.port", "HTTP port", "The port on which each Tomcat answers.", "8080", .number(1...65535)),
        Parameter("application.memory", "Java heap", "Memory for Joget on each application server.", "2048M", .memory),
        Parameter(
            "application.profile", "Database profile", "Joget's name for its database settings. The license depends on it.", "default",
            .label),
    ]

    private static let session: [Parameter] = [
        Parameter(
            "session.membership", "Membership",
            "How the nodes find each other: 'static' lists their addresses and works everywhere; 'multicast' needs a network that carries it.",
            "static", .choice(["static", "multicast"])),
        Parameter(
            "session.port", "Replication port", "The TCP port on which each node takes the sessions of the others.", "4000",
            .number(1...65535)),
    ]

    private static let balancer: [Parameter] = [
        Parameter(
            "balancer.product", "Load balancer",
            "Which program distributes the requests; 'external' is a hardware or cloud balancer of yours.", "apache",
            .choice(["apache", "nginx", "haproxy", "external"])),
        Parameter(
            "balancer.address", "Balancer's address", "Host name or address at which users reach your load balancer.", "", .host,
            isOptional: true, with: when("balancer.product", ["external"], isDemanding: true)),
        Parameter("balancer.port", "Public port", "The port on which users reach the cluster.", "80", .number(1...65535)),
    ]
}
