import Guidebook
import Reporting
import StepEngine
import TerminalUI

/// The proofs of this server as a list, and below it what the one that has the focus shows.
struct ProofsScreen {
    let model: Model
    let run: Run
    let page: ProofsPage
    let palette: Palette

    private static let leastNoteRows = 10

    /// Where the parts of the page are.
    struct Layout {
        var title: Rect
        var list: Rect
        var line: Rect
        var note: Rect
    }

    func layout(in body: Rect) -> Layout {
        let (title, rest) = body.splitTop(1)
        let (list, below) = rest.splitTop(min(run.proofs.count, max(1, rest.rows - ProofsScreen.leastNoteRows - 1)))
        let (line, note) = below.splitTop(1)
        return Layout(title: title, list: list, line: line, note: note)
    }

    func paint(in body: Rect, of frame: inout Frame) {
        let layout = layout(in: body)
        let proofs = run.proofs
        let summary = "\(proofs.count { run.state[$0.id].isSettled }) of \(proofs.count) hold"
        frame.put(
            "Proofs from \(run.plan.server.name): \(summary)", row: layout.title.row, column: layout.title.column, style: .heading,
            limit: layout.title.columns)
        paintWork(in: layout.title, &frame)
        let items = proofs.map { step in
            let word = StatusWord.of(step, in: run)
            return ItemList.Item(entry(of: step), status: word.text, statusStyle: word.style)
        }
        ItemList(items: items, selectedIndex: min(page.index, proofs.count - 1)).paint(in: layout.list, of: &frame, palette: palette)
        frame.fill(layout.line, with: palette.horizontal, style: .muted)
        ScrollView(lines: noteLines(columns: layout.note.columns), offset: page.offset)
            .paint(in: layout.note, of: &frame, palette: palette)
    }

    private func entry(of step: Step) -> String {
        let state = run.state[step.id]
        let title = step.title.padded(to: 28)
        if let ended = state.ended { return "\(title)  \(ReadableTime.text(ended))  \(Seconds.text(state.seconds))" }
        return step.isOnRequest ? "\(title)  only when asked for" : step.title
    }

    private func paintWork(in rect: Rect, _ frame: inout Frame) {
        guard let work = run.work, let began = work.began else { return }
        let (_, right) = rect.splitRight(max(20, rect.columns / 2))
        let label = work.note.isEmpty ? "proving" : work.note
        Spinner(label, elapsed: .milliseconds(Int(max(0, model.now - began) * 1000))).paint(in: right, of: &frame, palette: palette)
    }

    /// Everything about the proof that has the focus.
    func noteLines(columns: Int) -> [StyledLine] {
        guard let step = model.focusedProof else { return [] }
        return StepDetail(step: step, run: run, columns: max(10, columns - 2)).guideLines
    }
}
