/// What is called differently from one release to the next: the one table of packages, services and files.
public struct Platform: Sendable, Hashable {
    /// Names that the guide may use, each with its text on this release.
    public let texts: [String: String]
    /// The release in words, such as `debian 12`.
    public let release: String

    /// The releases on which the guide was tried, as os-release names them.
    public static let supported = ["debian 12", "debian 13", "ubuntu 22.04", "ubuntu 24.04"]

    /// The names of all entries.
    static let names = Set(mariadb.keys).union(java17.keys)

    /// The platform of a release. An unknown release is taken for its nearest relative; a check warns about it.
    /// - Parameters:
    ///   - distribution: `ID` of os-release.
    ///   - release: `VERSION_ID` of os-release.
    ///   - product: the answer to `database.product`.
    public init(distribution: String, release: String, product: String = "auto") {
        self.release = release.isEmpty ? distribution : "\(distribution) \(release)"
        let isMySQL = product == "mysql" || (product != "mariadb" && distribution == "ubuntu")
        var database = isMySQL ? Platform.mysql : Platform.mariadb
        // The client of the one talks to the server of the other.
        if Platform.withoutMySQL.contains(self.release) { database.merge(Platform.mariadb.filter { $0.key.contains("-client") }) { $1 } }
        let java = Platform.withoutJava17.contains(self.release) ? Platform.noJava : Platform.java17
        texts = database.merging(java) { $1 }
    }

    private static let mariadb: [String: String] = [
        "platform.database-product": "MariaDB",
        "platform.database-package": "mariadb-server",
        "platform.database-client-package": "mariadb-client",
        "platform.database-client": "mariadb",
        "platform.database-daemon": "mariadbd",
        "platform.database-service": "mariadb",
        "platform.database-drop-in": "/etc/mysql/mariadb.conf.d/zz-joget.cnf",
    ]

    private static let mysql: [String: String] = [
        "platform.database-product": "MySQL",
        "platform.database-package": "mysql-server",
        "platform.database-client-package": "mysql-client",
        "platform.database-client": "mysql",
        "platform.database-daemon": "mysqld",
        "platform.database-service": "mysql",
        "platform.database-drop-in": "/etc/mysql/mysql.conf.d/zz-joget.cnf",
    ]

    /// Releases whose archive has no MySQL.
    private static let withoutMySQL: Set<String> = ["debian 12", "debian 13"]

    private static let java17: [String: String] = [
        "platform.java-package": "openjdk-17-jre-headless",
        "platform.offers-java": "yes",
    ]

    /// Releases whose archive has neither Java 11 nor 17.
    private static let withoutJava17: Set<String> = ["debian 13", "debian"]

    private static let noJava: [String: String] = [
        "platform.java-package": "openjdk-17-jre-headless",
        "platform.offers-java": "no",
    ]
}
