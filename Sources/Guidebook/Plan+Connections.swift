/// The multicast group by which Tomcats find each other.
public enum MulticastGroup {
    /// Its address.
    public static let address = "228.0.0.4"
    /// The port of Tomcat's own heartbeats.
    public static let heartbeats = 45564
    /// The port of this program's probes, so that no Tomcat ever reads one.
    public static let probes = 45565
}

/// Something on the network that a step speaks to.
public struct Connection: Sendable, Hashable, Codable {
    /// An address, a name, or what stands for several of them in words.
    public var to: String
    /// The TCP port, or the UDP port of a multicast group; nil where it is not one.
    public var port: String?
    /// What is spoken there, in a word or two.
    public var purpose: String

    /// `192.0.2.12 port 3306 (database)`.
    public var text: String { to + (port.map { " port \($0)" } ?? "") + " (\(purpose))" }
}

extension Plan {
    /// What a step speaks to on the network while it is looked at, done or undone, each once, by address. Names are asked of the
    /// system's resolver, and what is mounted is read and written by the kernel; neither is listed.
    public func connections(of step: Step) -> [Connection] {
        var found: Set<Connection> = []
        for check in step.requirements + step.respects + step.checks { found.formUnion(connections(of: check)) }
        switch step.action {
        case .packages: found.insert(Connection(to: "the package sources of this server", purpose: "apt"))
        case .mount(let action): found.insert(Connection(to: String(action.source.prefix { $0 != ":" }), port: "2049", purpose: "NFS"))
        case .sql(let action): found.formUnion(connections(of: action.account))
        case .proof(let kind?): found.formUnion(connections(of: kind))
        default: break
        }
        if case .sql(_, let only) = step.undo { for check in only { found.formUnion(connections(of: check)) } }
        // Where something is spoken, nobody cares that the port is tried before.
        found = found.filter { each in
            each.purpose != Connection.test || !found.contains { $0.to == each.to && $0.port == each.port && $0 != each }
        }
        return found.sorted { ($0.to, $0.port ?? "") < ($1.to, $1.port ?? "") }
    }

    private func connections(of check: Check) -> [Connection] {
        switch check {
        case .port(let address, let port): [Connection(to: address, port: port, purpose: Connection.test)]
        case .login(let address, let port, _): [Connection(to: address, port: port, purpose: "database")]
        case .sql(_, _, let account): connections(of: account)
        case .http(let urls, _, _): urls.split(separator: " ").map { Connection(page: String($0)) }
        // The nodes themselves are asked where the way through the balancer fails.
        case .sticky(let url, _): [Connection(page: url)] + nodes
        case .heard(_, let group, let port): [Connection(to: group, port: port, purpose: "multicast, heard only")]
        default: []
        }
    }

    private func connections(of account: DatabaseAccount) -> [Connection] {
        guard account == .application || hasRemoteAdministrator else { return [] }
        return [Connection(to: values.text("database-server.address"), port: values.text("database.port"), purpose: "database")]
    }

    private var nodes: [Connection] {
        cluster.servers(with: .application).map { Connection(to: $0.address, port: values.text("application.port"), purpose: "HTTP") }
    }

    private func connections(of kind: ProofKind) -> [Connection] {
        let balancer = Connection(page: values.text("balancer.url"))
        switch kind {
        case .share: return []
        case .database: return connections(of: .application)
        case .reachability: return neededPorts.map { Connection(to: $0.address, port: $0.port, purpose: Connection.test) }
        case .multicast:
            return [
                Connection(to: MulticastGroup.address, port: "\(MulticastGroup.heartbeats)", purpose: "multicast, heard only"),
                Connection(to: MulticastGroup.address, port: "\(MulticastGroup.probes)", purpose: "multicast, heard and said"),
            ]
        case .session, .failover: return nodes + [balancer]
        case .replication: return nodes
        case .stickiness: return [balancer]
        }
    }
}

extension Connection {
    fileprivate static let test = "a test connection"

    /// The server of a page.
    fileprivate init(page url: String) {
        let place = url.split(separator: "/", maxSplits: 2).dropFirst().first ?? ""
        let parts = place.split(separator: ":")
        self.init(to: String(parts.first ?? ""), port: parts.count > 1 ? String(parts[1]) : "80", purpose: "HTTP")
    }
}
