import Guidebook
import StepEngine
import TerminalUI

/// The list of steps on the left, the selected one on the right.
struct MainScreen {
    let model: Model
    let run: Run
    let palette: Palette

    /// From this width on the guide, what runs and the output stand side by side.
    static let wide = 120

    /// Where the parts of the page are.
    struct Layout {
        var list: Rect
        var status: Rect
        /// The lines between the columns.
        var lines: [Rect]
        var detail: Rect
        /// What runs, where it has a column of its own; else empty.
        var deeds: Rect
        var output: Rect
    }

    func layout(in body: Rect) -> Layout {
        let isWide = body.columns >= MainScreen.wide
        let (left, rest) = body.splitLeft(isWide ? min(48, body.columns * 3 / 10) : 30)
        let (line, right) = rest.splitLeft(2)
        let (list, status) = left.splitBottom(run.isBusy ? 1 : 0)
        let hasOutput = run.output?.step == run.selected?.id && (isWide || run.work != nil)
        guard isWide else {
            let (detail, output) = right.splitBottom(hasOutput ? right.rows / 2 : 0)
            return Layout(list: list, status: status, lines: [line], detail: detail, deeds: body.splitTop(0).top, output: output)
        }
        let (detail, third) = right.splitLeft(right.columns / 2)
        let (second, column) = third.splitLeft(2)
        let (deeds, output) = column.splitBottom(hasOutput ? column.rows * 3 / 5 : 0)
        return Layout(list: list, status: status, lines: [line, second], detail: detail, deeds: deeds, output: output)
    }

    func paint(in body: Rect, of frame: inout Frame) {
        let layout = layout(in: body)
        for line in layout.lines {
            for row in line.row..<line.endRow { frame.put(String(palette.vertical), row: row, column: line.column, style: .muted) }
        }
        paintDetail(layout, &frame)
        list.paint(in: layout.list, of: &frame, palette: palette)
        if run.isBusy { paintStatus(layout, &frame) }
        switch run.pane {
        case .list: break
        case .detail: frame.cursor = Point(row: layout.detail.row, column: layout.detail.column)
        case .deeds:
            let rect = layout.deeds.isEmpty ? layout.detail : layout.deeds
            frame.cursor = Point(row: rect.row, column: rect.column)
        }
    }

    /// The text of the middle, or of the right half where there are two.
    func detailLines(of step: Step, in layout: Layout) -> [StyledLine] {
        // The last column is for the marks that say that there is more.
        let detail = StepDetail(step: step, run: run, columns: max(10, layout.detail.columns - 2))
        return layout.deeds.isEmpty ? detail.lines : detail.guideLines
    }

    func deedLines(of step: Step, in layout: Layout) -> [StyledLine] {
        StepDetail(step: step, run: run, columns: max(10, layout.deeds.columns - 2)).deeds
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
        ScrollView(lines: detailLines(of: step, in: layout), offset: run.detailOffset)
            .paint(in: layout.detail, of: &frame, palette: palette)
        if !layout.deeds.isEmpty {
            ScrollView(lines: deedLines(of: step, in: layout), offset: run.deedsOffset)
                .paint(in: layout.deeds, of: &frame, palette: palette)
        }
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
        case .performing, .taking: work.line != nil || work.note.isEmpty ? "running" : work.note
        case .confirming: "checking"
        case .undoing: "undoing"
        case .watching: "watching"
        }
    }
}
