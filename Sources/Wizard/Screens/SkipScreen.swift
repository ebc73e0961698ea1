import TerminalUI

/// Asks for the reason of a skip.
struct SkipScreen {
    let form: SkipForm
    let title: String
    let isWaiving: Bool

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let end =
            isWaiving
            ? "The check is let pass; the report says why, who and when."
            : "The step is left out, and the report says why. It can be done later all the same."
        let heading = isWaiving ? "Waive this check" : "Skip this step"
        let rest = DialogBox(title: heading, text: "\(title)\n\n\(end)", rows: 4).paint(in: body, of: &frame, palette)
        frame.put("Reason", row: rest.row, column: rest.column, style: .heading)
        form.field.paint(in: rest.line(1), of: &frame, palette: palette)
        if let problem = form.problem { frame.put(problem, row: rest.row + 2, column: rest.column, style: .failure, limit: rest.columns) }
    }
}
