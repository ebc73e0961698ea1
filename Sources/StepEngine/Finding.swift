/// What a check saw: expected beside found, with the line that proves it.
public struct Finding: Sendable, Hashable, Codable {
    /// Whether what was expected was found.
    public enum Verdict: String, Sendable, Hashable, Codable {
        /// It is as it should be.
        case holds
        /// It is not, but work can go on.
        case warns
        /// It is not.
        case fails
        /// It could not be found out.
        case unknown
    }

    /// What was looked at, as a phrase.
    public var title: String
    /// How it should be.
    public var expected: String
    /// How it is.
    public var found: String
    /// The judgement.
    public var verdict: Verdict
    /// One line of output or of a file that proves it.
    public var evidence: String?
    /// What the operator can do about it.
    public var remedy: String?
    /// What was measured, by name, for the comparison of this server with the others: `war.sha256`.
    public var facts: [String: String]?

    /// Creates a finding.
    public init(
        _ title: String, expected: String, found: String, verdict: Verdict, evidence: String? = nil, remedy: String? = nil,
        facts: [String: String]? = nil
    ) {
        self.title = title
        self.expected = expected
        self.found = found
        self.verdict = verdict
        self.evidence = evidence
        self.remedy = remedy
        self.facts = facts
    }

    /// Whether nothing stands in the way: it holds, or only warns.
    public var isAcceptable: Bool { verdict == .holds || verdict == .warns }
}

extension Sequence<Finding> {
    /// Whether every one holds or only warns.
    public var areAcceptable: Bool { allSatisfy(\.isAcceptable) }
}
