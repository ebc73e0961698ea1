import TerminalUI

/// A long text with its title.
struct PagerScreen {
    let pager: Pager
    /// Whether more lines come while it is read.
    let isGrowing: Bool

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let (top, rest) = body.splitTop(1)
        frame.fill(body)
        let place = words(rows: rest.rows, columns: rest.columns)
        let room = max(0, top.columns - place.columnWidth - 2)
        frame.put(title(columns: room, palette), row: top.row, column: top.column, style: .heading)
        frame.put(place, row: top.row, column: max(0, top.endColumn - place.columnWidth), style: pager.notice == nil ? .muted : .warning)
        pager.view.paint(in: rest, of: &frame, palette: palette)
        frame.cursor = Point(row: top.row, column: top.column)
    }

    /// Of a path that is too long the end is what tells it from others.
    private func title(columns: Int, _ palette: Palette) -> String {
        guard case .log = pager.subject, pager.title.columnWidth > columns else {
            return pager.title.clipped(to: columns, mark: palette.ellipsis)
        }
        return String(palette.ellipsis) + pager.title.suffix(max(0, columns - 1))
    }

    /// How far in a log that is longer than what was read.
    private var share: String? {
        guard let window = pager.window, !(window.isAtStart && window.isAtEnd) else { return nil }
        if pager.view.followsEnd { return "the end of \(Megabytes.text(window.size))" }
        let lines = max(1, pager.view.lines.count)
        let byte = window.start + (window.end - window.start) * min(pager.view.offset, lines) / lines
        return "\(byte * 100 / max(1, window.size)) % of \(Megabytes.text(window.size))"
    }

    /// Where in the text the window is, or what the last search came to.
    private func words(rows: Int, columns: Int) -> String {
        if let notice = pager.notice { return notice }
        let place = share ?? pager.view.position(rows: rows, columns: columns)
        return isGrowing && pager.view.followsEnd ? "\(place), following" : place
    }
}
