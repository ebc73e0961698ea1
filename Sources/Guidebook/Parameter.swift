/// One question asked of the operator about the cluster, and the rule that its answer keeps.
///
/// The table `all` is the single definition: the form, the description file's keys, its comments and its checks come from it.
public struct Parameter: Sendable, Hashable, Identifiable {
    /// The answer's name, such as `share.export`: the section and the key in cluster.yaml, and the name in templates.
    public let id: String
    /// The question in a few words.
    public let title: String
    /// One or two sentences that help to answer it.
    public let help: String
    /// What is taken when nothing is said.
    public let standard: String
    /// What the answer must look like.
    public let rule: TextRule
    /// Whether the answer may be left empty.
    public let isOptional: Bool

    init(_ id: String, _ title: String, _ help: String, _ standard: String, _ rule: TextRule, isOptional: Bool = false) {
        self.id = id
        self.title = title
        self.help = help
        self.standard = standard
        self.rule = rule
        self.isOptional = isOptional
    }

    /// What is wrong with `text` as an answer; nil where it will do.
    public func problem(with text: String) -> String? {
        text.isEmpty && isOptional ? nil : rule.problem(with: text)
    }

    /// The section of cluster.yaml.
    public var section: String { String(id.prefix { $0 != "." }) }
    /// The key within the section.
    public var key: String { String(id.drop { $0 != "." }.dropFirst()) }

    /// The parameter of that name.
    public static func named(_ id: String) -> Parameter? { all.first { $0.id == id } }

    /// The sections in the order in which they are asked and written.
    public static let sections: [(name: String, title: String)] = [
        ("share", "Shared file directory"), ("database", "Shared database"), ("application", "Application servers"),
        ("balancer", "Load balancer"),
    ]

    /// Every question, in order.
    public static let all: [Parameter] = share + database + application + balancer

    private static let share: [Parameter] = [
        Parameter("share.kind", "Kind of share", "How the directory is shared. NFS is what this guide sets up.", "nfs", .choice(["nfs"])),
        Parameter(
            "share.export", "Exported directory", "The directory on the file server that holds Joget's shared files.",
            "/export/wflow", .path),
        Parameter(
            "share.mount", "Mount point", "Where the application servers mount it.", "/opt/joget/shared/wflow", .path),
        Parameter(
            "share.clients", "Who may mount it",
            "'servers' lets in the addresses of the application servers and nobody else; a subnet such as 10.0.0.0/24 lets in all of it.",
            "servers", .clients),
        Parameter(
            "share.owner-id", "Owner's number",
            "User and group number that own the shared files on the file server. All writers are mapped to it.", "880",
            .number(100...59999)),
    ]

    private static let database: [Parameter] = [
        Parameter(
            "database.product", "Database product",
            "'auto' takes what the release offers: MariaDB on Debian, MySQL on Ubuntu.", "auto", .choice(["auto", "mariadb", "mysql"])),
        Parameter("database.name", "Database name", "The database that all Joget nodes share.", "jwedb", .identifier),
        Parameter("database.user", "Database user", "The account that Joget logs in with.", "joget", .identifier),
        Parameter("database.port", "Database port", "The TCP port of the database server.", "3306", .number(1...65535)),
        Parameter(
            "database.schema", "Schema file",
            "jwdb-mysql.sql, or the jw.war that holds it, on the database server. Leave it empty to load it later.", "", .path,
            isOptional: true),
        Parameter(
            "database.max-connections", "Connections",
            "Upper limit of connections. Every Joget node may open up to 500; the product's own limit of 151 is too low for two nodes.",
            "1024", .number(100...100_000)),
    ]

    private static let application: [Parameter] = [
        Parameter("application.home", "Directory for Joget", "Where Joget and its Tomcat are put.", "/opt/joget", .path),
        Parameter("application.port", "HTTP port", "The port on which each Tomcat answers.", "8080", .number(1...65535)),
        Parameter("application.memory", "Java heap", "Memory for Joget on each application server.", "1024M", .memory),
        Parameter(
            "application.profile", "Database profile", "Joget's name for its database settings. The license depends on it.", "default",
            .label),
    ]

    private static let balancer: [Parameter] = [
        Parameter("balancer.product", "Load balancer", "Which program distributes the requests.", "apache", .choice(["apache"])),
        Parameter("balancer.port", "Public port", "The port on which users reach the cluster.", "80", .number(1...65535)),
    ]
}
