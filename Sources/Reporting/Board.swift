public import StepEngine

/// All servers of a cluster side by side: which step stands where on which of them, and what only the comparison shows.
public struct Board: Sendable, Hashable, Codable {
    /// The cluster's name.
    public var cluster: String
    /// Every server, in the order of the description.
    public var columns: [Column]
    /// Every step that a server has, by section, in the guide's order.
    public var rows: [Row]
    /// What differs between the servers, or is missing, though each of them may be content with itself.
    public var lints: [BoardLint]
    /// Whether every server has reported and every step is settled.
    public var isSettled: Bool

    /// Whether every step is settled on every server, and nothing differs that must be the same.
    public var isComplete: Bool { isSettled && lints.isEmpty }

    /// One server.
    public struct Column: Sendable, Hashable, Codable {
        public var server: Report.ServerEntry
        /// Whether its report is at hand.
        public var hasReport: Bool
        /// Whether every step of it is settled.
        public var isComplete: Bool
        /// How many of its steps are settled.
        public var settled: Int
        /// How many steps it has.
        public var steps: Int
        /// When its report was made, in ISO 8601; nil without a report.
        public var made: String?
    }

    /// One step.
    public struct Row: Sendable, Hashable, Codable {
        /// The step's id.
        public var step: String
        /// The title of its section.
        public var section: String
        /// What it achieves.
        public var title: String
        /// Where it stands on each server, in the order of the columns; nil where the server has no such step.
        public var cells: [StepState.Status?]
    }

    /// The verdict in a sentence.
    public var verdict: String {
        let silent = columns.filter { !$0.hasReport }.count
        let unfinished = columns.count { $0.hasReport && !$0.isComplete }
        if columns.isEmpty { return "Not complete: no server has reported." }
        if isComplete {
            return columns.count == 1
                ? "Complete: the one server has every step settled."
                : "Complete: all \(columns.count) servers have every step settled, and nothing differs that must be the same."
        }
        let parts = [
            (silent, "server has not reported", "servers have not reported"),
            (unfinished, "server has steps that are not settled", "servers have steps that are not settled"),
            (lints.count, "thing is not as it must be between the servers", "things are not as they must be between the servers"),
        ]
        return "Not complete: " + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }.joined(separator: ", ") + "."
    }
}
