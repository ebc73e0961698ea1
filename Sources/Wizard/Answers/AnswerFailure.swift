/// Answers that the wizard could not follow: at which line, why, and what the screen showed.
public struct AnswerFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The answers file.
    public let file: String
    /// The line of the entry.
    public let line: Int
    /// What was awaited and did not come, in words.
    public let what: String
    /// What was on the screen; masked fields are bullets there.
    public let screen: String

    public var description: String { "\(file):\(line): \(what); the screen was\n\(screen)" }
}
