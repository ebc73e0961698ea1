import TerminalUI

/// Why the program cannot go on, with every mistake that was found.
struct RefusedScreen {
    let refusal: Refusal
    /// The lines above the window.
    let offset: Int

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let area = area(of: body)
        ScrollView(lines: lines(columns: area.columns), offset: offset).paint(in: area, of: &frame, palette: palette)
    }

    /// Where a key scrolls to.
    func offset(after key: Key, in body: Rect) -> Int {
        let area = area(of: body)
        var view = ScrollView(lines: lines(columns: area.columns), offset: offset)
        _ = view.handle(key, rows: area.rows)
        return view.visibleRange(rows: area.rows).lowerBound
    }

    private func area(of body: Rect) -> Rect { body.inset(rows: 1, columns: 2) }

    private func lines(columns: Int) -> [StyledLine] {
        let lines = refusal.lines.flatMap { Paragraph.wrap($0, columns: columns - 1) + [""] }
        return [StyledLine(refusal.title, style: .failure), StyledLine("")] + lines.map { StyledLine($0) }
            + [StyledLine("Nothing was changed on this server.", style: .muted)]
    }
}
