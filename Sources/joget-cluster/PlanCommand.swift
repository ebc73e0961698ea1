import ArgumentParser
import Guidebook
import Machines
import Reporting
import StepEngine

/// Prints what would be done on this server. Changes nothing, needs no state.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show every step for this server, with what would run and change now.")

    @OptionGroup var options: SharedOptions
    @Flag(help: "Only list the steps and what each speaks to on the network; look at nothing.") var list = false
    @Argument(help: "Only these steps.") var steps: [String] = []

    struct Entry: Encodable {
        var id: String
        var section: String
        var title: String
        var text: String
        var erratum: String?
        var isSettled: Bool?
        /// What the operator is to type or to hand on; nil where there is no such text.
        var byHand: [String]?
        /// What the step speaks to on the network, whether it is looked at or done.
        var connections: [Connection]
        var changes: [Change]?
        var findings: [Finding]?
        var problem: String?
    }

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            let plan = try await preparation.plan()
            let wanted = try plan.steps(named: steps)
            var entries: [Entry] = []
            for step in wanted { entries.append(await entry(step, plan, preparation)) }
            if options.json {
                print(JSONReport.text(encoding: entries), terminator: "")
            } else {
                for entry in entries { show(entry) }
            }
            return .success
        }
    }

    private func entry(_ step: Step, _ plan: Plan, _ preparation: Preparation) async -> Entry {
        var entry = Entry(
            id: step.id, section: plan.section(of: step.id)?.title ?? "", title: step.title, text: step.text, erratum: step.erratum,
            byHand: plan.textByHand(for: step), connections: plan.connections(of: step))
        guard !list else { return entry }
        let preview = await Forecast(plan: plan, machine: preparation.machine).preview(step)
        entry.isSettled = preview.isSettled
        entry.changes = preview.changes
        entry.findings = preview.findings
        entry.problem = preview.problem
        return entry
    }

    private func show(_ entry: Entry) {
        let mark = entry.isSettled.map { $0 ? " (nothing to do)" : "" } ?? ""
        print("\(entry.id): \(entry.title)\(mark)")
        for connection in entry.connections { print("    speaks to \(connection.text)") }
        if let text = entry.byHand {
            guard entry.findings != nil else { return }
            print("    by hand:")
            for line in text { print("      \(Lines.safe(line))") }
        }
        for change in entry.byHand == nil ? entry.changes ?? [] : [] { print(Lines.of(change), terminator: "") }
        if let problem = entry.problem { print("    ! \(Lines.safe(problem))") }
        for finding in entry.findings ?? [] where finding.verdict != .holds {
            print("    now: \(Lines.safe(finding.title)): \(Lines.safe(finding.found)), to be: \(Lines.safe(finding.expected))")
        }
    }
}

extension Plan {
    /// The steps of these names in the plan's order; all where none is named. Throws for a name that it has not.
    func steps(named names: [String]) throws -> [Step] {
        if let unknown = names.first(where: { step($0) == nil }) {
            throw Refusal(
                "'\(unknown)' is no step of this server's plan; list them with 'joget-cluster plan --list'", .usage)
        }
        return names.isEmpty ? steps : steps.filter { names.contains($0.id) }
    }
}
