import Guidebook
import Reporting
import StepEngine
import TerminalUI

/// The checks before the work: looking at them, fixing and waiving them.
extension Model {
    /// The row that has the focus.
    var preflightRow: Preflight.Row? {
        guard case .preflight(let page) = page, let rows = run?.preflight?.rows, !rows.isEmpty else { return nil }
        return rows[min(page.index, rows.count - 1)]
    }

    var canLookAhead: Bool { run.map { $0.isOpen && !$0.isBusy } ?? false }
    var canFix: Bool { !isBusy && preflightRow?.entry.canFix == true }
    var canFixAll: Bool { canLookAhead && run?.preflight?.fixable.isEmpty == false }

    var canWaive: Bool {
        guard !isBusy, let entry = preflightRow?.entry else { return false }
        return !entry.isRequirement && entry.waiver == nil && entry.findings.contains { $0.verdict != .holds }
    }

    mutating func openPreflight() -> [Effect] {
        page = .preflight(PreflightPage(isFromMain: page == .main, index: firstOpenRow(of: run?.preflight)))
        return begin(.surveying)
    }

    mutating func follow(_ intent: Intent, _ key: Key, _ page: PreflightPage) -> [Effect] {
        switch intent {
        case .perform: if let entry = preflightRow?.entry { askFix([entry]) }
        case .performAll: askFix(run?.preflight?.fixable ?? [])
        case .skip: if let entry = preflightRow?.entry { overlays.append(.skip(SkipForm(step: entry.step))) }
        case .verify: return begin(.surveying)
        case .note: showNote()
        case .log: return showLog()
        case .next: move(to: nextOpenRow(after: page.index))
        case .navigate: move(to: index(after: key, page.index))
        case .turn: scrollNote(key, page)
        default: break
        }
        return []
    }

    // MARK: Moving

    private mutating func move(to index: Int) {
        guard case .preflight(var page) = page, index != page.index else { return }
        page.index = index
        page.offset = 0
        self.page = .preflight(page)
    }

    private func index(after key: Key, _ index: Int) -> Int {
        let last = max(0, (run?.preflight?.rows.count ?? 1) - 1)
        switch key {
        case .up, .character("k"): return max(0, index - 1)
        case .down, .character("j"): return min(last, index + 1)
        case .home: return 0
        default: return last
        }
    }

    private func firstOpenRow(of preflight: Preflight?) -> Int {
        preflight?.rows.firstIndex { !$0.finding.isAcceptable && $0.entry.waiver == nil } ?? 0
    }

    /// The next row that stands in the way, from the beginning again at the end; the same one where there is none.
    private func nextOpenRow(after index: Int) -> Int {
        let rows = run?.preflight?.rows ?? []
        let order = Array(rows.indices.dropFirst(index + 1)) + Array(rows.indices.prefix(index + 1))
        return order.first { !rows[$0].finding.isAcceptable && rows[$0].entry.waiver == nil } ?? index
    }

    private mutating func scrollNote(_ key: Key, _ page: PreflightPage) {
        guard let run else { return }
        var page = page
        let screen = PreflightScreen(model: self, run: run, page: page, palette: .ascii)
        let rect = screen.layout(in: Rect(size: size).inset(rows: 1, columns: 0)).note
        var view = ScrollView(lines: screen.noteLines(columns: rect.columns - 1), offset: page.offset)
        _ = view.handle(key, rows: rect.rows)
        page.offset = view.visibleRange(rows: rect.rows).lowerBound
        self.page = .preflight(page)
    }

    private mutating func showNote() {
        guard let run, case .preflight(let page) = page, let row = preflightRow else { return }
        let lines = PreflightScreen(model: self, run: run, page: page, palette: .ascii).noteLines(columns: max(20, size.columns - 2))
        overlays.append(.pager(Pager(subject: .note, title: "Preflight: \(row.entry.title)", view: ScrollView(lines: lines))))
    }

    // MARK: Fixing and waiving

    private mutating func askFix(_ entries: [Preflight.Entry]) {
        guard !entries.isEmpty else { return }
        let text = entries.map { entry in
            ([entry.title + "."] + (entry.warning.map { [$0] } ?? []) + entry.fix.flatMap(ChangeLines.lines).map(\.text)).joined(
                separator: "\n")
        }
        let title = entries.count == 1 ? "Fix this?" : "Fix these \(entries.count)?"
        ask(.fix(entries.map(\.step)), title, text.joined(separator: "\n\n"), ["No", "Fix it"])
    }

    mutating func fix(_ steps: [String]) -> [Effect] {
        run?.fixes = Array(steps.dropFirst())
        return steps.first.map { begin(.performing($0)) } ?? []
    }

    /// The next one, where the last one was mended; then a look at everything, because one thing may have mended another.
    mutating func fixed(_ id: String, _ outcome: Outcome, _ state: RunState) -> [Effect] {
        adopt(state)
        if !outcome.isDone, let index = run?.preflight?.rows.firstIndex(where: { $0.entry.step == id }) { move(to: index) }
        let rest = outcome.isDone ? run?.fixes ?? [] : []
        run?.fixes = []
        return rest.isEmpty ? begin(.surveying) : fix(rest)
    }

    mutating func waived(_ state: RunState) {
        adopt(state)
        guard let plan = run?.plan else { return }
        run?.preflight?.noteWaivers(state, plan)
    }

    mutating func surveyed(_ preflight: Preflight, _ state: RunState) -> [Effect] {
        let focused = preflightRow
        adopt(state)
        run?.preflight = preflight
        guard case .preflight(var page) = page else { return look() }
        let rows = preflight.rows
        guard let focused else {
            // The first look leads to what needs the operator.
            page.index = firstOpenRow(of: preflight)
            self.page = .preflight(page)
            return []
        }
        // What was mended has fewer rows than before: the focus stays on what it was on.
        let same = rows.indices.filter { rows[$0].entry.step == focused.entry.step }
        page.index = same.first { rows[$0].finding.title == focused.finding.title } ?? same.first ?? min(page.index, max(0, rows.count - 1))
        self.page = .preflight(page)
        return []
    }
}
