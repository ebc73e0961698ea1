import ArgumentParser
import Guidebook
import Reporting
import StepEngine

/// Proves from this server what only several can show.
struct ProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Prove from this server what only several can show: all but those that disturb users, or the named ones.",
        discussion: "The proofs: \(ProofKind.allCases.map(\.rawValue).joined(separator: ", ")).")

    @OptionGroup var options: SharedOptions
    @Flag(help: "Agree to proofs that users notice: 'failover' stops Joget on this server for a minute.") var yes = false
    @Flag(help: "Say which proofs there are for this server, and what they have shown.") var list = false
    @Argument(help: "Only these proofs.") var names: [String] = []

    struct Entry: Encodable {
        var name: String
        var step: String
        var status: StepState.Status
        var reason: String?
        var seconds: Double
        var ended: String?
        var findings: [Finding]
    }

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: list ? "read the state directory" : "prove something")
            let plan = try await preparation.plan()
            let wanted = try ProofCommand.steps(names, in: plan)
            if list {
                let wanted = names.isEmpty ? ProofCommand.all(in: plan) : wanted
                show(wanted, try preparation.recordedState(of: plan))
                return .success
            }
            let printer = ApplyPrinter(isQuiet: options.json, keepsLogs: !options.rehearse || options.state != nil)
            let engine = try await preparation.engine(plan) { printer.show($0) }
            try await engine.recover()
            for step in wanted { try await prove(step, engine, printer) }
            let state = await engine.state
            await preparation.leaveReport(plan)
            if options.json { show(wanted, state) }
            let states = wanted.map { state[$0.id].status }
            if states.contains(.failed) { return .failure }
            return states.allSatisfy { $0 == .done } ? .success : .stopped
        }
    }

    private func prove(_ step: Step, _ engine: Engine, _ printer: ApplyPrinter) async throws {
        if let secret = await engine.secrets.missing(of: engine.plan.secretNames(of: step)).first {
            throw Refusal(
                "\(step.id) needs a secret that this server does not know yet; enter it with 'joget-cluster secret \(secret)'", .stopped)
        }
        if let warning = step.warning, !yes { throw Refusal("\(step.id): \(warning) Say --yes to agree", .stopped) }
        printer.begin(step)
        try await engine.perform(step.id, anew: true)
        let state = await engine.state[step.id]
        printer.end(step, state)
        if !options.json { for finding in state.findings where finding.verdict == .holds { print(Lines.of(finding)) } }
    }

    private static func all(in plan: Plan) -> [Step] {
        plan.steps.filter { if case .proof(_?) = $0.action { true } else { false } }
    }

    /// The steps of the named proofs; by default all that users do not notice.
    static func steps(_ names: [String], in plan: Plan) throws -> [Step] {
        let known = all(in: plan)
        let shown = known.map(ProofCommand.name).joined(separator: ", ")
        if known.isEmpty {
            throw Refusal(
                "there is nothing to prove on \(plan.server.name): proofs are made on application servers and the load balancer", .usage)
        }
        if names.isEmpty { return known.filter { !$0.isOnRequest } }
        return try names.map { name in
            guard let step = known.first(where: { ProofCommand.name(of: $0) == name || $0.id == name }) else {
                throw Refusal("'\(name)' is no proof of \(plan.server.name); there are \(shown)", .usage)
            }
            return step
        }
    }

    private static func name(of step: Step) -> String {
        if case .proof(let kind?) = step.action { kind.rawValue } else { step.id }
    }

    private func show(_ steps: [Step], _ state: RunState) {
        if options.json {
            let entries = steps.map { step in
                let state = state[step.id]
                return Entry(
                    name: ProofCommand.name(of: step), step: step.id, status: state.status, reason: state.reason, seconds: state.seconds,
                    ended: state.ended, findings: state.findings)
            }
            print(JSONReport.text(encoding: entries), terminator: "")
            return
        }
        for step in steps {
            print(Lines.of(state[step.id], title: step.title, id: step.id) + (state[step.id].ended.map { ", \($0)" } ?? ""))
            for finding in state[step.id].findings { print(Lines.of(finding)) }
        }
    }
}
