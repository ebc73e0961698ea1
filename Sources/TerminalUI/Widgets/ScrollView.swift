/// Lines in a window that moves over them; while at the end it follows new lines.
public struct ScrollView: Sendable, Hashable {
    public var lines: [StyledLine]
    /// The lines above the window, while it does not follow the end.
    public var offset: Int
    /// The columns left of the window.
    public var column: Int
    public var followsEnd: Bool

    public init(lines: [StyledLine], offset: Int = 0, column: Int = 0, followsEnd: Bool = false) {
        self.lines = lines
        self.offset = offset
        self.column = column
        self.followsEnd = followsEnd
    }

    public init(_ lines: [String], style: Style = .normal, offset: Int = 0, followsEnd: Bool = false) {
        self.init(lines: lines.map { StyledLine($0, style: style) }, offset: offset, followsEnd: followsEnd)
    }

    /// Moves the window of that height; returns whether the key was for it at all.
    public mutating func handle(_ key: Key, rows: Int) -> Bool {
        switch key {
        case .up, .character("k"): move(by: -1, rows: rows)
        case .down, .character("j"): move(by: 1, rows: rows)
        case .pageUp: move(by: -max(1, rows - 1), rows: rows)
        case .pageDown, .character(" "): move(by: max(1, rows - 1), rows: rows)
        case .home: move(by: -lines.count, rows: rows)
        case .end: move(by: lines.count, rows: rows)
        case .left, .character("h"): column = max(0, column - Self.step)
        case .right, .character("l"): column = min(column + Self.step, lines.map(\.columnWidth).max() ?? 0)
        default: return false
        }
        return true
    }

    /// The lines that are in sight in a window of that height.
    public func visibleRange(rows: Int) -> Range<Int> {
        let last = max(0, lines.count - max(0, rows))
        let first = followsEnd ? last : min(max(0, offset), last)
        return first..<min(lines.count, first + max(0, rows))
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty else { return }
        let visible = visibleRange(rows: rect.rows)
        for (row, index) in visible.enumerated() {
            let line = lines[index].dropping(columns: column)
            frame.put(line, row: rect.row + row, column: rect.column, limit: rect.columns)
            if line.columnWidth > rect.columns {
                put(palette.ellipsis, row: rect.row + row, in: rect, of: &frame)
            }
        }
        if visible.lowerBound > 0 { put(palette.moreAbove, row: rect.row, in: rect, of: &frame) }
        if visible.upperBound < lines.count { put(palette.moreBelow, row: rect.endRow - 1, in: rect, of: &frame) }
    }

    private static let step = 8

    private mutating func move(by amount: Int, rows: Int) {
        let last = max(0, lines.count - max(0, rows))
        offset = min(max(0, visibleRange(rows: rows).lowerBound + amount), last)
        followsEnd = offset == last
    }

    private func put(_ mark: Character, row: Int, in rect: Rect, of frame: inout Frame) {
        frame.put(String(mark), row: row, column: rect.endColumn - 1, style: .muted)
    }
}

extension StyledLine {
    fileprivate func dropping(columns: Int) -> StyledLine {
        guard columns > 0 else { return self }
        var left = columns
        var kept: [Span] = []
        for span in spans {
            let rest = span.text.drop { character in
                guard left > 0 else { return false }
                left -= character.columnWidth
                return true
            }
            if !rest.isEmpty { kept.append(Span(String(rest), span.style)) }
        }
        return StyledLine(spans: kept)
    }
}
