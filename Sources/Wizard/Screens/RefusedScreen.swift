import TerminalUI

/// Why the program cannot go on, with every mistake that was found.
struct RefusedScreen {
    let refusal: Refusal

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let area = body.inset(rows: 1, columns: 2)
        let lines = refusal.lines.flatMap { Paragraph.wrap($0, columns: area.columns - 1) + [""] }
        let text = [StyledLine(refusal.title, style: .failure), StyledLine("")] + lines.map { StyledLine($0) }
        ScrollView(lines: text + [StyledLine("Nothing was changed on this server.", style: .muted)])
            .paint(in: area, of: &frame, palette: palette)
    }
}
