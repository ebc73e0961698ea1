/// The program cannot go on: what, where, and what to do. A failed step is no such error but an `Outcome`.
public struct EngineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of refusal, which decides the exit code.
    public enum Kind: Sendable, Hashable {
        /// The state directory or journal cannot be used.
        case state
        /// Another instance works with this state directory.
        case locked
        /// The state belongs to another server, guide or version.
        case foreign
        /// The step cannot be done now, such as an unknown one.
        case request

        /// What a program that ends because of it exits with.
        public var exitCode: Int32 {
            switch self {
            case .state: 74
            case .locked: 75
            case .foreign: 65
            case .request: 64
            }
        }
    }

    /// What kind of refusal.
    public var kind: Kind
    /// What is wrong.
    public var what: String
    /// The file or step concerned.
    public var subject: String
    /// What to do about it.
    public var remedy: String

    /// Creates an error.
    public init(_ kind: Kind, _ subject: String, _ what: String, remedy: String = "") {
        self.kind = kind
        self.what = what
        self.subject = subject
        self.remedy = remedy
    }

    /// One line for the operator.
    public var description: String { remedy.isEmpty ? "\(subject): \(what)" : "\(subject): \(what); \(remedy)" }
}
