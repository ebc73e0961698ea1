import TerminalUI

/// Asks for a secret.
struct SecretScreen {
    let form: SecretForm
    let path: String

    static let title = "A secret is needed"

    var text: String {
        "The next step needs \(form.name). It is kept on this server, readable by root only, in \(path), and never shown. "
            + "The other servers need the same one: enter it there too."
    }

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let rest = DialogBox(title: SecretScreen.title, text: text, rows: 6).paint(in: body, of: &frame, palette)
        paint(form.first, "Secret", .first, rest.line(0), &frame, palette)
        paint(form.second, "Once more", .second, rest.line(1), &frame, palette)
        if let problem = form.problem { frame.put(problem, row: rest.row + 2, column: rest.column, style: .failure, limit: rest.columns) }
        paint("[ Keep it ]", .keep, rest.row + 4, rest.column, &frame)
        paint("[ Generate one ]", .generate, rest.row + 4, rest.column + 13, &frame)
    }

    private func paint(
        _ field: TextField, _ label: String, _ place: SecretForm.Focus, _ rect: Rect, _ frame: inout Frame, _ palette: Palette
    ) {
        var field = field
        field.isFocused = form.focus == place
        frame.put(label, row: rect.row, column: rect.column)
        field.paint(in: rect.splitLeft(12).rest, of: &frame, palette: palette)
    }

    private func paint(_ button: String, _ place: SecretForm.Focus, _ row: Int, _ column: Int, _ frame: inout Frame) {
        frame.put(button, row: row, column: column, style: form.focus == place ? .selected : .normal)
        if form.focus == place { frame.cursor = Point(row: row, column: column) }
    }
}
