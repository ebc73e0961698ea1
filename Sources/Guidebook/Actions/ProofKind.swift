/// Something that only several servers together can show, seen from one of them.
public enum ProofKind: String, Sendable, Hashable, CaseIterable {
    /// What one application server writes to the share the others read; locks work there; there is room.
    case share
    /// The application's account can do everything that Joget does, from this server.
    case database
    /// The ports that the cluster needs are open between the servers; refused is told from filtered.
    case reachability
    /// Who is heard on the multicast group.
    case multicast
    /// A session that begins on one node is known on each other one.
    case session
    /// The same with a small application of the proof's own, for a Joget whose pages cannot show it.
    case replication
    /// Through the load balancer, every node gets sessions, and a session stays on its node.
    case stickiness
    /// A session goes on elsewhere when its node is stopped, and the node is used again when it is back.
    case failover
}
