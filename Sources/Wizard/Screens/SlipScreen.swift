import TerminalUI

/// Takes in a slip, line by line.
struct SlipScreen {
    let form: SlipForm

    static let title = "Paste the slip of another server"
    static let text =
        "The other server shows it with the key h in its wizard, or with\n  joget-cluster cluster show --slip\n"
        + "Paste or type all of its lines here, from JOGET SLIP to END SLIP, each with Enter. Then the form is filled; nothing "
        + "is saved before F10."

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let rest = DialogBox(title: SlipScreen.title, text: SlipScreen.text, rows: 10).paint(in: body, of: &frame, palette)
        frame.put(count, row: rest.row, column: rest.column, style: .heading, limit: rest.columns)
        frame.put(form.latest.start(rest.columns, palette), row: rest.row + 1, column: rest.column, style: .muted, limit: rest.columns)
        // Of what is being typed the end matters.
        let typed = String(form.line.suffix(rest.columns - 3))
        frame.put("> ", row: rest.row + 2, column: rest.column)
        frame.put(typed, row: rest.row + 2, column: rest.column + 2, style: .accent, limit: rest.columns - 3)
        frame.cursor = Point(row: rest.row + 2, column: rest.column + 2 + min(typed.columnWidth, rest.columns - 3))
        let lines = words.flatMap { words in Paragraph.wrap(words.text, columns: rest.columns).map { ($0, words.style) } }
        for (index, line) in lines.prefix(rest.rows - 4).enumerated() {
            frame.put(line.0, row: rest.row + 4 + index, column: rest.column, style: line.1, limit: rest.columns)
        }
    }

    private var count: String {
        switch form.lineCount {
        case 0: "No line has come yet."
        case 1: "One line has come:"
        default: "\(form.lineCount) lines have come, the last one:"
        }
    }

    private var words: [(text: String, style: Style)] {
        if form.cluster != nil { return [("The slip is whole.", .accent)] }
        let problem = form.problem.map { [($0, Style.failure)] } ?? []
        return problem + (form.hasSecrets ? [(SlipForm.secretsWords, .warning)] : [])
    }
}

extension String {
    /// As much of its beginning as has room; only that much is looked at.
    fileprivate func start(_ columns: Int, _ palette: Palette) -> String {
        String(prefix(columns + 1)).clipped(to: columns, mark: palette.ellipsis)
    }
}
