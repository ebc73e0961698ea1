/// What is called differently from one release to the next: the one table of packages, services and files.
public struct Platform: Sendable, Hashable {
    /// Names that the guide may use, each with its text on this release.
    public let texts: [String: String]
    /// The release in words, such as `debian 12`.
    public let release: String

    /// The names of all entries.
    static let names = Set(mariadb.keys)

    /// The platform of a release. An unknown release is taken for its nearest relative; a check warns about it.
    /// - Parameters:
    ///   - distribution: `ID` of os-release.
    ///   - release: `VERSION_ID` of os-release.
    ///   - product: the answer to `database.product`.
    public init(distribution: String, release: String, product: String = "auto") {
        self.release = "\(distribution) \(release)"
        let isUbuntu = distribution == "ubuntu"
        switch product {
        case "mysql": texts = Platform.mysql
        case "mariadb": texts = Platform.mariadb
        default: texts = isUbuntu ? Platform.mysql : Platform.mariadb
        }
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
}
