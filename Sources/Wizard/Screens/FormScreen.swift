import Guidebook
import TerminalUI

/// The cluster form: all questions in one list, with help for the focused one below.
struct FormScreen {
    let form: ClusterForm
    let path: String

    private static let labelColumns = 24
    private static let footRows = 6

    private enum Line {
        case heading(String)
        case row(ClusterForm.Row)
    }

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let area = body.inset(rows: 0, columns: 1)
        let (list, foot) = area.splitBottom(FormScreen.footRows)
        let lines = self.lines
        let focused = lines.firstIndex { if case .row(let row) = $0 { row == form.row } else { false } } ?? 0
        let first = min(max(0, focused - list.rows / 2), max(0, lines.count - list.rows))
        for (index, line) in lines.dropFirst(first).prefix(list.rows).enumerated() {
            paint(line, in: list.splitTop(index).rest.splitTop(1).top, &frame, palette)
        }
        if first > 0 { mark(palette.moreAbove, list.row, list, &frame) }
        if first + list.rows < lines.count { mark(palette.moreBelow, list.endRow - 1, list, &frame) }
        paintFoot(in: foot, &frame, palette)
    }

    private var lines: [Line] {
        var lines: [Line] = [.heading("The cluster, described once for all its servers"), .row(.name), .heading("Servers")]
        lines += form.servers.indices.map { .row(.server($0)) }
        lines.append(.row(.addServer))
        var section = ""
        for case .answer(let index) in form.rows {
            let answer = form.answers[index]
            if answer.parameter.section != section {
                section = answer.parameter.section
                lines.append(.heading(Parameter.sections.first { $0.name == section }?.title ?? section))
            }
            lines.append(.row(.answer(index)))
        }
        return lines
    }

    private func mark(_ mark: Character, _ row: Int, _ list: Rect, _ frame: inout Frame) {
        frame.put(String(mark), row: row, column: list.endColumn - 1, style: .muted)
    }

    private func paint(_ line: Line, in rect: Rect, _ frame: inout Frame, _ palette: Palette) {
        switch line {
        case .heading(let text): frame.put(text, row: rect.row, column: rect.column, style: .heading)
        case .row(let row): paint(row, in: rect.splitLeft(2).rest, &frame, palette)
        }
    }

    private func paint(_ row: ClusterForm.Row, in rect: Rect, _ frame: inout Frame, _ palette: Palette) {
        let isFocused = form.row == row
        switch row {
        case .name:
            label("Cluster name", hasProblem: form.nameProblem != nil, rect, &frame)
            var field = form.name
            field.isFocused = isFocused
            field.paint(in: place(rect), of: &frame, palette: palette)
        case .server(let index):
            let server = form.servers[index]
            let name = server.name.padded(to: width(\.name))
            item("\(name)  \(server.address.padded(to: width(\.address)))  \(roles(of: server))", isFocused, rect, &frame, palette)
        case .addServer: item("+ add a server", isFocused, rect, &frame, palette)
        case .answer(let index):
            let answer = form.answers[index]
            label(answer.parameter.title, hasProblem: form.problem(of: row) != nil, rect, &frame)
            switch answer.field {
            case .text(var field):
                field.isFocused = isFocused
                field.paint(in: place(rect), of: &frame, palette: palette)
            case .choice(var field):
                field.isFocused = isFocused
                field.paint(in: place(rect), of: &frame, palette: palette)
            }
        }
    }

    private func width(_ text: (Server) -> String) -> Int { min(24, form.servers.map { text($0).columnWidth }.max() ?? 0) }

    private func roles(of server: Server) -> String {
        let names = server.roles.map { $0 == .application ? "\($0.rawValue) (\(form.cluster.route(of: server)))" : $0.rawValue }
        return names.joined(separator: ", ")
    }

    /// The last column is for the marks that say that there is more.
    private func place(_ rect: Rect) -> Rect { rect.splitLeft(FormScreen.labelColumns).rest.splitRight(2).rest.splitLeft(60).left }

    private func label(_ text: String, hasProblem: Bool, _ rect: Rect, _ frame: inout Frame) {
        frame.put(
            hasProblem ? "! \(text)" : text, row: rect.row, column: rect.column, style: hasProblem ? .failure : .normal,
            limit: FormScreen.labelColumns - 1)
    }

    private func item(_ text: String, _ isFocused: Bool, _ rect: Rect, _ frame: inout Frame, _ palette: Palette) {
        let row = rect.splitRight(2).rest
        if isFocused {
            frame.fill(row, style: .selected)
            frame.cursor = Point(row: row.row, column: row.column)
        }
        frame.put(
            text.clipped(to: row.columns, mark: palette.ellipsis), row: row.row, column: row.column,
            style: isFocused ? .selected : .normal)
    }

    private func paintFoot(in rect: Rect, _ frame: inout Frame, _ palette: Palette) {
        let (top, rest) = rect.splitTop(1)
        frame.fill(top, with: palette.horizontal, style: .muted)
        var lines = footLines(columns: rest.columns)
        if lines.count > rest.rows && !form.problems.isEmpty && rest.rows > 0 {
            let count = lines.count - rest.rows + 1
            lines = lines.prefix(rest.rows - 1) + [StyledLine("and \(count) more \(count == 1 ? "line" : "lines")", style: .failure)]
        }
        for (index, line) in lines.prefix(rest.rows).enumerated() {
            frame.put(line, row: rest.row + index, column: rest.column, limit: rest.columns)
        }
    }

    /// What went wrong, or what helps, in that order; what has no room is not said.
    private func footLines(columns: Int) -> [StyledLine] {
        let problem = form.problem(of: form.row).map { Paragraph.wrap($0, columns: columns).map { StyledLine($0, style: .failure) } } ?? []
        guard form.problems.isEmpty else {
            return form.problems.flatMap { Paragraph.wrap($0, columns: columns) }.map { StyledLine($0, style: .failure) } + problem
        }
        let notice = form.notice.map { Paragraph.wrap($0, columns: columns).map { StyledLine($0, style: .accent) } } ?? []
        let help = Paragraph.wrap(form.help, columns: columns).map { StyledLine($0) }
        let notes = form.notes.flatMap { Paragraph.wrap($0, columns: columns) }.map { StyledLine($0, style: .accent) }
        let ways = ["F10 saves to \(path).", "Without the wizard: joget-cluster cluster init"].map { StyledLine($0, style: .muted) }
        return notice + help + problem + notes + ways
    }
}
