public import ArgumentParser
import Glibc
import Guidebook
public import Reporting
import StepEngine

extension VerificationFormat: ExpressibleByArgument {}

/// Looks again at every step that was done, and changes nothing.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check again everything that was done on this server.",
        discussion: """
            Without --format it is part of the set-up and stands in its record. With --format it is for monitoring: nothing is recorded, \
            and while somebody works here it says so instead.

            text tells of what does not hold, for a log. nagios prints a plugin's output and ends with 0 (all holds), 1 (a warning, or the set-up is not complete), 2 (something does not \
            hold) or 3 (it cannot be said). The other forms end with 0 or 1; --output FILE replaces the file in one step, as the textfile \
            collector of Prometheus' node exporter wants it.
            """)

    @OptionGroup var options: SharedOptions
    @Option(help: "For monitoring: \(VerificationFormat.allCases.map(\.rawValue).joined(separator: ", ")).") var format: VerificationFormat?
    @Option(name: [.short, .long], help: "With --format: write into this file.", completion: .file()) var output: String?
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

    func validate() throws {
        guard output == nil || format != nil else { throw ValidationError("--output goes with --format.") }
        guard format == nil || format == .json || !options.json else {
            throw ValidationError("--json and --format name two forms; choose one.")
        }
    }

    func run() async throws {
        guard format == .nagios else {
            return try await withRefusals { if let format { try await watch(format) } else { try await verify() } }
        }
        do {
            let code = try await watch(.nagios)
            throw StandardStreams.flush(code)
        } catch let code as ExitCode {
            throw code
        } catch {
            // Who reads a plugin reads its standard output, and knows these four codes.
            print(NagiosStatus.text(unknown: Refusal(error).message), terminator: "")
            throw ExitCode(NagiosStatus.unknown.rawValue)
        }
    }

    private func watch(_ format: VerificationFormat) async throws -> ExitCode {
        let began = ContinuousClock.now
        let preparation = try await Preparation(options)
        try preparation.requireRoot(to: "look at everything")
        let plan = try await preparation.plan()
        let names = try plan.steps(named: steps).map(\.id)
        let patrol = try await Patrol(
            plan: plan, machine: preparation.machine, directory: StateDirectory(path: preparation.directoryPath, creating: false))
        let found = try await patrol.verify(steps.isEmpty ? nil : names)
        let verification = Verification(
            plan: plan, state: patrol.state, found: found, program: JogetCluster.version, time: time(nil),
            seconds: (ContinuousClock.now - began) / .seconds(1))
        let text = format.text(of: verification)
        if let output {
            // Readable by the collector, which is nobody in particular; nothing in it is secret.
            try await ReportFiles.write(text, to: Preparation.absolute(output), mode: 0o644)
        } else {
            print(text, terminator: "")
        }
        if format == .nagios { return ExitCode(NagiosStatus(verification).rawValue) }
        return verification.holds ? .success : .failure
    }

    private func verify() async throws -> ExitCode {
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

    private func show(_ entry: Entry, _ plan: Plan) {
        print("\(entry.holds ? "[ OK ]" : "[FAIL]") \(entry.id): \(Lines.safe(plan.step(entry.id)?.title ?? ""))")
        for finding in entry.findings where finding.verdict != .holds { print(Lines.of(finding)) }
    }

    private func summarize(_ entries: [Entry]) {
        let holding = entries.count(where: \.holds)
        print("\(entries.count) steps verified: \(holding) hold, \(entries.count - holding) do not")
    }
}
