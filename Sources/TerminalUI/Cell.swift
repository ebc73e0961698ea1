/// One place of a frame. A wide character occupies two: its own, and a continuation to the right of it.
public struct Cell: Sendable, Hashable {
    public let character: Character
    public let style: Style
    /// Whether this is the right half of the wide character before it; `character` is then a space.
    public let isContinuation: Bool

    public init(character: Character, style: Style = .normal) {
        self.init(character: character, style: style, isContinuation: false)
    }

    init(character: Character, style: Style, isContinuation: Bool) {
        self.character = character
        self.style = style
        self.isContinuation = isContinuation
    }

    public static let blank = Cell(character: " ")
}
