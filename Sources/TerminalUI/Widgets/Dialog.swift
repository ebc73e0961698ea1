/// A question in the middle of the screen, with buttons; the careful answer may be the one that has the focus.
public struct Dialog: Sendable, Hashable {
    public var title: String
    public var text: String
    public var buttons: [String]
    public var focusedIndex: Int
    public var titleStyle: Style
    /// The lines of the text that are scrolled out of sight.
    public private(set) var offset = 0

    public init(title: String, text: String, buttons: [String], focusedIndex: Int = 0, titleStyle: Style = .heading) {
        self.title = title
        self.text = text
        self.buttons = buttons
        self.focusedIndex = focusedIndex
        self.titleStyle = titleStyle
    }

    public var focusedButton: String? {
        buttons.indices.contains(focusedIndex) ? buttons[focusedIndex] : nil
    }

    /// Moves the focus or scrolls the text in the dialog as it stands in that rectangle; returns whether the key was for it.
    public mutating func handle(_ key: Key, in rect: Rect = Rect(row: 0, column: 0, rows: 24, columns: 80)) -> Bool {
        switch key {
        case .left, .backTab, .character("h"): focus(focusedIndex - 1)
        case .right, .tab, .character("l"): focus(focusedIndex + 1)
        case .up, .character("k"): scroll(to: offset - 1, in: rect)
        case .down, .character("j"): scroll(to: offset + 1, in: rect)
        default: return false
        }
        return true
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty else { return }
        let outer = outline(in: rect)
        frame.fill(outer)
        frame.cursor = nil
        Box(title: title, style: .normal, titleStyle: titleStyle).paint(in: outer, of: &frame, palette: palette)
        let (body, row) = parts(of: outer)
        let lines = Paragraph.wrap(text, columns: body.columns)
        let first = min(offset, max(0, lines.count - body.rows))
        for (index, line) in lines.dropFirst(first).prefix(body.rows).enumerated() {
            frame.put(line, row: body.row + index, column: body.column, limit: body.columns)
        }
        if first > 0 { put(palette.moreAbove, row: body.row, outer, &frame) }
        if first + body.rows < lines.count, body.rows > 0 { put(palette.moreBelow, row: body.endRow - 1, outer, &frame) }
        paintButtons(in: row, of: &frame)
    }

    private static let widest = 64
    private static let gap = 2

    private var labels: [String] { buttons.map { "[ \($0) ]" } }

    /// Border, text, a blank row and the buttons, as small as they may be.
    private func outline(in rect: Rect) -> Rect {
        let room = max(1, min(Self.widest, rect.columns - 4))
        let buttonColumns = labels.reduce(-Self.gap) { $0 + $1.columnWidth + Self.gap }
        let lines = Paragraph.wrap(text, columns: room)
        let columns = max(lines.map(\.columnWidth).max() ?? 0, buttonColumns, title.columnWidth + 2)
        return rect.centered(rows: lines.count + 4, columns: columns + 4)
    }

    private func parts(of outer: Rect) -> (body: Rect, buttons: Rect) {
        // Too small for a border: the buttons are what must stay in sight.
        let inner = outer.rows > 2 && outer.columns > 4 ? outer.inset(rows: 1, columns: 2) : outer
        let (rest, row) = inner.splitBottom(1)
        return (rest.rows > 1 ? rest.splitBottom(1).rest : rest, row)
    }

    private func paintButtons(in row: Rect, of frame: inout Frame) {
        guard !row.isEmpty, !buttons.isEmpty else { return }
        let total = labels.reduce(-Self.gap) { $0 + $1.columnWidth + Self.gap }
        let first = total > row.columns ? min(max(0, focusedIndex), buttons.count - 1) : 0
        var used = max(0, (row.columns - total) / 2)
        for index in buttons.indices.dropFirst(first) {
            let isFocused = index == focusedIndex
            if isFocused { frame.cursor = Point(row: row.row, column: row.column + used) }
            let style: Style = isFocused ? .selected : .normal
            frame.put(labels[index], row: row.row, column: row.column + used, style: style, limit: row.columns - used)
            used += labels[index].columnWidth + Self.gap
        }
    }

    private func put(_ mark: Character, row: Int, _ outer: Rect, _ frame: inout Frame) {
        frame.put(String(mark), row: row, column: outer.endColumn - 2, style: .muted)
    }

    private mutating func focus(_ index: Int) {
        guard !buttons.isEmpty else { return }
        focusedIndex = (index % buttons.count + buttons.count) % buttons.count
    }

    private mutating func scroll(to wanted: Int, in rect: Rect) {
        let body = parts(of: outline(in: rect)).body
        let lines = Paragraph.wrap(text, columns: body.columns)
        offset = min(max(0, wanted), max(0, lines.count - body.rows))
    }
}
