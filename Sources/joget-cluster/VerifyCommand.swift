import ArgumentParser
import Guidebook
import Reporting
import StepEngine

/// Looks again at every step that was done, and changes nothing.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check again everything that was done on this server.")

    @OptionGroup var options: SharedOptions
    @Argument(help: "Only these steps.") var steps: [String] = []

    struct Entry: Encodable {
        var id: String
        var holds: Bool
        var findings: [Finding]
    }

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "look at everything")
            let plan = try await preparation.plan()
            let names = try plan.steps(named: steps).map(\.id)
            let engine = try await preparation.engine(plan) { _ in }
            let found = try await engine.verify(steps.isEmpty ? nil : names)
            let entries = plan.steps.compactMap { step in
                found[step.id].map { Entry(id: step.id, holds: $0.areAcceptable, findings: $0) }
            }
            if options.json { print(JSONReport.text(encoding: entries), terminator: "") } else { show(entries, plan) }
            return entries.allSatisfy(\.holds) ? .success : .failure
        }
    }

    private func show(_ entries: [Entry], _ plan: Plan) {
        for entry in entries {
            print("\(entry.holds ? "[ OK ]" : "[FAIL]") \(entry.id): \(Lines.safe(plan.step(entry.id)?.title ?? ""))")
            for finding in entry.findings where finding.verdict != .holds { print(Lines.of(finding)) }
        }
        let holding = entries.count(where: \.holds)
        print("\(entries.count) steps verified: \(holding) hold, \(entries.count - holding) do not")
    }
}
