import ArgumentParser
import Guidebook
import Machines
import Reporting
import StepEngine

/// Looks whether this server is ready, mends what can be mended, and lets pass what the operator lets pass.
struct PreflightCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preflight",
        abstract: "Say whether this server is ready for its roles; 0 where everything holds, only warns or is waived, else 1.")

    @OptionGroup var options: SharedOptions
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Mend these checks, and look again.", valueName: "name")) var fix: [String] = []
    @Flag(help: "Mend every check that can be mended from here.") var fixAll = false
    @Option(parsing: .upToNextOption, help: ArgumentHelp("Let these checks pass; the report says so.", valueName: "name"))
    var waive: [String] = []
    @Option(help: "Why they are let pass.") var reason: String?
    @Flag(help: "Make the changes of --fix without asking.") var yes = false

    struct Result: Encodable {
        var isClear: Bool
        /// What must be answered before it goes on; nil where nothing.
        var stopped: String?
        /// What was mended, or not.
        var fixed: [Attempt]
        var checks: [Preflight.Entry]

        struct Attempt: Encodable {
            var step: String
            var outcome: Outcome
            var reason: String?
        }
    }

    func validate() throws {
        guard !waive.isEmpty == (reason != nil) else {
            throw ValidationError("--waive and --reason belong together: a check is let pass for a reason.")
        }
        if let reason, reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason is empty; say why the check is let pass.") }
    }

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            let isLooking = !fixAll && fix.isEmpty && waive.isEmpty
            if !isLooking { try preparation.requireRoot(to: "change this server") }
            let plan = try await preparation.plan()
            if isLooking { return try await look(preparation, plan) }
            let (wanted, waived) = (try plan.checks(named: fix), try plan.checks(named: waive))
            let printer = ApplyPrinter(isQuiet: options.json, keepsLogs: !options.rehearse || options.state != nil)
            let engine = try await preparation.engine(plan) { printer.show($0) }
            try await engine.recover()
            let before = try await letPass(waived.map(\.id), plan, engine)
            return try await mend(wanted.map(\.id), before, plan, engine, printer)
        }
    }

    /// Looks, and changes nothing at all.
    private func look(_ preparation: Preparation, _ plan: Plan) async throws -> ExitCode {
        let state = preparation.canReadState ? try preparation.recordedState(of: plan) : RunState()
        let forecast = Forecast(plan: plan, machine: preparation.machine)
        let preflight = try await Preflight.look(at: plan, state, on: preparation.machine) { await forecast.preview($0) }
        show(preflight, [], nil)
        return preflight.isClear ? .success : .failure
    }

    /// Waives the checks that do not hold: there is nothing to let pass in one that does.
    private func letPass(_ wanted: [String], _ plan: Plan, _ engine: Engine) async throws -> Preflight {
        var preflight = try await PreflightCommand.survey(engine)
        for entry in preflight.entries where wanted.contains(entry.step) && !entry.isRequirement {
            if entry.findings.allSatisfy({ $0.verdict == .holds }) {
                if !options.json { print("\(entry.name) holds; there is nothing to waive") }
            } else {
                try await engine.skip(entry.step, reason: reason ?? "")
            }
        }
        preflight.noteWaivers(await engine.state, plan)
        return preflight
    }

    private func mend(
        _ wanted: [String], _ before: Preflight, _ plan: Plan, _ engine: Engine, _ printer: ApplyPrinter
    ) async throws -> ExitCode {
        let targets = before.entries.filter { entry in
            fixAll && entry.waiver == nil && entry.canFix || wanted.contains(entry.step) && entry.canFix
        }
        if !targets.isEmpty && !yes {
            let stop = Refusal("say --yes to make these changes, or use the wizard; nothing was mended", .stopped)
            show(before, [], stop, changesOf: targets)
            throw stop
        }
        var attempts: [Result.Attempt] = []
        for target in targets {
            guard let step = plan.step(target.step) else { continue }
            printer.begin(step)
            let outcome = try await engine.perform(step.id)
            let state = await engine.state[step.id]
            attempts.append(Result.Attempt(step: step.id, outcome: outcome, reason: state.reason))
            printer.end(step, state)
        }
        let after = targets.isEmpty ? before : try await PreflightCommand.survey(engine)
        show(after, attempts, nil)
        return after.isClear ? .success : .failure
    }

    private static func survey(_ engine: Engine) async throws -> Preflight {
        try await Preflight.look(at: engine.plan, await engine.state, on: engine.machine) { try await engine.preview($0.id) }
    }

    private func show(_ preflight: Preflight, _ attempts: [Result.Attempt], _ stop: Refusal?, changesOf targets: [Preflight.Entry] = []) {
        if options.json {
            let result = Result(isClear: preflight.isClear, stopped: stop?.message, fixed: attempts, checks: preflight.entries)
            print(JSONReport.text(encoding: result), terminator: "")
            return
        }
        for line in PreflightLines(preflight, columns: Lines.columns).lines { print(line) }
        for target in targets {
            print("\n\(target.name) would be mended by:")
            if let warning = target.warning { print("    careful: \(Lines.safe(warning))") }
            for change in target.fix { print(Lines.of(change), terminator: "") }
        }
    }
}

extension Plan {
    /// The checks of the preflight of these names, written with their section or without. Throws for a name that it has not.
    fileprivate func checks(named names: [String]) throws -> [Step] {
        let checks = steps.filter { Preflight.includes($0.id) }
        return try names.map { name in
            if let step = checks.first(where: { $0.id == name || Preflight.name(of: $0.id) == name }) { return step }
            let known = checks.map { Preflight.name(of: $0.id) }.joined(separator: ", ")
            throw Refusal("'\(name)' is no check of this server's preflight; it has \(known)", .usage)
        }
    }
}
