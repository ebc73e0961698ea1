/// One line of text that is being typed.
public struct TextField: Sendable, Hashable {
    public var text: String {
        didSet { cursor = min(cursor, text.count) }
    }
    /// Where the next character goes, in characters from the beginning.
    public private(set) var cursor: Int
    /// The most characters that it takes, 4096 if this is nil; what is typed beyond is dropped.
    public var maximumLength: Int?
    /// Whether it shows a bullet for each character, as for passwords.
    public var isMasked: Bool
    public var isFocused: Bool

    public init(_ text: String = "", maximumLength: Int? = nil, isMasked: Bool = false, isFocused: Bool = true) {
        self.text = text
        self.maximumLength = maximumLength
        self.isMasked = isMasked
        self.isFocused = isFocused
        cursor = text.count
    }

    /// Edits the text; returns whether the key was for the field at all.
    ///
    /// Home, End, Ctrl-A and Ctrl-E move; Ctrl-U and Ctrl-K remove to the beginning and the end, Ctrl-W the word before.
    public mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .paste(let pasted): insert(pasted)
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .backspace: remove(from: max(0, cursor - 1), to: cursor)
        case .delete, .control("d"): remove(from: cursor, to: min(text.count, cursor + 1))
        case .control("u"): remove(from: 0, to: cursor)
        case .control("k"): remove(from: cursor, to: text.count)
        case .control("w"): remove(from: startOfWord, to: cursor)
        default: return false
        }
        return true
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty else { return }
        let line = rect.splitTop(1).top
        let style = Style(tone: isFocused ? .accent : .normal, isUnderlined: true)
        frame.fill(line, style: style)
        let shown = isMasked ? Array(repeating: palette.mask, count: text.count) : Array(text)
        // Scrolls just so far that the cursor, which stands behind the last character, is still inside.
        var first = 0
        var width = shown.prefix(cursor).reduce(0) { $0 + $1.columnWidth }
        while width >= line.columns && first < cursor {
            width -= shown[first].columnWidth
            first += 1
        }
        frame.put(String(shown[first...]), row: line.row, column: line.column, style: style, limit: line.columns)
        if isFocused { frame.cursor = Point(row: line.row, column: line.column + width) }
    }

    private static let longest = 4096

    private mutating func insert(_ addition: String) {
        let room = max(0, (maximumLength ?? Self.longest) - text.count)
        // A pasted line usually brings its newline along; other control characters have no business in a value.
        let lines = addition.split(whereSeparator: \.isNewline)
        let kept = lines.joined(separator: " ").filter { !$0.isControl }.prefix(room)
        let before = text.count
        text.insert(contentsOf: kept, at: text.index(text.startIndex, offsetBy: cursor))
        // A combining mark joins the character before it and moves nothing.
        cursor = min(text.count, max(0, cursor + text.count - before))
    }

    private mutating func remove(from start: Int, to end: Int) {
        let range = text.index(text.startIndex, offsetBy: start)..<text.index(text.startIndex, offsetBy: end)
        text.removeSubrange(range)
        cursor = min(start, text.count)
    }

    private var startOfWord: Int {
        let before = text.prefix(cursor)
        let spaces = before.reversed().prefix { $0 == " " }.count
        let word = before.dropLast(spaces).reversed().prefix { $0 != " " }.count
        return cursor - spaces - word
    }
}

extension TextField: CustomStringConvertible, CustomReflectable {
    /// Tells nothing about a masked text, so that no log or test output ever shows a password.
    public var description: String { isMasked ? "TextField(masked)" : "TextField(\(text))" }
    public var customMirror: Mirror { Mirror(self, children: ["text": isMasked ? "masked" : text]) }
}

extension Character {
    var isControl: Bool {
        unicodeScalars.first?.properties.generalCategory == .control
    }
}
