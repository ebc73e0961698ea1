import Guidebook
import StepEngine
import TerminalUI

/// What only several servers can show: the proofs of this one.
extension Model {
    /// The step whose proof has the focus.
    var focusedProof: Step? {
        guard case .proofs(let page) = page, let proofs = run?.proofs, !proofs.isEmpty else { return nil }
        return proofs[min(page.index, proofs.count - 1)]
    }

    mutating func openProofs() {
        guard let run else { return }
        let open = run.proofs.firstIndex { !run.state[$0.id].isSettled && !$0.isOnRequest }
        page = .proofs(ProofsPage(isFromMain: page == .main, index: open ?? 0))
    }

    mutating func follow(_ intent: Intent, _ key: Key, _ page: ProofsPage) -> [Effect] {
        guard let run, let step = focusedProof else { return [] }
        switch intent {
        case .perform:
            self.run?.isRunningAll = false
            return attempt(step.id)
        case .performAll:
            guard let next = run.proofs.first(where: { !$0.isOnRequest && !run.state[$0.id].isSettled }) else {
                tell("Nothing is open", "Every proof that users do not notice holds. Enter repeats the one that has the focus.")
                return []
            }
            self.run?.isRunningAll = true
            move(to: run.proofs.firstIndex { $0.id == next.id } ?? 0)
            return attempt(next.id)
        case .log: return showLog()
        case .navigate:
            let last = run.proofs.count - 1
            switch key {
            case .up, .character("k"): move(to: max(0, page.index - 1))
            case .down, .character("j"): move(to: min(last, page.index + 1))
            case .home: move(to: 0)
            default: move(to: last)
            }
        case .turn: scrollProof(key, page)
        default: break
        }
        return []
    }

    /// The next proof, where one follows the other.
    mutating func proved(_ id: String, _ outcome: Outcome, _ state: RunState) -> [Effect] {
        adopt(state)
        guard let run, run.isRunningAll, outcome.isDone, let place = run.proofs.firstIndex(where: { $0.id == id }),
            let next = run.proofs[(place + 1)...].first(where: { !$0.isOnRequest && !state[$0.id].isSettled })
        else {
            self.run?.isRunningAll = false
            return []
        }
        move(to: run.proofs.firstIndex { $0.id == next.id } ?? place)
        return attempt(next.id)
    }

    private mutating func move(to index: Int) {
        guard case .proofs(var page) = page, index != page.index else { return }
        page.index = index
        page.offset = 0
        self.page = .proofs(page)
    }

    private mutating func scrollProof(_ key: Key, _ page: ProofsPage) {
        guard let run else { return }
        var page = page
        let screen = ProofsScreen(model: self, run: run, page: page, palette: .ascii)
        let rect = screen.layout(in: Rect(size: size).inset(rows: 1, columns: 0)).note
        var view = ScrollView(lines: screen.noteLines(columns: rect.columns), offset: page.offset)
        _ = view.handle(key, rows: rect.rows)
        page.offset = view.visibleRange(rows: rect.rows).lowerBound
        self.page = .proofs(page)
    }
}

extension Run {
    /// The steps that prove what only several servers can show.
    var proofs: [Step] { steps.filter { if case .proof(_?) = $0.action { true } else { false } } }
}
