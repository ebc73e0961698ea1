import Guidebook
import Machines
import Reporting
import StepEngine
import TerminalUI

/// Everything about one step, as wrapped lines.
struct StepDetail {
    let step: Step
    let run: Run
    let columns: Int

    private var state: StepState { run.state[step.id] }
    private var preview: Preview? { run.previews[step.id] }

    /// All of it, one below the other.
    var lines: [StyledLine] { story + [blank] + deeds + verdict }

    /// What the guide asks and how it is seen that it is done, where what runs has a column of its own.
    var guideLines: [StyledLine] { story + verdict }

    /// What runs, or ran.
    var deeds: [StyledLine] { [heading(deedTitle)] + deedLines + connections }

    private var story: [StyledLine] {
        var lines = wrap(step.title, .heading)
        lines += failureCard
        if let waiver = Waiver(step, state) {
            lines += wrap("Waived by \(waiver.user) at \(waiver.time): \(waiver.reason)", .warning)
        } else if let reason = state.skipReason, state.status == .skipped {
            lines += wrap("Skipped: \(reason)", .warning)
        }
        lines += [blank] + wrap(step.text)
        if let erratum = step.erratum { lines += [blank] + wrap("Erratum: \(erratum)", .warning) }
        if let warning = step.warning { lines += [blank] + wrap("Careful: \(warning)", .warning) }
        return lines
    }

    private var verdict: [StyledLine] {
        [blank, heading("How it is checked")] + checks
            + [blank, StyledLine("Without the wizard:", style: .muted), StyledLine(step.commandLine, style: .muted)]
    }

    // MARK: The failure card

    private var failureCard: [StyledLine] {
        guard state.status == .failed else { return [] }
        var lines = [blank] + wrap("[FAIL] \(headline)", .failure)
        if let finding = culprit {
            let first = finding.isKnownFailure ? field("cause", finding.title, .accent) : field("expected", finding.expected)
            lines += first + field("found", finding.found)
            if let evidence = finding.evidence { lines += field("proof", PlainText.line(evidence)) }
            if let remedy = finding.remedy { lines += field("do", remedy, .accent) }
        }
        lines += field("now", choices)
        if let run = state.runs.last { lines += field("log", run.record.log, .muted) + field("by hand", run.line) }
        return lines
    }

    private var headline: String {
        if state.outcome == .cancelled { return state.reason ?? "stopped by the operator" }
        let attempt = state.attempts > 1 ? " (attempt \(state.attempts))" : ""
        return (state.reason ?? culprit.map { "\($0.title): \($0.found)" } ?? "it failed") + attempt
    }

    /// The finding that says most: a known cause before all others, one with proof before one without.
    private var culprit: Finding? {
        if let known = state.findings.first(where: { $0.isKnownFailure && $0.verdict != .holds }) { return known }
        let failing = state.findings.filter { $0.verdict == .fails }
        return failing.first { $0.evidence != nil } ?? failing.first ?? state.findings.first { !$0.isAcceptable }
    }

    private var choices: String {
        let undo = state.canUndo ? ", u undo" : ""
        let log = state.runs.isEmpty ? "" : ", l log"
        return "r retry, s skip\(undo), ! shell\(log)"
    }

    // MARK: What runs

    private var isAtWork: Bool { run.work?.step == step.id }

    /// Whether what was done is of interest, and not what will be.
    private var isTold: Bool { !state.changes.isEmpty && (isAtWork || state.isSettled) }

    private var deedTitle: String {
        if run.plan.textByHand(for: step) != nil { return "What you do by hand" }
        return isTold ? isAtWork ? "What runs here" : "What was done here" : "What will run here"
    }

    private var deedLines: [StyledLine] {
        if let text = run.plan.textByHand(for: step) {
            return text.flatMap { $0.isEmpty ? [blank] : wrap($0) } + wrap("d shows it in full width, to be copied.", .muted)
        }
        return isTold ? state.changes.flatMap(lines(for:)) : changes
    }

