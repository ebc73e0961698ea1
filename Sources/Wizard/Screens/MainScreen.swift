import Guidebook
import StepEngine
import TerminalUI

/// The list of steps on the left, the selected one on the right.
struct MainScreen {
    let model: Model
    let run: Run
    let palette: Palette

    /// Where the parts of the page are.
    struct Layout {
        var list: Rect
        var status: Rect
        var line: Rect
        var detail: Rect
        var output: Rect
    }

    func layout(in body: Rect) -> Layout {
        let (left, rest) = body.splitLeft(body.columns >= 120 ? 48 : 30)
        let (line, right) = rest.splitLeft(2)
        let (list, status) = left.splitBottom(run.isBusy ? 1 : 0)
        let hasOutput = run.work != nil && run.output?.step == run.selected?.id
        let (detail, output) = right.splitBottom(hasOutput ? right.rows / 2 : 0)
        return Layout(list: list, status: status, line: line, detail: detail, output: output)
    }

    func paint(in body: Rect, of frame: inout Frame) {
        let layout = layout(in: body)
        for row in layout.line.row..<layout.line.endRow {
            frame.put(String(palette.vertical), row: row, column: layout.line.column, style: .muted)
        }
        paintDetail(layout, &frame)
        list.paint(in: layout.list, of: &frame, palette: palette)
        if run.isBusy { paintStatus(layout, &frame) }
        if run.pane == .detail { frame.cursor = Point(row: layout.detail.row, column: layout.detail.column) }
    }

    func detailLines(of step: Step, columns: Int) -> [StyledLine] {
        // The last column is for the marks that say that there is more.
        StepDetail(step: step, run: run, columns: max(10, columns - 2)).lines
    }

    private var list: ItemList {
        var items: [ItemList.Item] = []
        var selectedItem: Int?
        for section in run.plan.sections {
            items.append(.heading(section.title))
            for step in section.steps {
                if step.id == run.selected?.id { selectedItem = items.count }
                let word = StatusWord.of(step, in: run)
                items.append(ItemList.Item(step.title, status: word.text, statusStyle: word.style))
            }
        }
        return ItemList(items: items, selectedIndex: selectedItem, isFocused: run.pane == .list)
    }

    private func paintDetail(_ layout: Layout, _ frame: inout Frame) {
        guard let step = run.selected else {
            frame.put("The guide has no steps for this server.", row: layout.detail.row, column: layout.detail.column, style: .muted)
            return
        }
        let lines = detailLines(of: step, columns: layout.detail.columns)
        ScrollView(lines: lines, offset: run.detailOffset).paint(in: layout.detail, of: &frame, palette: palette)
        if !layout.output.isEmpty, let output = run.output { paintOutput(output, in: layout.output, &frame) }
    }

    private func paintOutput(_ output: LiveOutput, in rect: Rect, _ frame: inout Frame) {
        let (top, rest) = rect.splitTop(1)
        frame.fill(top, with: palette.horizontal, style: .muted)
        frame.put(" Output ", row: top.row, column: top.column + 1, style: .heading)
        var body = rest
        if let line = run.work?.line {
            let (first, others) = body.splitTop(1)
            frame.put("$ \(line)".clipped(to: first.columns, mark: palette.ellipsis), row: first.row, column: first.column, style: .accent)
            body = others
        }
        var lines = output.lines.suffix(body.rows).map { StyledLine($0) }
        if output.skipped > 0 && lines.count == body.rows && !lines.isEmpty {
            lines[0] = StyledLine("(\(output.skipped) bytes more are in the log)", style: .muted)
        }
        ScrollView(lines: lines, followsEnd: true).paint(in: body, of: &frame, palette: palette)
    }

    private func paintStatus(_ layout: Layout, _ frame: inout Frame) {
        guard let work = run.work, let began = work.began else { return }
        let spinner = Spinner(label(of: work), elapsed: since(began))
        spinner.paint(in: layout.status, of: &frame, palette: palette)
        guard work.line != nil, let lastOutput = work.lastOutput, !layout.output.isEmpty else { return }
        let silence = since(lastOutput).components.seconds
        guard silence >= 2 else { return }
        let text = " last output \(silence) s ago "
        frame.put(text, row: layout.output.row, column: layout.output.endColumn - text.columnWidth - 1, style: .accent)
    }

    private func since(_ seconds: Double) -> Duration { .milliseconds(Int(max(0, model.now - seconds) * 1000)) }

    private func label(of work: Work) -> String {
        switch work.kind {
        case .opening: "opening"
        case .recovering: "following"
        case .verifying: "verifying"
        case .surveying: "looking"
        case .performing: work.line != nil || work.note.isEmpty ? "running" : work.note
        case .confirming: "checking"
        case .undoing: "undoing"
        }
    }
}
