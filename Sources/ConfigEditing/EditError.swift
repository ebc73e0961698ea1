/// An edit that was refused: what stands in its way, on which line, and what the operator can do about it.
public struct EditError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What stands in the way, in a few words.
    public var what: String
    /// The line concerned, counted from 1; nil where no single line is to blame.
    public var line: Int?
    /// What to do, as an imperative.
    public var remedy: String

    private static let longest = 400

    /// Creates an error from its parts.
    public init(what: String, line: Int? = nil, remedy: String) {
        // What comes from the file may be as long as the file, and hold what a terminal obeys.
        let plain = what.unicodeScalars.lazy.prefix(EditError.longest).map {
            $0.value < 32 || (127...159).contains($0.value) ? "\u{FFFD}" : $0
        }
        self.what = String(String.UnicodeScalarView(plain)) + (what.unicodeScalars.count > EditError.longest ? "…" : "")
        self.line = line
        self.remedy = remedy
    }

    /// One line for the operator.
    public var description: String {
        if let line { "line \(line): \(what); \(remedy)" } else { "\(what); \(remedy)" }
    }
}
