import ArgumentParser
import Guidebook
import Handover
import Reporting
import StepEngine

/// Says how far this server is, as its journal tells. Looks at nothing else.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say how far this server is, by its journal; 0 where it is complete, 1 where a step failed, else 2.")

    @OptionGroup var options: SharedOptions
    @Flag(help: "Print it as a slip: a short text to paste where 'joget-cluster board' shows all servers.") var slip = false

    func validate() throws {
        if slip && options.json { throw ValidationError("a slip is not JSON; leave out --slip or --json") }
    }

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "read the state directory")
            let plan = try await preparation.plan()
            let state = try preparation.recordedState(of: plan)
            let report = Report(plan: plan, state: state, program: JogetCluster.version, made: Journal.now())
            if slip {
                print(try Slip.text(of: .status(BoardEntry(report))), terminator: "")
            } else if options.json {
                print(JSONReport.text(of: report), terminator: "")
            } else {
                show(plan, state)
            }
            return StatusCommand.code(plan, state)
        }
    }

    static func code(_ plan: Plan, _ state: RunState) -> ExitCode {
        let states = plan.required.map { state[$0.id] }
        if states.allSatisfy(\.isSettled) { return .success }
        return states.contains { $0.status == .failed } ? .failure : .stopped
    }

    private func show(_ plan: Plan, _ state: RunState) {
        print("\(plan.server.name) in cluster \(plan.cluster.name), \(plan.roles.map(\.title).joined(separator: ", "))")
        for section in plan.sections {
            print("\n\(Lines.safe(section.title))")
            for step in section.steps {
                print("  \(Lines.of(state[step.id], title: step.title, id: step.id))")
                if let waiver = Waiver(step, state[step.id]) {
                    print("         waived by \(Lines.safe(waiver.user)) at \(waiver.time): \(Lines.safe(waiver.reason))")
                } else if let reason = state[step.id].skipReason ?? state[step.id].reason {
                    print("         \(Lines.safe(reason))")
                }
            }
        }
        let settled = plan.steps.count { state[$0.id].isSettled }
        print("\n\(settled) of \(plan.steps.count) steps are settled")
    }
}
