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

        init(id: String, _ findings: [Finding]) {
            self.id = id
            self.findings = findings
            holds = findings.areAcceptable
        }
    }

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "look at everything")
            let plan = try await preparation.plan()
            let names = try plan.steps(named: steps).map(\.id)
            let isQuiet = options.json
            let engine = try await preparation.engine(plan) { event in
                if !isQuiet, case .verified(let id, let findings) = event { show(Entry(id: id, findings), plan) }
            }
            let found = try await engine.verify(steps.isEmpty ? nil : names)
            let entries = plan.steps.compactMap { step in found[step.id].map { Entry(id: step.id, $0) } }
            if isQuiet { print(JSONReport.text(encoding: entries), terminator: "") } else { summarize(entries) }
            return entries.allSatisfy(\.holds) ? .success : .failure
        }
    }

    private func show(_ entry: Entry, _ plan: Plan) {
        print("\(entry.holds ? "[ OK ]" : "[FAIL]") \(entry.id): \(Lines.safe(plan.step(entry.id)?.title ?? ""))")
        for finding in entry.findings where finding.verdict != .holds { print(Lines.of(finding)) }
    }

    private func summarize(_ entries: [Entry]) {
        let holding = entries.count(where: \.holds)
        print("\(entries.count) steps verified: \(holding) hold, \(entries.count - holding) do not")
    }
}
