/// The names that a guide may use, and how their values come from cluster, server and platform.
public enum Vocabulary {
    /// The names of secrets. Their values are asked on the server and kept in the state directory.
    public static let secrets: [String] = ["database.password", "database.admin-password"]

    /// Names in templates that stand for something made of a secret: which secret that is. `-hash` is the password as MariaDB keeps
    /// it, so that the statement that sets it tells no log of the server's what it is.
    public static let derivedSecrets: [String: String] = ["database.password-hash": "database.password"]

    /// Whether a name stands for a secret, or for something made of one.
    static func isSecret(_ name: String) -> Bool { secrets.contains(name) || derivedSecrets[name] != nil }

    /// Names that stand for a text.
    public static let texts: Set<String> = Set(Parameter.all.map(\.id)).union([
        "cluster.name", "self.name", "self.address", "self.route", "self.unique-id", "self.is-first-application",
        "self.is-last-application",
        "self.makes-database",
        "file-server.name", "file-server.address", "database-server.name", "database-server.address", "balancer-server.name",
        "balancer-server.address", "applications.addresses", "applications.names", "applications.routes", "applications.count",
        "applications.peers", "applications.urls", "servers.names", "servers.hosts", "share.source", "share.client-hosts", "share.access",
        "share.file-owner", "database.schema-kind", "database.grant-pattern", "database.pool-size", "database.demand", "tomcat.home",
        "tomcat.account",
        "wflow.source", "war.source", "balancer.url", "balancer.unit",
    ]).union(Platform.names)

    /// Names that stand for rows, with the names of their columns. The rows of `if-…` are one or none.
    public static let lists: [String: Set<String>] = [
        "each-application": ["name", "address", "route", "unique-id"], "each-peer": ["name", "address", "route", "unique-id"],
        "each-server": ["name", "address"], "each-share-client": ["host"], "if-static": [], "if-multicast": [], "if-java-home": [],
        "if-other-port": [], "if-hashed": [], "if-unhashed": [],
    ]

    /// The values for one server of a cluster.
    public static func values(cluster: Cluster, server: Server, platform: Platform) -> Values {
        var values = Values()
        for parameter in Parameter.all { values[parameter.id] = .text(cluster[parameter.id]) }
        for (name, text) in platform.texts { values[name] = .text(text) }
        for name in secrets + derivedSecrets.keys { values[name] = .secret }
        servers(cluster, server, &values)
        share(cluster, &values)
        database(cluster, server, &values)
        // Which product a server of somebody else's is, is not known for certain; MySQL hides passwords from its logs by itself.
        let isOurMariaDB = cluster["database.kind"] == "install" && values.text("platform.database-product") == "MariaDB"
        values["if-hashed"] = .list(isOurMariaDB ? [[:]] : [])
        values["if-unhashed"] = .list(isOurMariaDB ? [] : [[:]])
        products(cluster, server, &values)
        return values
    }

    private static func servers(_ cluster: Cluster, _ server: Server, _ values: inout Values) {
        values["cluster.name"] = .text(cluster.name)
        values["self.name"] = .text(server.name)
        values["self.address"] = .text(server.address)
        let single: [(String, Role)] = [("file-server", .fileServer), ("database-server", .database), ("balancer-server", .balancer)]
        for (name, role) in single {
            values["\(name).name"] = .text(cluster.servers(with: role).first?.name ?? "")
            values["\(name).address"] = .text(cluster.servers(with: role).first?.address ?? "")
        }
        let applications = cluster.servers(with: .application)
        let routes = cluster.routes
        values["self.route"] = .text(cluster.route(of: server))
        values["self.unique-id"] = .text(uniqueID(server.address))
        values["self.is-first-application"] = .text(applications.first?.name == server.name ? "yes" : "no")
        values["self.is-last-application"] = .text(applications.last?.name == server.name ? "yes" : "no")
        let urls = applications.map { "http://\($0.address):\(cluster["application.port"])/jw/web/login" }
        values["applications.urls"] = .text(urls.joined(separator: " "))
        values["each-server"] = .list(cluster.servers.map { ["name": $0.name, "address": $0.address] })
        values["each-application"] = rows(applications, routes)
        values["each-peer"] = rows(applications.filter { $0.name != server.name }, routes)
        // Sorted as the database sorts them, so that the two can be compared.
        values["applications.addresses"] = .text(applications.map(\.address).sorted().joined(separator: " "))
        values["applications.names"] = .text(applications.map(\.name).joined(separator: " "))
        values["applications.routes"] = .text(applications.map { routes[$0.name] ?? "" }.joined(separator: " "))
        values["applications.count"] = .text(String(applications.count))
        values["applications.peers"] = .text(applications.filter { $0.name != server.name }.map(\.address).joined(separator: " "))
        values["servers.names"] = .text(cluster.servers.map(\.name).joined(separator: " "))
        values["servers.hosts"] = .text(cluster.servers.map { "\($0.address) \($0.name)" }.joined(separator: ", "))
    }

