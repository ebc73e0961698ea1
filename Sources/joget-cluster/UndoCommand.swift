import ArgumentParser
import Guidebook
import Reporting
import StepEngine

/// Takes one step back.
struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take a step back: what it changed becomes what it was before.")

    @OptionGroup var options: SharedOptions
    @Flag(help: "Only say what would be done.") var show = false
    @Flag(help: "Do it without asking.") var yes = false
    @Argument(help: "The step.") var step: String

    struct Result: Encodable {
        var step: String
        var outcome: Outcome
        var reason: String?
    }

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "change this server")
            let plan = try await preparation.plan()
            _ = try plan.steps(named: [step])
            let printer = ApplyPrinter(isQuiet: options.json)
            let engine = try await preparation.engine(plan) { printer.show($0) }
            try await engine.recover()
            let lines = try await engine.undoPreview(step)
            if !options.json { for line in lines { print("    \(Lines.safe(line))") } }
            if show { return .success }
            guard yes else { throw Refusal("say --yes to do this, or use the wizard; nothing was changed", .stopped) }
            let outcome = try await engine.undo(step)
            let reason = await engine.state[step].reason
            if options.json {
                print(JSONReport.text(encoding: Result(step: step, outcome: outcome, reason: reason)), terminator: "")
            } else {
                print(outcome == .undone ? "\(step) is undone" : "\(step) is not undone: \(Lines.safe(reason ?? ""))")
            }
            return outcome == .undone ? .success : .failure
        }
    }
}
