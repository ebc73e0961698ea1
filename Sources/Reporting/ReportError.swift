/// A report cannot be used: what, where, and what to do.
public struct ReportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file concerned.
    public var subject: String
    /// What is wrong.
    public var what: String
    /// What to do about it.
    public var remedy: String

    init(_ subject: String, _ what: String, remedy: String) {
        self.subject = subject
        self.what = what
        self.remedy = remedy
    }

    /// One line for the operator.
    public var description: String { "\(subject): \(what); \(remedy)" }
}
