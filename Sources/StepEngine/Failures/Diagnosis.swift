/// A known failure that was recognised, with the line that proves it.
public struct Diagnosis: Sendable, Hashable, Codable {
    /// How sure it is.
    public enum Certainty: String, Sendable, Hashable, Codable, CaseIterable {
        /// The program itself names the cause.
        case certain
        /// The usual cause of what is seen; others are rare.
        case likely
        /// One cause among several.
        case possible
    }

    /// The id of the failure, such as "F1" or "disk-full".
    public var failure: String
    /// The failure in a few words.
    public var title: String
    /// How sure it is.
    public var certainty: Certainty
    /// Why it went wrong, as a sentence for the operator.
    public var cause: String
    /// What to do, and which steps of the guide do it.
    public var remedy: String
    /// The line that proves it, printable, of 300 characters at most.
    public var line: String
    /// Where the line stands: "output", the path of a log, or the title of a finding.
    public var source: String

    /// The diagnosis in the shape in which checks report.
    public var finding: Finding {
        let doubt: String =
            switch certainty {
            case .certain: ""
            case .likely: " That is likely, not certain."
            case .possible: " That is one cause among several."
            }
        return Finding(
            "known failure \(failure): \(title)", expected: "no sign of it", found: cause + doubt, verdict: .fails, evidence: line,
            remedy: remedy)
    }
}
