import TerminalUI

/// A long text with its title.
struct PagerScreen {
    let pager: Pager

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let (top, rest) = body.splitTop(1)
        frame.fill(body)
        frame.put(pager.title.clipped(to: top.columns, mark: palette.ellipsis), row: top.row, column: top.column, style: .heading)
        pager.view.paint(in: rest, of: &frame, palette: palette)
        frame.cursor = Point(row: top.row, column: top.column)
    }
}
