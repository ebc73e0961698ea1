import TerminalUI

/// The keys that count where help was asked for.
struct HelpScreen {
    let pager: Pager

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let widest = (pager.view.lines.map(\.columnWidth).max() ?? 0) + 6
        let outer = body.centered(rows: min(pager.view.lines.count + 2, body.rows), columns: min(max(40, widest), body.columns))
        frame.fill(outer)
        Box(title: pager.title, style: .normal).paint(in: outer, of: &frame, palette: palette)
        pager.view.paint(in: outer.inset(rows: 1, columns: 2), of: &frame, palette: palette)
        frame.cursor = Point(row: outer.row, column: outer.column + 2)
    }
}
