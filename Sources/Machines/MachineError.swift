/// The world refused: what was tried, where, and what the operator can do about it.
public struct MachineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, in a few words with the system's own reason.
    public var what: String
    /// The path, command or address concerned.
    public var subject: String
    /// What to do, as an imperative; empty where only the reason helps.
    public var remedy: String

    /// Creates an error; `remedy` may stay empty.
    public init(what: String, subject: String, remedy: String = "") {
        self.what = what
        self.subject = subject
        self.remedy = remedy
    }

    /// One line for the operator.
    public var description: String {
        remedy.isEmpty ? "\(subject): \(what)" : "\(subject): \(what); \(remedy)"
    }
}
