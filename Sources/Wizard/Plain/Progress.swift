import Guidebook
import Machines
import StepEngine
import TerminalUI

/// What a run says while it is under way, line by line and each once.
struct Progress {
    /// After so many seconds without a word it says that it still runs.
    static let patience = 15.0

    /// Puts the lines of the running command together.
    private var output = PlainText.Assembler(keeping: 1000)
    private var printedCount = 0
    private var latestWord = 0.0
    private var latestWork: Work.Kind?

    /// The lines because of a message that the model has taken into account.
    mutating func lines(for message: Message, _ model: Model) -> [String] {
        switch message {
        case .engine(let event, let moment):
            let lines = lines(for: event, model)
            if !lines.isEmpty { latestWord = moment.seconds }
            return lines
        case .tick(let moment): return silence(moment.seconds, model)
        default: return []
        }
    }

    /// Says what begins, where the run's own words do not.
    mutating func announcement(_ model: Model) -> [String] {
        let kind = model.run?.work?.kind
        defer { latestWork = kind }
        guard let kind, kind != latestWork else { return [] }
        latestWord = 0
        switch kind {
        case .opening: return ["Opening \(model.setting.directoryPath)"]
        case .recovering: return ["A command of the last run is still running; following it to its end. Ctrl-C asks whether to stop it."]
        case .verifying(nil): return ["Looking again at what was done ..."]
        case .verifying: return ["Looking ..."]
        case .surveying: return ["Looking whether this server is ready ..."]
        case .performing, .taking, .confirming, .undoing, .watching: return []
        }
    }

    // MARK: Events

    private mutating func lines(for event: Event, _ model: Model) -> [String] {
        switch event {
        case .started(let step, let attempt): return [start(of: step, attempt, model)]
        case .launched(_, let line, _, _):
            beginOutput()
            return ["$ \(PlainText.line(line))"]
        case .output(_, let bytes, let skipped):
            output.append(bytes)
            return (skipped > 0 ? ["(\(skipped) bytes more are in the log)"] : []) + newLines()
        case .ended(_, let end, _):
            let rest = newLines() + (output.partial.isEmpty ? [] : [output.partial])
            beginOutput()
            return rest + (end == .exited(0) ? [] : ["(\(end.words))"])
        case .changed(_, let change):
            // A command has been named when it was started.
            if case .command = change { return [] }
            return Array(ChangeLines.lines(for: change).prefix(1)).map(\.text)
        case .finished(let step, let outcome, _, let reason, let seconds):
            return [end(of: step, outcome, reason, seconds, model)]
        case .skipped(let step, let reason, _): return ["\(word(of: step, model)) \(title(of: step, model)): \(reason)"]
        case .opened, .repaired, .reviewed, .kept, .proven, .verified, .interrupted, .restored, .progressed: return []
        }
    }

    private mutating func beginOutput() {
        output = PlainText.Assembler(keeping: 1000)
        printedCount = 0
    }

    private mutating func newLines() -> [String] {
        let lines = Array(output.lines.suffix(output.lineCount - printedCount))
        printedCount = output.lineCount
        return lines
    }

    private func start(of id: String, _ attempt: Int, _ model: Model) -> String {
        let steps = model.run?.steps ?? []
        let place = steps.firstIndex { $0.id == id }.map { ", step \($0 + 1) of \(steps.count)" } ?? ""
        return "-- \(title(of: id, model))\(place)\(attempt > 1 ? ", attempt \(attempt)" : "")"
    }

    private func end(of id: String, _ outcome: Outcome, _ reason: String?, _ seconds: Double, _ model: Model) -> String {
        let why = reason.map { ": \($0)" } ?? ": \(outcome.rawValue)"
        // What is done at a glance needs no clock.
        let time = seconds < 0.1 ? "" : ", \(Seconds.text(seconds))"
        return "\(word(of: id, model)) \(title(of: id, model))\(why)\(time)"
    }

    private func title(of id: String, _ model: Model) -> String { model.run?.plan.step(id)?.title ?? id }

    /// The word of the step once its work is over.
    private func word(of id: String, _ model: Model) -> String {
        guard var run = model.run, let step = run.plan.step(id) else { return "" }
        run.work = nil
        return StatusWord.of(step, in: run).text
    }

    // MARK: Silence

    private mutating func silence(_ now: Double, _ model: Model) -> [String] {
        guard let work = model.run?.work, let began = work.began else { return [] }
        let latest = max(began, work.lastOutput ?? began)
        guard now - max(latest, latestWord) >= Progress.patience else { return [] }
        latestWord = now
        let note = work.line == nil && !work.note.isEmpty ? " (\(work.note))" : ""
        let output = work.line != nil && work.lastOutput != nil ? ", last output \(Int(now - latest)) s ago" : ""
        return ["still running\(note), \(Spinner.clock(.seconds(now - began)))\(output)"]
    }
}
