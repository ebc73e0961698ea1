/// What a server does in the cluster. One server may have several roles.
public enum Role: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    case fileServer = "file-server"
    case database
    case application
    case balancer

    /// The name for headings and lists.
    public var title: String {
        switch self {
        case .fileServer: "file server"
        case .database: "database server"
        case .application: "application server"
        case .balancer: "load balancer"
        }
    }

    /// Orders as the guide sets them up.
    public static func < (left: Role, right: Role) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }

    /// All names, for messages.
    public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
