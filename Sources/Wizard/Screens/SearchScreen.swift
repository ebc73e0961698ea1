import TerminalUI

/// The line at the foot of a text in which the words to look for are typed.
struct SearchScreen {
    let form: SearchForm

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let line = body.splitBottom(1).bottom
        frame.fill(line)
        let used = frame.put("Search: ", row: line.row, column: line.column, style: .heading)
        form.field.paint(in: line.splitLeft(used).rest, of: &frame, palette: palette)
    }
}
