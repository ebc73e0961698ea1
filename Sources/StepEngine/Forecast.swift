public import Guidebook
public import Machines

/// What performing a step would do, and what its checks see now.
public struct Preview: Sendable, Hashable {
    /// What would be done, in order; empty where nothing needs doing.
    public var changes: [Change]
    /// What the checks see.
    public var findings: [Finding]
    /// Why it cannot be said; nil where it can.
    public var problem: String?
    /// The files that would be overwritten although somebody has changed them since the step wrote them: to be asked about.
    public var conflictPaths: [String]

    /// Creates a preview from its parts.
    public init(changes: [Change], findings: [Finding], problem: String? = nil, conflictPaths: [String] = []) {
        self.changes = changes
        self.findings = findings
        self.problem = problem
        self.conflictPaths = conflictPaths
    }

    /// Whether everything is as it should be already.
    public var isSettled: Bool { problem == nil && findings.areAcceptable && changes.isEmpty }
}

/// Looks ahead at a plan without a run: what its steps would do now. Changes nothing and needs no state directory.
public struct Forecast: Sendable {
    private let plan: Plan
    private let machine: any Machine
    private let secrets = SecretStore()

    /// Looks at a plan for a machine.
    public init(plan: Plan, machine: any Machine) {
        self.plan = plan
        self.machine = machine
    }

    /// What performing the step would do now, and what its checks see.
    public func preview(_ step: Step) async -> Preview {
        let directory = StateDirectory(unopened: StateDirectory.standardPath)
        let inspector = Inspector(
            machine: machine, plan: plan, secrets: secrets, directory: directory, survey: Survey(machine, units: step.units))
        let bench = Bench(step: step, plan: plan, machine: machine, directory: directory, secrets: secrets, inspector: inspector)
        return await bench.preview(owesHandlers: false)
    }
}

extension Bench {
    func preview(owesHandlers: Bool) async -> Preview {
        let findings = await findings()
        do {
            let isSettled = findings.areAcceptable && !owesHandlers
            // What the operator has done another way is left alone, right or wrong.
            if !findings.areAcceptable, await isRespected() { return Preview(changes: [], findings: findings, problem: nil) }
            // Where nothing is looked at, only the operator knows whether it is done: the words stay in sight.
            let isOpen = !findings.areAcceptable || (findings.isEmpty && !step.action.changesServer)
            var changes = isOpen ? try await performer?.preview() ?? [] : []
            if !isSettled && step.action.changesServer { changes += step.handlers.map { .command(Command($0.command).line) } }
            let conflicts = findings.areAcceptable ? [] : try await conflicts()
            return Preview(changes: changes, findings: findings, conflictPaths: conflicts.map(\.path))
        } catch let failure as StepFailure {
            return Preview(changes: [], findings: findings, problem: failure.reason)
        } catch {
            return Preview(changes: [], findings: findings, problem: "\(error)")
        }
    }

    /// Everything that must hold for the step to count as done. Where the operator's own way is respected, that stands
    /// in for the action's own checks.
    func findings() async -> [Finding] {
        let respected = await inspector.findings(for: step.respects).filter { $0.verdict == .holds }
        // One that is a check of the step as well is looked at, and shown, below.
        let shown = step.checks.map(\.title)
        var findings = respected.filter { !shown.contains($0.title) }.map { finding in
            var finding = finding
            finding.title = "already there, left alone: \(finding.title)"
            return finding
        }
        if respected.isEmpty {
            do {
                findings += try await performer?.findings() ?? []
            } catch let failure as StepFailure {
                findings.append(
                    Finding(step.title, expected: "an answer", found: failure.reason, verdict: .fails, evidence: failure.evidence))
            } catch {
                findings.append(Finding(step.title, expected: "an answer", found: "\(error)", verdict: .unknown))
            }
        }
        return await secrets.redacted(findings + (await inspector.findings(for: step.checks)))
    }

    /// Whether the operator has done it another way.
    func isRespected() async -> Bool {
        await inspector.findings(for: step.respects).contains { $0.verdict == .holds }
    }
}
