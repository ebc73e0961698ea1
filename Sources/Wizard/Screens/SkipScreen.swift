import TerminalUI

/// Asks for the reason of a skip.
struct SkipScreen {
    let form: SkipForm
    let title: String

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let text = "\(title)\n\nThe step is left out, and the report says why. It can be done later all the same."
        let rest = DialogBox(title: "Skip this step", text: text, rows: 4).paint(in: body, of: &frame, palette)
        frame.put("Reason", row: rest.row, column: rest.column, style: .heading)
        form.field.paint(in: rest.line(1), of: &frame, palette: palette)
        if let problem = form.problem { frame.put(problem, row: rest.row + 2, column: rest.column, style: .failure, limit: rest.columns) }
    }
}
