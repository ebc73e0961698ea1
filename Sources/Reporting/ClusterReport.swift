/// What was done on all servers of a cluster: the reports of its servers, and what they say when they are laid side by side.
public struct ClusterReport: Sendable, Hashable, Codable {
    /// The form of the JSON document.
    public static let currentVersion = 1

    /// The form of this document.
    public var version: Int
    /// The version of the program that merged it.
    public var program: String
    /// When it was merged, in ISO 8601.
    public var made: String
    /// The cluster's name.
    public var cluster: String
    /// Whether every server has reported, every step is settled and nothing differs that must be the same. Never true before.
    public var isComplete: Bool
    /// What became of the reports that were handed over, in sentences: one that was replaced by a newer one, a server without any.
    public var remarks: [String]
    /// Roles, steps and what the comparison of the servers found.
    public var board: Board
    /// One report a server, in the board's order of servers; servers without a report are missing.
    public var reports: [Report]

    /// The report of a server; nil where it has not reported.
    public func report(of server: String) -> Report? { reports.first { $0.server.name == server } }
}