    private static func share(_ cluster: Cluster, _ values: inout Values) {
        let applications = cluster.servers(with: .application)
        let clients = cluster["share.clients"] == "servers" ? applications.map(\.address) : [cluster["share.clients"]]
        values["each-share-client"] = .list(clients.map { ["host": $0] })
        values["share.client-hosts"] = .text(clients.joined(separator: " "))
        let isOurs = cluster["share.kind"] == "nfs"
        let theirs = cluster["share.existing"]
        values["share.access"] = .text(isOurs ? "ours" : theirs.isEmpty ? "mounted" : "theirs")
        values["share.source"] = .text(isOurs ? "\(values.text("file-server.address")):\(cluster["share.export"])" : theirs)
        if !isOurs { values["file-server.address"] = .text(String(theirs.prefix { $0 != ":" })) }
        if !isOurs { values["file-server.name"] = values["file-server.address"] }
        // Whoever writes to a share of somebody else's, the files fall to whom that server says.
        values["share.file-owner"] = .text(isOurs ? cluster["share.owner-id"] : "")
    }

    private static func database(_ cluster: Cluster, _ server: Server, _ values: inout Values) {
        let kind = cluster["database.kind"]
        let isFirst = values.text("self.is-first-application") == "yes"
        let makes = kind == "install" ? server.roles.contains(.database) : kind == "existing" && isFirst
        values["self.makes-database"] = .text(makes ? "yes" : "no")
        if kind != "install" {
            values["database-server.address"] = .text(cluster["database.address"])
            values["database-server.name"] = .text(cluster["database.address"])
        }
        // In a GRANT the database's name is a pattern, in which an underscore stands for any character.
        values["database.grant-pattern"] = .verbatim(cluster["database.name"].map { $0 == "_" ? "\\_" : String($0) }.joined())
        values["database.schema-kind"] = .text(kind == "install" ? schemaKind(cluster["database.schema"]) : "none")
        values["database.pool-size"] = .text(String(poolSize(cluster)))
        values["database.demand"] = .text(String(poolSize(cluster) * cluster.servers(with: .application).count))
    }

    private static func products(_ cluster: Cluster, _ server: Server, _ values: inout Values) {
        let home = cluster["application.home"]
        let isOurs = cluster["application.kind"] == "install"
        values["tomcat.home"] = .text(isOurs ? "\(home)/tomcat" : cluster["application.tomcat"])
        values["tomcat.account"] = .text(isOurs ? "joget" : cluster["application.account"])
        values["wflow.source"] = .text(cluster["application.wflow"].isEmpty ? "\(home)/bundle/wflow" : cluster["application.wflow"])
        values["war.source"] = .text(cluster["application.war"].isEmpty ? "bundle" : "file")
        let isStatic = cluster["session.membership"] == "static"
        values["if-static"] = .list(isStatic ? [[:]] : [])
        values["if-multicast"] = .list(isStatic ? [] : [[:]])
        values["if-java-home"] = .list(cluster["application.java-home"].isEmpty ? [] : [[:]])
        if cluster["balancer.product"] == "external" {
            values["balancer-server.name"] = .text(cluster["balancer.address"])
            values["balancer-server.address"] = .text(cluster["balancer.address"])
        }
        let port = cluster["balancer.port"] == "80" ? "" : ":\(cluster["balancer.port"])"
        values["if-other-port"] = .list(port.isEmpty ? [] : [[:]])
        values["balancer.url"] = .text("http://\(values.text("balancer-server.address"))\(port)")
        values["balancer.unit"] = .text(cluster["balancer.product"] == "apache" ? "apache2" : cluster["balancer.product"])
    }

    private static func rows(_ servers: [Server], _ routes: [String: String]) -> Value {
        .list(
            servers.map {
                ["name": $0.name, "address": $0.address, "route": routes[$0.name] ?? "", "unique-id": uniqueID($0.address)]
            })
    }

    /// Sixteen bytes that no other member has: the address, as Tomcat reads them, in signed numbers.
    private static func uniqueID(_ address: String) -> String {
        let octets = address.split(separator: ".").compactMap { UInt8($0) }.map { String(Int8(bitPattern: $0)) }
        return "{" + (octets + Array(repeating: "0", count: 16 - octets.count)).joined(separator: ",") + "}"
    }

    private static func schemaKind(_ path: String) -> String {
        if path.isEmpty { return "none" }
        return path.hasSuffix(".war") ? "war" : "sql"
    }

    /// What a node may open, with a few connections left for the database's administrator.
    private static func poolSize(_ cluster: Cluster) -> Int {
        let nodes = max(1, cluster.servers(with: .application).count)
        if let given = Int(cluster["database.pool"]) { return given }
        // The limit of a server that is not ours is not known; its own standard is 151.
        let limit = cluster["database.kind"] == "install" ? Int(cluster["database.max-connections"]) ?? 151 : 151
        return min(500, max(10, (limit - 24) / nodes))
    }
}
