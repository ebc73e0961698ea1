/// One line of a unified diff, without its leading sign.
public struct DiffLine: Sendable, Hashable {
    /// What kind of line it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The name of one of the two texts.
        case header
        /// Where the lines that follow stand.
        case hunk
        /// A line of both texts.
        case same
        /// A line of the old text only.
        case removed
        /// A line of the new text only.
        case added
        /// Said about the line before: that it has no line end.
        case note
    }

    /// What kind of line it is.
    public var kind: Kind
    /// The line without its end; bytes that are no UTF-8 are replaced, a carriage return that tells two lines apart shows as `^M`.
    public var text: String

    /// Creates a line from its parts.
    public init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    /// The line as diff(1) prints it.
    public var printed: String {
        switch kind {
        case .header, .hunk, .note: text
        case .same: " " + text
        case .removed: "-" + text
        case .added: "+" + text
        }
    }
}
