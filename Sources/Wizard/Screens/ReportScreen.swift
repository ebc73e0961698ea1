import Guidebook
import Reporting
import StepEngine
import TerminalUI

extension Model {
    /// What is done and what is missing. Complete is said only where every step is settled.
    var reportLines: [StyledLine] {
        guard let run else { return [] }
        let columns = max(20, size.columns - 2)
        var lines = [verdict(run), StyledLine(counts(run)), StyledLine("")]
        if run.reportPaths.isEmpty {
            lines.append(StyledLine("w writes the report to files. Without the wizard: joget-cluster report", style: .muted))
        } else {
            lines += run.reportPaths.map { StyledLine("written: \($0)", style: .success) }
        }
        for section in run.plan.sections {
            lines += [StyledLine(""), StyledLine(section.title, style: .heading)]
            for step in section.steps { lines += reportLines(of: step, run, columns) }
        }
        let missing = run.plan.required.filter { !run.state[$0.id].isSettled }
        if !missing.isEmpty {
            lines += [StyledLine(""), StyledLine("What is missing", style: .heading)]
            lines += missing.map { StyledLine("- \($0.title)  (\($0.commandLine))") }
        }
        return lines
    }

    private func verdict(_ run: Run) -> StyledLine {
        let total = run.plan.required.count
        let left = run.steps.filter { run.state[$0.id].status == .skipped }
        let waived = left.count { Preflight.includes($0.id) }
        let skipped = left.count - waived
        guard run.isComplete else {
            let count = total - run.settledCount
            return StyledLine("Not complete: \(count) of \(total) steps \(count == 1 ? "is" : "are") not settled.", style: .warning)
        }
        let note = [(skipped, "skipped"), (waived, "waived")].filter { $0.0 > 0 }.map { ", \($0.0) of them \($0.1)" }.joined()
        return StyledLine("Complete: all \(total) steps are settled\(note).", style: left.isEmpty ? .success : .warning)
    }

    private func counts(_ run: Run) -> String {
        let words: [(StepState.Status, String)] = [
            (.done, "done"), (.warned, "with a warning"), (.failed, "failed"), (.skipped, "skipped"), (.running, "running"),
            (.todo, "to do"),
        ]
        let waived = run.steps.count { run.state[$0.id].status == .skipped && Preflight.includes($0.id) }
        let onRequest = run.steps.count { run.state[$0.id].status == .todo && $0.isOnRequest }
        let counts = words.map { status, word in
            let apart = [.skipped: waived, .todo: onRequest][status] ?? 0
            return (run.steps.count { run.state[$0.id].status == status } - apart, word)
        }
        let all = counts + [(waived, "waived"), (onRequest, "on request")]
        return all.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    private func reportLines(of step: Step, _ run: Run, _ columns: Int) -> [StyledLine] {
        let state = run.state[step.id]
        let word = StatusWord.of(step, in: run)
        var note = state.status == .skipped ? "" : state.outcome?.rawValue ?? ""
        if state.outcome == .changed || state.outcome == .failed { note += "  \(Seconds.text(state.seconds))" }
        var lines = [StyledLine([(word.text + " ", word.style), (step.title, .normal), (note.isEmpty ? "" : "  \(note)", .muted)])]
        if let reason = state.skipReason, state.status == .skipped {
            let what = Preflight.includes(step.id) ? "waived" : "skipped"
            let time = state.ended.map { " at \($0)" } ?? ""
            lines += Paragraph.wrap("       \(what) by \(state.skippedBy ?? "?")\(time): \(reason)", columns: columns).map {
                StyledLine($0, style: .warning)
            }
        }
        if let reason = state.reason, state.status == .failed {
            lines += Paragraph.wrap("       \(reason)", columns: columns).map { StyledLine($0, style: .failure) }
        }
        return lines
    }
}
