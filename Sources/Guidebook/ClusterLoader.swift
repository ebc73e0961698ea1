/// Reads cluster.yaml, strictly: every mistake is reported with its line, and nothing is guessed.
public struct ClusterLoader {
    /// The version of the file's form that this program writes and reads.
    public static let version = 1

    /// More than any cluster has.
    static let mostServers = 1000

    private let log: ProblemLog

    /// Reads a description. `file` is the name for messages.
    /// Throws every problem found in it.
    public static func cluster(from text: String, file: String) throws(DocumentError) -> Cluster {
        guard let root = try YAMLDocument.root(of: text, file: file) else {
            throw DocumentError(file: file, "the file is empty; write one with 'joget-cluster cluster init'")
        }
        let loader = ClusterLoader(log: ProblemLog(file: file))
        let cluster = loader.read(root)
        try loader.log.throwIfAny()
        return cluster
    }

    private func read(_ root: Node) -> Cluster {
        let reader = Reader(root, path: "", log: log)
        let version = reader.required("version")
        if !version.isEmpty && version != String(ClusterLoader.version) {
            reader.complain("version", "'\(version)' is not a version that this program reads; it reads \(ClusterLoader.version)")
        }
        let name = reader.required("name")
        if !name.isEmpty, let problem = TextRule.label.problem(with: name) { reader.complain("name", problem) }
        let servers = reader.items("servers").enumerated().map { index, node in server(node, index) }
        var answers: [String: String] = [:]
        for section in Parameter.sections { read(section.name, of: reader, into: &answers) }
        reader.finish()
        let cluster = Cluster(name: name, servers: servers.map(\.server), answers: answers)
        compare(servers)
        if servers.count > ClusterLoader.mostServers {
            reader.complain("servers", "there are \(servers.count) servers; this program sets up at most \(ClusterLoader.mostServers)")
        } else {
            compareRoutes(servers, cluster)
        }
        if reader.value("servers") == nil {
            reader.complain("servers", "is missing; list every server with name, address and roles")
        } else if case .sequence? = reader.value("servers")?.content {
            requireRoles(cluster, line: reader.line(of: "servers"))
        }
        compareAnswers(cluster, reader)
        return cluster
    }

    private struct PlacedServer {
        var server: Server
        var path: String
        var lines: (name: Int, address: Int, route: Int)
    }

    private func server(_ node: Node, _ index: Int) -> PlacedServer {
        let reader = Reader(node, path: "servers[\(index)]", log: log)
        let name = reader.required("name")
        if !name.isEmpty, let problem = TextRule.hostName.problem(with: name) { reader.complain("name", problem) }
        let address = reader.required("address")
        if !address.isEmpty, let problem = TextRule.address.problem(with: address) { reader.complain("address", problem) }
        let words = reader.texts("roles") ?? []
        if words.isEmpty { reader.complain("roles", "is missing; choose from \(Role.names)") }
        let roles = words.compactMap { word -> Role? in
            if let role = Role(rawValue: word) { return role }
            reader.complain("roles", "'\(word)' is not a role; choose from \(Role.names)")
            return nil
        }
        if Set(roles).count < roles.count { reader.complain("roles", "names a role twice") }
        let route = reader.text("route")
        if let route, let problem = TextRule.route.problem(with: route) { reader.complain("route", problem) }
        if route != nil && !roles.contains(.application) { reader.complain("route", "is for application servers only") }
        reader.finish()
        let server = Server(name: name, address: address, roles: roles, route: route)
        let lines = (reader.line(of: "name"), reader.line(of: "address"), reader.line(of: "route"))
        return PlacedServer(server: server, path: reader.path, lines: lines)
    }

