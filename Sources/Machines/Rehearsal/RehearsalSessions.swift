/// Web sessions: which nodes have a copy of each.
extension RehearsalServer {
    /// The cookie that a node sets: a new session where it does not know the visitor's, its own name at the end of one that it takes over.
    mutating func sessionCookie(_ visit: WebVisit, _ node: WebNode) -> WebReply.Header? {
        let suffix = node.route.map { "." + $0 } ?? ""
        let copies = node.shares.union([node.key])
        if let given = visit.session {
            let base = String(given.prefix { $0 != "." })
            if let holders = sessions[base], !holders.isDisjoint(with: copies) {
                sessions[base] = holders.union(copies)
                return given == base + suffix ? nil : Self.cookie(base + suffix)
            }
        }
        births += 1
        let base = Self.number(of: "session \(births) \(seed.server)", digits: 32).uppercased()
        sessions[base] = copies
        return Self.cookie(base + suffix)
    }

    private static func cookie(_ id: String) -> WebReply.Header { .init("set-cookie", "JSESSIONID=\(id); Path=/jw; HttpOnly") }

    /// Takes away the copies of nodes that have stopped; what nobody else has is gone.
    mutating func forgetSessions(at keys: Set<String>) {
        sessions = sessions.mapValues { $0.subtracting(keys) }.filter { !$0.value.isEmpty }
    }

    /// What happens to sessions when all the others go down.
    mutating func forgetPeersSessions() {
        let own = Set(tomcats.values.flatMap(ownKeys))
        forgetSessions(at: Set(sessions.values.joined()).subtracting(own))
    }

    /// The nodes elsewhere that have each other's sessions.
    private var sharingPeers: Set<String> {
        guard !has(.replicationPortClosed) else { return [] }
        return Set(applicationsThatRun.filter { $0.application.state == .ready && !$0.application.isIsolated }.map { Self.key(of: $0) })
    }

    private static func key(of peer: RunningApplication) -> String { "\(peer.address):\(peer.port)" }

    func ownKeys(_ tomcat: RehearsalTomcat) -> [String] { tomcat.listeners.map { "\(seed.address):\($0.port)" } }

    /// The nodes elsewhere with which a Tomcat of this server shares its sessions now.
    func peers(of tomcat: RehearsalTomcat) -> Set<String> {
        guard tomcat.replicates, let cluster = tomcat.settings.cluster, let receiver = tomcat.receiver else { return [] }
        let members = members(of: cluster, boundTo: receiver.address)
        return sharingPeers.intersection(applicationsThatRun.filter { members.contains($0.address) }.map { Self.key(of: $0) })
    }

    /// The nodes with which one elsewhere shares its sessions now.
    func peers(ofNodeElsewhere key: String) -> Set<String> {
        let others = sharingPeers
        guard others.contains(key) else { return [] }
        return others.union(tomcats.values.filter { peers(of: $0).contains(key) }.flatMap(ownKeys))
    }
}
