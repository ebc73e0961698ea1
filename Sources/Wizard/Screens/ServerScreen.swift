import Guidebook
import TerminalUI

/// One server of the cluster form.
struct ServerScreen {
    let form: ServerForm

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let text = "Host name, the IPv4 address at which the others reach it, and its roles (Space)."
        let rest = DialogBox(title: "Server", text: text, rows: 13).paint(in: body, of: &frame, palette)
        paint(form.name, "Name", .name, rest.line(0), &frame, palette)
        paint(form.address, "Address", .address, rest.line(1), &frame, palette)
        for (index, role) in Role.allCases.enumerated() {
            let mark = form.roles.contains(role) ? "[x]" : "[ ]"
            let note = form.replacement(for: role).map { "  not needed: \($0)" } ?? ""
            put("\(mark) \(role.title)\(note)", .role(role), rest.row + 3 + index, rest.column + 10, &frame)
        }
        if form.isApplication { paintRoute(in: rest.line(8), &frame, palette) }
        put("[ OK ]", .button, rest.row + 10, rest.column + 10, &frame)
        if let problem = form.problem {
            Paragraph(problem, style: .failure).paint(in: rest.splitTop(11).rest, of: &frame, palette: palette)
        }
    }

    /// The standard stands there, pale, as long as nothing else does.
    private func paintRoute(in rect: Rect, _ frame: inout Frame, _ palette: Palette) {
        paint(form.route, "Route", .route, rect, &frame, palette)
        guard form.route.text.isEmpty else { return }
        let text = "\(form.standardRoute)  (for sessions and the load balancer)"
        frame.put(text, row: rect.row, column: rect.column + 10, style: Style(tone: .muted, isUnderlined: true), limit: rect.columns - 10)
    }

    private func paint(
        _ field: TextField, _ label: String, _ place: ServerForm.Focus, _ rect: Rect, _ frame: inout Frame, _ palette: Palette
    ) {
        var field = field
        field.isFocused = form.focus == place
        frame.put(label, row: rect.row, column: rect.column)
        field.paint(in: rect.splitLeft(10).rest, of: &frame, palette: palette)
    }

    private func put(_ text: String, _ place: ServerForm.Focus, _ row: Int, _ column: Int, _ frame: inout Frame) {
        frame.put(text, row: row, column: column, style: form.focus == place ? .selected : .normal)
        if form.focus == place { frame.cursor = Point(row: row, column: column) }
    }
}