    private func read(_ section: String, of root: Reader, into answers: inout [String: String]) {
        guard let reader = root.reader(section) else { return }
        for parameter in Parameter.all where parameter.section == section {
            guard let text = reader.text(parameter.key) else { continue }
            // What is wrong is said once: nothing else is concluded from it.
            if let problem = parameter.problem(with: text) { reader.complain(parameter.key, problem) } else { answers[parameter.id] = text }
        }
        reader.finish()
    }

    private func compare(_ servers: [PlacedServer]) {
        var names: [String: String] = [:]
        var addresses: [String: String] = [:]
        for entry in servers {
            let short = entry.server.name.prefix { $0 != "." }.lowercased()
            if !short.isEmpty {
                if let other = names[short] {
                    log.add(entry.lines.name, entry.path + ".name", "'\(entry.server.name)' is also the name of \(other)")
                }
                names[short] = names[short] ?? entry.path
            }
            if !entry.server.address.isEmpty {
                if let other = addresses[entry.server.address] {
                    log.add(
                        entry.lines.address, entry.path + ".address",
                        "'\(entry.server.address)' is also the address of \(other); one server with several roles is one entry with several roles"
                    )
                }
                addresses[entry.server.address] = addresses[entry.server.address] ?? entry.path
            }
        }
    }

    private func compareRoutes(_ servers: [PlacedServer], _ cluster: Cluster) {
        var owners: [String: String] = [:]
        let routes = cluster.routes
        for entry in servers where entry.server.roles.contains(.application) {
            let route = entry.server.route ?? routes[entry.server.name] ?? ""
            if let other = owners[route] {
                log.add(
                    entry.lines.route, entry.path + ".route",
                    "'\(route)' is also the route of \(other); each application server needs its own, or the load balancer mixes them up")
            }
            owners[route] = owners[route] ?? entry.server.name
        }
    }

    private func requireRoles(_ cluster: Cluster, line: Int) {
        guard !cluster.servers.isEmpty else { return log.add(line, "servers", "is empty; list every server with name, address and roles") }
        for role in Role.allCases {
            let count = cluster.servers(with: role).count
            if let answer = cluster.replacement(for: role) {
                if count > 0 {
                    log.add(
                        line, "servers", "a server has the role \(role.rawValue), but '\(answer)' says that this layer is there already")
                }
            } else if count == 0 {
                log.add(line, "servers", "no server has the role \(role.rawValue)")
            } else if count > 1 && role != .application {
                log.add(line, "servers", "\(count) servers have the role \(role.rawValue); there must be exactly one")
            }
        }
    }

    private func compareAnswers(_ cluster: Cluster, _ reader: Reader) {
        if cluster["share.export"] == cluster["share.mount"] {
            reader.reader("share")?.complain(
                "mount", "is the exported directory itself; where one server has both roles the two must differ")
        }
        for parameter in Parameter.all where parameter.isNeeded(by: cluster) && cluster[parameter.id].isEmpty {
            let problem = "is needed with the answer '\(parameter.occasion(in: cluster))'; \(parameter.help)"
            log.add(reader.reader(parameter.section)?.line(of: parameter.key) ?? reader.node.line, parameter.id, problem)
        }
        comparePool(cluster, reader)
        guard let subnet = Subnet(cluster["share.clients"]) else { return }
        for server in cluster.servers(with: .application) {
            if let address = IPv4Address(server.address), !subnet.contains(address) {
                reader.reader("share")?.complain(
                    "clients", "'\(cluster["share.clients"])' leaves out \(server.name) (\(server.address)), which must mount the share")
            }
        }
    }

    private func comparePool(_ cluster: Cluster, _ reader: Reader) {
        guard let pool = Int(cluster["database.pool"]), let limit = Int(cluster["database.max-connections"]) else { return }
        let nodes = cluster.servers(with: .application).count
        guard cluster["database.kind"] == "install", pool * nodes > limit else { return }
        reader.reader("database")?.complain(
            "pool", "\(nodes) nodes with \(pool) connections each may open \(pool * nodes), and max-connections is \(limit)")
    }
}
