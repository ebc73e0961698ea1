import Guidebook
import Reporting
import StepEngine
import TerminalUI

/// The checks before the work as a table, and below it everything about the one that has the focus.
struct PreflightScreen {
    let model: Model
    let run: Run
    let page: PreflightPage
    let palette: Palette

    private static let leastNoteRows = 9

    /// Where the parts of the page are.
    struct Layout {
        var title: Rect
        var header: Rect
        var table: Rect
        var line: Rect
        var note: Rect
    }

    private var rows: [Preflight.Row] { run.preflight?.rows ?? [] }
    private var row: Preflight.Row? { rows.isEmpty ? nil : rows[min(page.index, rows.count - 1)] }

    func layout(in body: Rect) -> Layout {
        let (title, belowTitle) = body.splitTop(1)
        let (header, rest) = belowTitle.splitTop(1)
        let (table, below) = rest.splitTop(min(rows.count, max(1, rest.rows - PreflightScreen.leastNoteRows - 1)))
        let (line, note) = below.splitTop(1)
        return Layout(title: title, header: header, table: table, line: line, note: note)
    }

    func paint(in body: Rect, of frame: inout Frame) {
        let layout = layout(in: body)
        paintTitle(in: layout.title, &frame)
        guard !rows.isEmpty else { return }
        let columns = PreflightColumns(columns: body.columns - 1)
        columns.paint(["Name", "Variable", "Current", "Required", "Verdict"], in: layout.header, .heading, &frame, palette)
        paintTable(columns, layout.table, &frame)
        frame.fill(layout.line, with: palette.horizontal, style: .muted)
        if isAtWorkHere {
            paintOutput(in: layout.note, &frame)
        } else {
            ScrollView(lines: noteLines(columns: layout.note.columns - 1), offset: page.offset)
                .paint(in: layout.note, of: &frame, palette: palette)
        }
    }

    private func paintTitle(in rect: Rect, _ frame: inout Frame) {
        let summary = run.preflight.map { ": \($0.summary)" } ?? ""
        frame.put("Is \(run.plan.server.name) ready\(summary)", row: rect.row, column: rect.column, style: .heading, limit: rect.columns)
        guard let began = run.work?.began else { return }
        let (_, right) = rect.splitRight(18)
        frame.fill(right)
        let label = run.work?.kind == .surveying ? "looking" : "fixing"
        Spinner(label, elapsed: .milliseconds(Int(max(0, model.now - began) * 1000))).paint(in: right, of: &frame, palette: palette)
    }

    private func paintTable(_ columns: PreflightColumns, _ rect: Rect, _ frame: inout Frame) {
        let focused = min(page.index, rows.count - 1)
        let first = min(max(0, focused - rect.rows / 2), max(0, rows.count - rect.rows))
        for (place, index) in (first..<min(rows.count, first + rect.rows)).enumerated() {
            let line = rect.line(place)
            if index == focused {
                frame.fill(line.splitRight(1).rest, style: .selected)
                frame.cursor = Point(row: line.row, column: line.column)
            }
            paint(rows[index], isFocused: index == focused, columns, line, &frame)
        }
        let last = rect.endColumn - 1
        if first > 0 { frame.put(String(palette.moreAbove), row: rect.row, column: last, style: .muted) }
        if first + rect.rows < rows.count { frame.put(String(palette.moreBelow), row: rect.endRow - 1, column: last, style: .muted) }
    }

    private func paint(_ row: Preflight.Row, isFocused: Bool, _ columns: PreflightColumns, _ line: Rect, _ frame: inout Frame) {
        let word = row.entry.word(for: row.finding)
        let texts = [row.entry.name, row.finding.title, row.finding.found, row.finding.expected].map { PlainText.line($0) }
        let style: Style = row.entry.waiver != nil ? .warning : StatusWord.of(row.finding.verdict).style
        columns.paint(texts + [word], in: line, isFocused ? .selected : .normal, verdict: isFocused ? .selected : style, &frame, palette)
    }

    // MARK: The note

    /// Everything about the focused row, in the order in which it is needed.
    func noteLines(columns: Int) -> [StyledLine] {
        guard let row else { return [] }
        var lines = [StyledLine([(row.entry.step, .accent), ("  \(row.entry.title)", .heading)])]
        lines += field("variable", row.finding.title, columns) + field("found", row.finding.found, columns)
        if row.finding.verdict != .holds { lines += field("required", row.finding.expected, columns) }
        if let evidence = row.finding.evidence { lines += field("proof", PlainText.line(evidence), columns) }
        lines += verdict(on: row, columns) + [StyledLine("")] + wrap(row.entry.text, columns)
        if row.entry.canFix {
            lines.append(StyledLine("Without the wizard: joget-cluster preflight --fix \(row.entry.name)", style: .muted))
        } else if !row.entry.isRequirement {
            lines.append(StyledLine("Without the wizard: joget-cluster preflight", style: .muted))
        }
        return lines
    }

    /// What can be done about it, or was done.
    private func verdict(on row: Preflight.Row, _ columns: Int) -> [StyledLine] {
        let state = run.state[row.entry.step]
        var lines: [StyledLine] = []
        if let waiver = row.entry.waiver {
            lines += wrap("Waived by \(waiver.user) at \(waiver.time): \(waiver.reason)", columns, .warning)
        }
        if state.status == .failed, let reason = state.reason, !row.entry.isRequirement {
            lines += wrap("The last attempt failed: \(reason)", columns, .failure)
            for known in state.findings where known.isKnownFailure {
                lines += wrap("\(known.title). \(known.found)\(known.remedy.map { " \($0)" } ?? "")", columns, .accent)
            }
        }
        if row.entry.canFix {
            let changes = row.entry.fix.flatMap(ChangeLines.lines)
            return lines + [StyledLine("Enter fixes it, after you have agreed to this:", style: .accent)] + changes
        }
        if row.finding.verdict == .holds { return lines }
        let remedy = row.entry.remedy(for: row.finding)
        return lines + wrap(row.finding.isAcceptable ? "To do: \(remedy)" : "Cannot be fixed from here: \(remedy)", columns, .accent)
    }

    private func wrap(_ text: String, _ columns: Int, _ style: Style = .normal) -> [StyledLine] {
        Paragraph.wrap(text, columns: max(10, columns)).map { StyledLine($0, style: style) }
    }

    private func field(_ name: String, _ text: String, _ columns: Int) -> [StyledLine] {
        Paragraph.wrap(text, columns: max(10, columns - 10)).enumerated().map { index, part in
            StyledLine([((index == 0 ? name : "").padded(to: 10), .muted), (part, .normal)])
        }
    }

    // MARK: While something is fixed

    private var isAtWorkHere: Bool { run.work?.step != nil && run.output?.step == run.work?.step }

    private func paintOutput(in rect: Rect, _ frame: inout Frame) {
        guard let output = run.output else { return }
        let (top, rest) = rect.splitTop(1)
        let line = run.work?.line.map { "$ \($0)" } ?? run.work?.note ?? ""
        frame.put(line.clipped(to: top.columns, mark: palette.ellipsis), row: top.row, column: top.column, style: .accent)
        ScrollView(lines: output.lines.suffix(rest.rows).map { StyledLine($0) }, followsEnd: true).paint(
            in: rest, of: &frame, palette: palette)
    }
}
