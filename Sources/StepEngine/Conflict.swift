/// A file that a step wrote and somebody has changed since: its three sides.
public struct Conflict: Sendable, Hashable {
    /// The file.
    public var path: String
    /// What stood there before the step's first change; nil where nothing did, or where it holds a secret.
    public var before: [UInt8]?
    /// What the step wants to stand there now, with bullets for secrets.
    public var ours: [UInt8]
    /// What stands there now, with bullets for secrets; nil where nothing does.
    public var theirs: [UInt8]?
    /// When its content was last changed, in ISO 8601 as the journal writes times; nil where nobody knows.
    public var modified: String?
    /// Whom the file belongs to, which hints at who changed it.
    public var owner: String?
    /// Whether the step puts a secret into the file.
    public var isSecret: Bool

    /// Creates a conflict from its parts.
    public init(
        path: String, before: [UInt8]?, ours: [UInt8], theirs: [UInt8]?, modified: String?, owner: String?, isSecret: Bool
    ) {
        self.path = path
        self.before = before
        self.ours = ours
        self.theirs = theirs
        self.modified = modified
        self.owner = owner
        self.isSecret = isSecret
    }
}

extension Conflict {
    /// What a step says that is not to overwrite it. `time` is when the file was changed, for people.
    func finding(step: String, time: String?) -> Finding {
        let circumstances = [time.map { "on \($0)" }, owner.map { "it belongs to \($0)" }].compactMap { $0 }.joined(separator: "; ")
        return Finding(
            "\(path) since this step wrote it", expected: "as it was left",
            found: "changed by somebody else" + (circumstances.isEmpty ? "" : " (\(circumstances))"), verdict: .fails,
            evidence: firstDifference,
            remedy:
                "'joget-cluster plan' shows what the step would change. 'joget-cluster apply \(step) --take' puts ours in place and keeps "
                + "theirs among the originals; the wizard shows the three sides, and can leave the step out")
    }

    /// The first line of theirs that is not ours; where there is none, the first of ours that is gone.
    private var firstDifference: String? {
        let rows = Change.rows(from: ours, to: theirs ?? [], path: path)
        return (rows.first { $0.sign == "+" } ?? rows.first { $0.sign == "-" })?.text.trimmed
    }
}
