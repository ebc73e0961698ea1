import ArgumentParser
import Guidebook
import Machines
import Reporting
import StepEngine
import TerminalUI

/// Does steps without the wizard, in the plan's order, and stops at the first that fails.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Do all steps of this server, or the named ones, and stop at the first that fails.")

    @OptionGroup var options: SharedOptions
    @Flag(help: "Agree to steps that others notice, such as the restart of a service.") var yes = false
    @Flag(help: "Overwrite what others have changed in our files; their version is kept.") var take = false
    @Argument(help: "Only these steps.") var steps: [String] = []

    struct Result: Encodable {
        var isComplete: Bool
        var changed: Int
        /// What must be answered before it goes on; nil where nothing.
        var stopped: String?
        var steps: [Entry]

        struct Entry: Encodable {
            var id: String
            var outcome: Outcome
            var reason: String?
            var seconds: Double
            var findings: [Finding]
        }
    }

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "change this server")
            let plan = try await preparation.plan()
            let wanted = try plan.steps(named: steps)
            let printer = ApplyPrinter(isQuiet: options.json, keepsLogs: !options.rehearse || options.state != nil)
            let engine = try await preparation.engine(plan) { printer.show($0) }
            try await engine.recover()
            try await engine.review()
            let (code, done, stop) = try await perform(wanted, engine, printer)
            let state = await engine.state
            await preparation.leaveReport(plan)
            if options.json {
                let result = Result(
                    isComplete: plan.required.allSatisfy { state[$0.id].isSettled },
                    changed: done.count { $0.outcome == .changed }, stopped: stop?.message, steps: done)
                print(JSONReport.text(encoding: result), terminator: "")
            } else {
                printer.summarize(done)
            }
            if let stop { throw stop }
            return code
        }
    }

    private func perform(
        _ steps: [Step], _ engine: Engine, _ printer: ApplyPrinter
    ) async throws -> (ExitCode, [Result.Entry], Refusal?) {
        var done: [Result.Entry] = []
        let plan = await engine.plan
        for step in steps {
            if self.steps.isEmpty {
                let isLeftOut = await engine.state[step.id].status == .skipped
                if isLeftOut || step.isOnRequest { continue }
            }
            if let stop = try await missingAgreement(to: step, engine) {
                printer.showByHand(step, plan)
                return (.stopped, done, stop)
            }
            printer.begin(step)
            if case .manual = step.action, await !engine.state[step.id].isSettled { printer.showByHand(step, plan) }
            let outcome = try await engine.perform(step.id, taking: take)
            let state = await engine.state[step.id]
            done.append(
                Result.Entry(id: step.id, outcome: outcome, reason: state.reason, seconds: state.seconds, findings: state.findings))
            printer.end(step, state)
            if outcome == .failed { return (.failure, done, nil) }
            if outcome == .cancelled { return (.stopped, done, nil) }
        }
        return (.success, done, nil)
    }

    /// What the operator must say or enter before the step is done; nil where nothing is missing.
    private func missingAgreement(to step: Step, _ engine: Engine) async throws -> Refusal? {
        if case .manual = step.action, !yes, await !engine.state[step.id].isSettled {
            return Refusal("\(step.id) is done by hand: \(step.title). Say --yes when it is done, or use the wizard", .stopped)
        }
        let secret = await engine.secrets.missing(of: engine.plan.secretNames(of: step)).first
        let warning = yes ? nil : step.warning
        // To look whether the step is settled costs as much as to perform one that is: only where the answer counts.
        guard secret != nil || warning != nil, try await !engine.preview(step.id).isSettled else { return nil }
        if let secret {
            return Refusal(
                "\(step.id) needs a secret that this server does not know yet; enter it with 'joget-cluster secret \(secret)'", .stopped)
        }
        if let warning { return Refusal("\(step.id): \(warning) Say --yes to agree, or use the wizard", .stopped) }
        return nil
    }
}

/// Tells the terminal or log what happens, as it happens.
final class ApplyPrinter: Sendable {
    private let isQuiet: Bool
    private let keepsLogs: Bool

    init(isQuiet: Bool, keepsLogs: Bool = true) {
        self.isQuiet = isQuiet
        self.keepsLogs = keepsLogs
    }

    func begin(_ step: Step) {
        if !isQuiet { print("[ .. ] \(step.id): \(Lines.safe(step.title))") }
    }

    /// What the operator is to do or to hand on.
    func showByHand(_ step: Step, _ plan: Plan) {
        guard !isQuiet else { return }
        for line in plan.textByHand(for: step) ?? [] { print(Lines.safe(line)) }
    }

    func end(_ step: Step, _ state: StepState) {
        guard !isQuiet else { return }
        print(Lines.of(state, title: step.title, id: step.id))
        if let reason = state.reason { print("    \(Lines.safe(reason))") }
        for finding in state.findings where finding.verdict != .holds { print(Lines.of(finding)) }
        if keepsLogs, state.status == .failed, let log = state.runs.last?.record.log { print("    whole output: \(log)") }
    }

    func show(_ event: Event) {
        guard !isQuiet else { return }
        switch event {
        case .launched(_, let line, _, _): print("    $ \(Lines.safe(line))")
        case .output(_, let bytes, let skipped):
            if skipped > 0 { print("    | … \(skipped) bytes are in the log only") }
            var assembler = PlainText.Assembler(keeping: 1000)
            assembler.append(bytes)
            for line in assembler.lines + (assembler.partial.isEmpty ? [] : [assembler.partial]) { print("    | \(line)") }
        default: break
        }
    }

    func summarize(_ done: [ApplyCommand.Result.Entry]) {
        let changed = done.count { $0.outcome == .changed }
        let failed = done.count { $0.outcome == .failed }
        print("\(done.count) steps done: \(changed) changed, \(done.count - changed - failed) as they were, \(failed) failed")
    }
}
