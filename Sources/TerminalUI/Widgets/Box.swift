/// A border with a title in its upper line.
public struct Box: Sendable, Hashable {
    public var title: String
    public var style: Style
    public var titleStyle: Style

    public init(title: String = "", style: Style = .muted, titleStyle: Style = .heading) {
        self.title = title
        self.style = style
        self.titleStyle = titleStyle
    }

    /// The room inside of the border.
    public func interior(of rect: Rect) -> Rect {
        rect.inset(by: 1)
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard rect.rows > 1, rect.columns > 1 else { return }
        let line = String(repeating: palette.horizontal, count: rect.columns - 2)
        let top = "\(palette.topLeft)\(line)\(palette.topRight)"
        let bottom = "\(palette.bottomLeft)\(line)\(palette.bottomRight)"
        frame.put(top, row: rect.row, column: rect.column, style: style)
        for row in rect.row + 1..<rect.endRow - 1 {
            frame.put(String(palette.vertical), row: row, column: rect.column, style: style)
            frame.put(String(palette.vertical), row: row, column: rect.endColumn - 1, style: style)
        }
        frame.put(bottom, row: rect.endRow - 1, column: rect.column, style: style)
        if !title.isEmpty && rect.columns > 6 {
            let shown = " \(title.clipped(to: rect.columns - 6, mark: palette.ellipsis)) "
            frame.put(shown, row: rect.row, column: rect.column + 2, style: titleStyle)
        }
    }
}
