import Guidebook
import TerminalUI

/// One server of the cluster form.
struct ServerScreen {
    let form: ServerForm

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let text = "Host name, the IPv4 address at which the others reach it, and its roles (Space)."
        let rest = DialogBox(title: "Server", text: text, rows: 11).paint(in: body, of: &frame, palette)
        paint(form.name, "Name", 0, rest.line(0), &frame, palette)
        paint(form.address, "Address", 1, rest.line(1), &frame, palette)
        for (index, role) in Role.allCases.enumerated() {
            let mark = form.roles.contains(role) ? "[x]" : "[ ]"
            put("\(mark) \(role.title)", index + 2, rest.row + 3 + index, rest.column + 10, &frame)
        }
        put("[ OK ]", ServerForm.buttonIndex, rest.row + 8, rest.column + 10, &frame)
        if let problem = form.problem {
            Paragraph(problem, style: .failure).paint(in: rest.splitTop(9).rest, of: &frame, palette: palette)
        }
    }

    private func paint(_ field: TextField, _ label: String, _ place: Int, _ rect: Rect, _ frame: inout Frame, _ palette: Palette) {
        var field = field
        field.isFocused = form.focus == place
        frame.put(label, row: rect.row, column: rect.column)
        field.paint(in: rect.splitLeft(10).rest, of: &frame, palette: palette)
    }

    private func put(_ text: String, _ place: Int, _ row: Int, _ column: Int, _ frame: inout Frame) {
        frame.put(text, row: row, column: column, style: form.focus == place ? .selected : .normal)
        if form.focus == place { frame.cursor = Point(row: row, column: column) }
    }
}
