/// The names that a guide may use, and how their values come from cluster, server and platform.
public enum Vocabulary {
    /// The names of secrets. Their values are asked on the server and kept in the state directory.
    public static let secrets: [String] = ["database.password"]

    /// Names that stand for a text.
    public static let texts: Set<String> = Set(Parameter.all.map(\.id)).union([
        "cluster.name", "self.name", "self.address", "file-server.name", "file-server.address", "database-server.name",
        "database-server.address", "balancer-server.name", "balancer-server.address", "applications.addresses",
        "applications.names", "servers.names", "servers.hosts", "share.source", "share.client-hosts", "database.schema-kind",
        "database.grant-pattern",
    ]).union(Platform.names)

    /// Names that stand for rows, with the names of their columns.
    public static let lists: [String: Set<String>] = [
        "each-application": ["name", "address"], "each-server": ["name", "address"], "each-share-client": ["host"],
    ]

    /// The values for one server of a cluster.
    public static func values(cluster: Cluster, server: Server, platform: Platform) -> Values {
        var values = Values()
        for parameter in Parameter.all { values[parameter.id] = .text(cluster[parameter.id]) }
        for (name, text) in platform.texts { values[name] = .text(text) }
        for name in secrets { values[name] = .secret }
        values["cluster.name"] = .text(cluster.name)
        values["self.name"] = .text(server.name)
        values["self.address"] = .text(server.address)
        let single: [(String, Role)] = [("file-server", .fileServer), ("database-server", .database), ("balancer-server", .balancer)]
        for (name, role) in single {
            values["\(name).name"] = .text(cluster.servers(with: role).first?.name ?? "")
            values["\(name).address"] = .text(cluster.servers(with: role).first?.address ?? "")
        }
        let applications = cluster.servers(with: .application)
        let clients = cluster["share.clients"] == "servers" ? applications.map(\.address) : [cluster["share.clients"]]
        values["each-application"] = rows(applications)
        values["each-server"] = rows(cluster.servers)
        values["each-share-client"] = .list(clients.map { ["host": $0] })
        values["share.client-hosts"] = .text(clients.joined(separator: " "))
        // Sorted as the database sorts them, so that the two can be compared.
        values["applications.addresses"] = .text(applications.map(\.address).sorted().joined(separator: " "))
        values["applications.names"] = .text(applications.map(\.name).joined(separator: " "))
        values["servers.names"] = .text(cluster.servers.map(\.name).joined(separator: " "))
        values["servers.hosts"] = .text(cluster.servers.map { "\($0.address) \($0.name)" }.joined(separator: ", "))
        values["share.source"] = .text("\(values.text("file-server.address")):\(cluster["share.export"])")
        // In a GRANT the database's name is a pattern, in which an underscore stands for any character.
        values["database.grant-pattern"] = .verbatim(cluster["database.name"].map { $0 == "_" ? "\\_" : String($0) }.joined())
        values["database.schema-kind"] = .text(schemaKind(cluster["database.schema"]))
        return values
    }

    private static func rows(_ servers: [Server]) -> Value {
        .list(servers.map { ["name": $0.name, "address": $0.address] })
    }

    private static func schemaKind(_ path: String) -> String {
        if path.isEmpty { return "none" }
        return path.hasSuffix(".war") ? "war" : "sql"
    }
}
