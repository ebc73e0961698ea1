import TerminalUI

/// Asks for the reason of a skip.
struct SkipScreen {
    let form: SkipForm
    let title: String
    let isWaiving: Bool

    var heading: String { isWaiving ? "Waive this check" : "Skip this step" }

    var text: String {
        let end =
            isWaiving
            ? "The check is let pass; the report says why, who and when."
            : "The step is left out, and the report says why. It can be done later all the same."
        return "\(title)\n\n\(end)"
    }

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let rest = DialogBox(title: heading, text: text, rows: 4).paint(in: body, of: &frame, palette)
        frame.put("Reason", row: rest.row, column: rest.column, style: .heading)
        form.field.paint(in: rest.line(1), of: &frame, palette: palette)
        if let problem = form.problem { frame.put(problem, row: rest.row + 2, column: rest.column, style: .failure, limit: rest.columns) }
    }
}
