/// Lines in a window that moves over them; while at the end it follows new lines.
public struct ScrollView: Sendable, Hashable {
    public var lines: [StyledLine]
    /// The lines above the window, while it does not follow the end.
    public var offset: Int {
        didSet { start = 0 }
    }
    /// The columns left of the window, where lines are not broken.
    public var column: Int
    public var followsEnd: Bool
    /// Whether long lines are broken at the edge of the window; `offset` still counts lines, so that a change keeps the place.
    public var wraps = false
    /// What is painted reversed wherever it is in sight, in capitals or not.
    public var highlight: String?

    /// Where lines are broken: the bytes of the line at `offset` that are above the window.
    var start = 0
    /// What the last search came to.
    var found: Found?

    public init(lines: [StyledLine], offset: Int = 0, column: Int = 0, followsEnd: Bool = false) {
        self.lines = lines
        self.offset = offset
        self.column = column
        self.followsEnd = followsEnd
    }

    public init(_ lines: [String], style: Style = .normal, offset: Int = 0, followsEnd: Bool = false) {
        self.init(lines: lines.map { StyledLine($0, style: style) }, offset: offset, followsEnd: followsEnd)
    }

    /// Moves the window of that size; returns whether the key was for it at all. The width counts only where lines are broken.
    public mutating func handle(_ key: Key, rows: Int, columns: Int = .max) -> Bool {
        switch key {
        case .up, .character("k"): move(by: -1, rows: rows, columns: columns)
        case .down, .character("j"): move(by: 1, rows: rows, columns: columns)
        case .pageUp: move(by: -max(1, rows - 1), rows: rows, columns: columns)
        case .pageDown, .character(" "): move(by: max(1, rows - 1), rows: rows, columns: columns)
        case .home: show(Place(line: 0, start: 0), rows: rows, columns: columns)
        case .end: show(Place(line: .max, start: 0), rows: rows, columns: columns)
        case .left, .character("h"): if !wraps { column = max(0, column - Self.step) }
        case .right, .character("l"): if !wraps { moveRight(rows: rows) }
        default: return false
        }
        return true
    }

    /// The lines that are in sight, wholly or in part, in a window of that size.
    public func visibleRange(rows: Int, columns: Int = .max) -> Range<Int> {
        let top = top(rows: rows, columns: columns)
        let last = self.rows(from: top, limit: max(0, rows), columns: columns).last
        return top.line..<(last.map { $0.line + 1 } ?? top.line)
    }

    /// Which lines are in sight, in words.
    public func position(rows: Int, columns: Int = .max) -> String {
        let visible = visibleRange(rows: rows, columns: columns)
        guard !lines.isEmpty else { return "no lines" }
        let top = top(rows: rows, columns: columns)
        if top == lastTop(rows: rows, columns: columns) {
            guard top == Place(line: 0, start: 0) else { return "the end, line \(lines.count)" }
            return lines.count == 1 ? "the only line" : "all \(lines.count) lines"
        }
        guard visible.count <= 1 else { return "lines \(visible.lowerBound + 1)-\(visible.upperBound) of \(lines.count)" }
        let share = top.start > 0 ? ", \(top.start * 100 / lines[top.line].byteCount) %" : ""
        return "line \(top.line + 1) of \(lines.count)\(share)"
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty else { return }
        let top = top(rows: rect.rows, columns: rect.columns)
        let needle = highlight.flatMap { Needle($0) }
        for (row, place) in rows(from: top, limit: rect.rows, columns: rect.columns).enumerated() {
            let (bytes, isCut) = extent(of: place, columns: rect.columns)
            let line = lines[place.line].part(bytes, marking: needle)
            frame.put(line, row: rect.row + row, column: rect.column, limit: rect.columns)
            if isCut { put(palette.ellipsis, row: rect.row + row, in: rect, of: &frame) }
        }
        if top > Place(line: 0, start: 0) { put(palette.moreAbove, row: rect.row, in: rect, of: &frame) }
        if top < lastTop(rows: rect.rows, columns: rect.columns) {
            put(palette.moreBelow, row: rect.endRow - 1, in: rect, of: &frame)
        }
    }

    private static let step = 8

    private mutating func move(by amount: Int, rows: Int, columns: Int) {
        let top = top(rows: rows, columns: columns)
        show(place(amount, rowsFrom: top, columns: columns), rows: rows, columns: columns)
    }

    private mutating func moveRight(rows: Int) {
        let wanted = column + Self.step
        column = lines[visibleRange(rows: rows)].reduce(0) { max($0, $1.columnWidth(upTo: wanted)) }
    }

    private func put(_ mark: Character, row: Int, in rect: Rect, of frame: inout Frame) {
        frame.put(String(mark), row: row, column: rect.endColumn - 1, style: .muted)
    }
}

extension StyledLine {
    /// The part of the line within those bytes, with what is looked for painted reversed.
    fileprivate func part(_ bytes: Range<Int>, marking needle: Needle?) -> StyledLine {
        guard let needle else { return part(bytes) }
        let around = max(0, bytes.lowerBound - needle.longest)..<bytes.upperBound + needle.longest
        let matches = needle.matches(in: self, bytes: around)
        guard !matches.isEmpty else { return part(bytes) }
        var kept: [Span] = []
        var byte = bytes.lowerBound
        forEachPiece(in: bytes) { piece, style in
            for character in piece {
                let end = byte + character.utf8.count
                let isMatch = matches.contains { $0.lowerBound < end && $0.upperBound > byte }
                let style = isMatch ? style.marked : style
                if kept.last?.style == style {
                    kept[kept.count - 1].text.append(character)
                } else {
                    kept.append(Span(String(character), style))
                }
                byte = end
            }
        }
        return StyledLine(spans: kept)
    }
}

extension Style {
    /// The other way round than the text beside it, so that a match also stands out in a line that is reversed already.
    fileprivate var marked: Style {
        var style = self
        if tone == .selected { style.tone = .normal } else { style.isReversed.toggle() }
        return style
    }
}
