/// A slip cannot be made or taken: what, where, and what to do.
public struct SlipError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of refusal.
    public enum Kind: Sendable, Hashable {
        /// There is no slip in the text.
        case absent
        /// Lines are damaged or missing; pasting them again will help.
        case damaged
        /// It was made by a newer version, or by one with other standard answers.
        case foreign
        /// The passphrase is wrong, or will not do.
        case passphrase
        /// What it holds, or is to hold, cannot be used.
        case unusable
    }

    /// What kind of refusal.
    public var kind: Kind
    /// The slip concerned, such as `cluster slip C7Q`.
    public var subject: String
    /// What is wrong.
    public var what: String
    /// What to do about it.
    public var remedy: String
    /// The numbers of the lines that are damaged or missing, at most a hundred of them.
    public var lines: [Int]

    /// Creates an error.
    init(_ kind: Kind, _ subject: String, _ what: String, remedy: String, lines: [Int] = []) {
        self.kind = kind
        self.subject = subject
        self.what = what
        self.remedy = remedy
        self.lines = lines
    }

    /// One line for the operator.
    public var description: String { "\(subject): \(what); \(remedy)" }
}
