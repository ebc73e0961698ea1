/// One reversed line: what this is about on the left, how far it is on the right. The right one is shown first when room is short.
public struct HeaderBar: Sendable, Hashable {
    public var left: String
    public var right: String
    public var style: Style

    public init(left: String, right: String = "", style: Style = Style(tone: .heading, isReversed: true)) {
        self.left = left
        self.right = right
        self.style = style
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty else { return }
        let line = rect.splitTop(1).top
        frame.fill(line, style: style)
        let room = line.inset(rows: 0, columns: 1)
        let shownRight = right.clipped(to: room.columns, mark: palette.ellipsis)
        let width = shownRight.columnWidth
        frame.put(shownRight, row: room.row, column: room.endColumn - width, style: style)
        let shownLeft = left.clipped(to: room.columns - width - (width > 0 ? 2 : 0), mark: palette.ellipsis)
        frame.put(shownLeft, row: room.row, column: room.column, style: style)
    }
}
