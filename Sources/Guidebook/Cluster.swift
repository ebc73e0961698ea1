/// A server of the cluster.
public struct Server: Sendable, Hashable, Identifiable {
    /// The host name, which also identifies it within the cluster.
    public var name: String
    /// The IPv4 address at which the other servers reach it.
    public var address: String
    /// What it does, in the guide's order.
    public var roles: [Role]
    /// The name by which sessions and the load balancer know an application server; nil takes the next of node01, node02, ….
    public var route: String?

    /// The name.
    public var id: String { name }

    /// Creates a server.
    public init(name: String, address: String, roles: [Role], route: String? = nil) {
        self.name = name
        self.address = address
        self.roles = roles.sorted()
        self.route = route
    }
}

/// Who there is, and the operator's answers: what cluster.yaml says. Holds no secret.
public struct Cluster: Sendable, Hashable {
    /// What the cluster is called in headings and reports.
    public var name: String
    /// All servers in the order of the description.
    public var servers: [Server]
    /// Answers by the names of the parameters. What is missing has its standard answer.
    public var answers: [String: String]

    /// Creates a cluster description.
    public init(name: String, servers: [Server], answers: [String: String] = [:]) {
        self.name = name
        self.servers = servers
        self.answers = answers
    }

    /// The answer to a parameter, or its standard answer.
    public subscript(parameter: String) -> String {
        answers[parameter] ?? Parameter.named(parameter)?.standard ?? ""
    }

    /// Whether both describe the same cluster, standard answers given or not.
    public func describesSame(as other: Cluster) -> Bool {
        name == other.name && servers == other.servers && Parameter.all.allSatisfy { self[$0.id] == other[$0.id] }
    }

    /// The servers that have a role.
    public func servers(with role: Role) -> [Server] { servers.filter { $0.roles.contains(role) } }

    /// The route of an application server: its own, or its place among them.
    public func route(of server: Server) -> String {
        server.route ?? routes[server.name] ?? Cluster.route(at: 1)
    }

    /// The routes of all application servers by their names, for who needs many of them.
    public var routes: [String: String] {
        let routes = servers(with: .application).enumerated().map { ($1.name, $1.route ?? Cluster.route(at: $0 + 1)) }
        return Dictionary(routes, uniquingKeysWith: { first, _ in first })
    }

    private static func route(at place: Int) -> String { place < 10 ? "node0\(place)" : "node\(place)" }

    /// The server of that name.
    public func server(named name: String) -> Server? { servers.first { $0.name == name } }

    /// The server that a machine with this host name and these addresses is; nil where none fits.
    /// The name decides first, because an address may be shared by a tunnel or a container bridge.
    public func server(hostName: String, addresses: [String]) -> Server? {
        let short = hostName.prefix { $0 != "." }.lowercased()
        return servers.first { $0.name == hostName || $0.name.prefix { $0 != "." }.lowercased() == short }
            ?? servers.first { addresses.contains($0.address) }
    }
}
