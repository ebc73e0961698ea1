import TerminalUI

/// A box in the middle of the page with text on top; what stands below is the dialog's own.
struct DialogBox {
    let title: String
    let text: String
    /// The rows below the text.
    let rows: Int

    /// Paints it and returns the room below the text.
    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) -> Rect {
        let columns = min(68, body.columns - 4)
        let lines = Paragraph.wrap(text, columns: columns - 4)
        let outer = body.centered(rows: lines.count + rows + 3, columns: columns)
        frame.fill(outer)
        frame.cursor = nil
        Box(title: title, style: .normal).paint(in: outer, of: &frame, palette: palette)
        let inner = outer.inset(rows: 1, columns: 2)
        for (index, line) in lines.enumerated() { frame.put(line, row: inner.row + index, column: inner.column, limit: inner.columns) }
        return inner.splitTop(lines.count + 1).rest
    }
}

extension Rect {
    /// One row of it, counted from the top.
    func line(_ index: Int) -> Rect { splitTop(index).rest.splitTop(1).top }
}
