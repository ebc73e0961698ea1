import Guidebook
import StepEngine
import TerminalUI

/// Files that somebody changed after we wrote them: kept, taken back, or looked at from three sides.
extension Model {
    /// Whether the step may meet a file that somebody else has changed since it wrote it.
    func mayConflict(_ step: Step) -> Bool {
        switch step.action {
        case .file, .edit: run?.state[step.id].originals.isEmpty == false
        default: false
        }
    }

    /// What was found before the step begins: nothing, and it begins; a change of somebody's, and the operator decides.
    mutating func conflictsFound(_ id: String, _ conflicts: [Conflict]) -> [Effect] {
        guard let run, !run.isBusy else { return [] }
        guard let first = conflicts.first, let step = run.plan.step(id) else { return begin(.performing(id)) }
        self.run?.conflicts = conflicts
        let who = first.owner.map { " by \($0)" } ?? ""
        let when = first.modified.map { " at \($0)" } ?? ""
        let more = conflicts.count > 1 ? " (and \(conflicts.count - 1) more)" : ""
        ask(
            .conflict(id), "Somebody changed this file",
            "\(step.title)\n\n\(first.path)\(more) was changed\(when)\(who) after we had written it. Keep it as it is now (the step "
                + "is then left out, and the report says why), or put ours in its place (theirs is kept beside it)?",
            ["Keep theirs", "Put ours", "Three sides", "Shell"])
        return []
    }

    mutating func answerConflict(_ id: String, _ question: Question) -> [Effect] {
        run?.isRunningAll = false
        switch question.dialog.focusedIndex {
        case 0:
            let paths = (run?.conflicts ?? []).map(\.path).joined(separator: ", ")
            return [.skip(id, reason: "\(paths) stays as somebody else changed it")]
        case 1: return begin(.taking(id))
        case 2:
            // The question waits below.
            overlays.append(.question(question))
            showSides()
            return []
        default:
            isInShell = true
            return [.shell]
        }
    }

    private mutating func showSides() {
        var lines: [StyledLine] = []
        for conflict in run?.conflicts ?? [] {
            if !lines.isEmpty { lines.append(StyledLine("")) }
            lines += ConflictLines.lines(for: conflict)
        }
        overlays.append(.pager(Pager(subject: .changes, title: "Three sides", view: ScrollView(lines: lines))))
    }
}
