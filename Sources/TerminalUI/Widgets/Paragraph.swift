/// Text that wraps at word boundaries, from `offset` lines below its beginning.
public struct Paragraph: Sendable, Hashable {
    public var text: String
    public var style: Style
    /// The wrapped lines above the rectangle.
    public var offset: Int

    public init(_ text: String, style: Style = .normal, offset: Int = 0) {
        self.text = text
        self.style = style
        self.offset = offset
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        let lines = Self.wrap(text, columns: rect.columns).dropFirst(max(0, offset)).prefix(rect.rows)
        for (index, line) in lines.enumerated() {
            frame.put(line, row: rect.row + index, column: rect.column, style: style, limit: rect.columns)
        }
    }

    /// The lines that the text takes at that width; newlines in it are kept, blank lines at its end are not.
    public static func wrap(_ text: String, columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.flatMap { wrap(line: $0, columns: columns) }
    }

    private static func wrap(line: Substring, columns: Int) -> [String] {
        if line.columnWidth <= columns { return [String(line)] }
        let margin = margin(of: line, columns: columns)
        var lines: [String] = []
        var current = String(line.prefix { $0 == " " }.prefix(margin))
        var isFresh = true
        for word in line.split(separator: " ") {
            for piece in pieces(of: word, columns: columns - margin) {
                if !isFresh && current.columnWidth + 1 + piece.columnWidth > columns {
                    lines.append(current)
                    current = String(repeating: " ", count: margin)
                    isFresh = true
                }
                current += isFresh ? piece : " " + piece
                isFresh = false
            }
        }
        lines.append(current)
        return lines
    }

    /// Continuation lines stand under the first word of an indented line or of a list item, unless that leaves too little room.
    private static func margin(of line: Substring, columns: Int) -> Int {
        let indent = line.prefix { $0 == " " }.count
        let rest = line.dropFirst(indent)
        let isItem = ["- ", "* ", "• "].contains { rest.hasPrefix($0) }
        let margin = indent + (isItem ? 2 : 0)
        return margin * 2 > columns ? 0 : margin
    }

    private static func pieces(of word: Substring, columns: Int) -> [String] {
        if word.columnWidth <= columns { return [String(word)] }
        var pieces: [String] = []
        var piece = ""
        var used = 0
        for character in word {
            let width = character.columnWidth
            if used + width > columns && !piece.isEmpty {
                pieces.append(piece)
                piece = ""
                used = 0
            }
            piece.append(character)
            used += width
        }
        return pieces + [piece]
    }
}
