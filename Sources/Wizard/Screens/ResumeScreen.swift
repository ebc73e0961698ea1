import Guidebook
import Reporting
import StepEngine
import TerminalUI

/// What was done before, what still holds of it, and where the work goes on.
struct ResumeScreen {
    let model: Model
    let run: Run
    let page: ResumePage
    let columns: Int

    static func area(of body: Rect) -> Rect { body.inset(rows: 1, columns: 2) }

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let area = ResumeScreen.area(of: body)
        ScrollView(lines: lines, offset: page.offset).paint(in: area, of: &frame, palette: palette)
        frame.cursor = Point(row: area.row, column: area.column)
    }

    var lines: [StyledLine] {
        var lines = [StyledLine("Back on \(run.plan.server.name)", style: .heading), StyledLine("")]
        if let damage = run.damage { lines += wrap("The journal was damaged: \(damage)", .warning) + [StyledLine("")] }
        lines += since + progress
        lines += list("Changed since", run.resumption.changed) + list("Cannot be checked now", run.resumption.unclear) + followed
        lines += [StyledLine("")] + next
        lines.append(StyledLine("Without the wizard: joget-cluster verify, then joget-cluster apply", style: .muted))
        return lines
    }

    private var since: [StyledLine] {
        guard let latest = run.latestBefore else { return [] }
        var lines = wrap("The last thing recorded here was at \(ReadableTime.text(latest)).")
        if run.hasOlderClock { lines += wrap("This server's clock was set back since: it shows an earlier time now.", .warning) }
        return lines
    }

    private var progress: [StyledLine] {
        if run.work?.kind == .recovering {
            return wrap("A command of the last run is still running; following it to its end.", .accent)
        }
        let total = run.recordedDone.count
        guard total > 0 else { return wrap("No step was finished before.") }
        let count = total == 1 ? "1 step was done" : "\(total) steps were done"
        guard run.seenAgain.count >= total else { return wrap("\(count); looking again: \(run.seenAgain.count) of \(total)", .accent) }
        let seen = run.resumption
        var parts = ["\(seen.holding) verified again now"]
        if !seen.changed.isEmpty { parts.append("\(seen.changed.count) changed since") }
        if !seen.unclear.isEmpty { parts.append("\(seen.unclear.count) cannot be checked") }
        return wrap("\(count): \(parts.joined(separator: ", ")).")
    }

    /// Steps that no longer hold, each with the finding that says most and who was at its files.
    private func list(_ title: String, _ steps: [Step]) -> [StyledLine] {
        guard !steps.isEmpty else { return [] }
        var lines = [StyledLine(""), StyledLine(title, style: .heading)]
        for step in steps {
            let findings = run.seenAgain[step.id] ?? []
            let worst = findings.first { $0.verdict == .fails } ?? findings.first { !$0.isAcceptable }
            let word = worst.map { StatusWord.of($0.verdict) } ?? .unknown
            lines.append(StyledLine([(word.text + " ", word.style), (step.title, .normal)]))
            if let worst {
                lines += wrap("       \(worst.title): expected \(worst.expected), found \(PlainText.line(worst.found))", .muted)
            }
            lines += (page.traces[step.id] ?? []).flatMap { wrap("       \($0)", .warning) }
        }
        return lines
    }

    /// Steps in whose middle the program was left, and what has become of them since.
    private var followed: [StyledLine] {
        guard run.work?.kind != .recovering, !run.leftRunning.isEmpty else { return [] }
        var lines = [StyledLine(""), StyledLine("Left in the middle", style: .heading)]
        for step in run.steps where run.leftRunning.contains(step.id) {
            let word = StatusWord.of(step, in: run)
            lines.append(StyledLine([(word.text + " ", word.style), (step.title, .normal)]))
            let state = run.state[step.id]
            let end = state.runs.last.flatMap { run in run.end.map { "'\(run.line)' \($0.words)" } }
            let words = end ?? (state.isInterrupted ? "it was interrupted, and can be done again" : "")
            if !words.isEmpty { lines += wrap("       \(PlainText.line(words))", .muted) }
        }
        return lines
    }

    private var next: [StyledLine] {
        guard run.isOpen, run.work == nil, !run.steps.isEmpty else { return [] }
        let text = run.isComplete ? "Every step is settled. Enter goes on." : "Enter goes on with: \(run.selected?.title ?? "")"
        return wrap(text, .accent)
    }

    private func wrap(_ text: String, _ style: Style = .normal) -> [StyledLine] {
        Paragraph.wrap(text, columns: max(10, columns)).map { StyledLine($0, style: style) }
    }
}