    private var connections: [StyledLine] {
        run.plan.connections(of: step).flatMap { wrap("Speaks to \($0.text).", .muted) }
    }

    private var changes: [StyledLine] {
        if let problem = run.lookProblems[step.id] { return wrap("It cannot be said: \(problem)", .warning) }
        guard let preview else {
            if run.follows != nil { return wrap("(not looked at from here while the other instance is at work)", .muted) }
            return [StyledLine(run.isBusy ? "(not looked at while something runs)" : "(looking)", style: .muted)]
        }
        if let problem = preview.problem { return wrap("It cannot be said yet: \(problem)", .warning) }
        if preview.isSettled { return wrap("Nothing: it is as it should be.", .success) }
        if !preview.changes.isEmpty { return preview.changes.flatMap(lines(for:)) }
        switch step.action {
        case .manual: return wrap("You do this by hand; then say so with Enter.")
        case .proof: return wrap("Nothing is changed; the checks are made.")
        default: return wrap("Nothing is left to change; the checks decide.")
        }
    }

    private func lines(for change: Change) -> [StyledLine] {
        let lines = ChangeLines.lines(for: change)
        switch change {
        case .file, .statements: return lines
        case .command, .directory: break
        }
        return lines.flatMap { line in
            wrap("  " + line.text).enumerated().map { index, part in
                // The sign stands left of the command, so that wrapped lines are seen to belong to it.
                index == 0 ? StyledLine(String(part.text.dropFirst(2))) : part
            }
        }
    }

    // MARK: How it is checked

    private var checks: [StyledLine] {
        let findings = (preview?.findings ?? state.findings).knownFirst
        if !findings.isEmpty { return findings.flatMap(lines(for:)) }
        if case .manual = step.action, step.checks.isEmpty { return wrap("Only you can tell; what you say is kept.", .muted) }
        if case .proof = step.action, step.checks.isEmpty { return wrap("By what the proof sees.") }
        if step.checks.isEmpty { return wrap("By what the action itself must bring about.", .muted) }
        return step.checks.flatMap { wrap("- \($0.title)") }
    }

    private func lines(for finding: Finding) -> [StyledLine] {
        let word = word(for: finding)
        let title = Paragraph.wrap(finding.title, columns: columns - 7)
        var lines = title.enumerated().map { index, part in
            index == 0 ? StyledLine([(word.text + " ", word.style), (part, .normal)]) : StyledLine("       " + part)
        }
        if finding.verdict == .holds { return lines + wrap("       \(finding.found)", .muted) }
        lines += field("expected", finding.expected) + field("found", finding.found)
        if let evidence = finding.evidence { lines += field("proof", PlainText.line(evidence)) }
        if let remedy = finding.remedy { lines += field("do", remedy, .accent) }
        return lines
    }

    /// What a step that has not run yet will bring about is no failure.
    private func word(for finding: Finding) -> StatusWord {
        let isAhead = step.action.changesServer && [.todo, .running].contains(state.status) && finding.verdict == .fails
        return isAhead ? .todo : StatusWord.of(finding.verdict)
    }

    // MARK: Lines

    private var blank: StyledLine { StyledLine("") }

    private func heading(_ text: String) -> StyledLine { StyledLine(text, style: .heading) }

    private func wrap(_ text: String, _ style: Style = .normal) -> [StyledLine] {
        Paragraph.wrap(text, columns: columns).map { StyledLine($0, style: style) }
    }

    /// A short name, and beside it a text that wraps under itself.
    private func field(_ name: String, _ text: String, _ style: Style = .normal) -> [StyledLine] {
        let margin = 11
        return Paragraph.wrap(text, columns: max(8, columns - margin)).enumerated().map { index, part in
            StyledLine([(index == 0 ? "  \(name)".padded(to: margin) : String(repeating: " ", count: margin), .muted), (part, style)])
        }
    }
}
