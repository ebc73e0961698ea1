internal import Guidebook
internal import Machines

/// Bringing a step to its end: handlers, patience, and the causes of a failure.
extension Engine {
    /// How often something is looked at that takes its time to come true.
    private static let patience = Duration.seconds(2)
    /// How much of a log is searched for the cause of a failure, in bytes.
    private static let searched = 1 << 18

    /// Runs the handlers and looks again, for as long as the step says that its checks may take to come true.
    func conclude(_ step: Step, _ before: Bench, _ attempt: Attempt) async throws -> (Outcome, [Finding]) {
        for handler in step.handlers { try await attempt.run(before.command(handler.command)) }
        emit(.progressed(step: step.id, text: "checking again"))
        var after = await bench(for: step).findings()
        var rest = step.settling
        var isDown = false
        while !after.areAcceptable, rest > .zero, !isCancelled {
            if let missing = after.first(where: { !$0.isAcceptable }) {
                emit(
                    .progressed(
                        step: step.id, text: "waiting, \(rest.seconds.rounded(to: 1)) s at most: \(missing.title): \(missing.found)"))
            }
            await pause(min(rest, Engine.patience))
            rest -= Engine.patience
            let wasDown = isDown
            isDown = await hasStopped(step.startedUnits)
            after = await bench(for: step).findings()
            // What has given up, twice in a row, does not come up by waiting.
            if isDown && wasDown { break }
        }
        guard !isCancelled || after.areAcceptable else { throw StepFailure(reason: "stopped by the operator") }
        let outcome: Outcome = if case .proof = step.action { .proven } else { .changed }
        return (after.areAcceptable ? outcome : .failed, after)
    }

    /// Whether one of the units, which should run, has ended for good.
    private func hasStopped(_ units: [String]) async -> Bool {
        // What cannot be asked now is asked again at the next look.
        guard !units.isEmpty, let states = try? await machine.services(units) else { return false }
        return states.values.contains { !$0.isRunning && ($0.detail.hasPrefix("inactive") || $0.detail.hasPrefix("failed")) }
    }

    /// Records the end of a step; that of a failed one with the known causes that its traces speak of.
    func close(_ step: Step, _ outcome: Outcome, _ findings: [Finding], reason: String?, since: ContinuousClock.Instant)
        async throws(EngineError)
    {
        let causes = outcome == .failed ? await causes(of: step, findings) : []
        try finish(step.id, outcome, causes + findings, reason: reason, since: since)
    }

    private func causes(of step: Step, _ findings: [Finding]) async -> [Finding] {
        let output = LogTail.text(of: directory.record(step: step.id, attempt: state[step.id].attempts, run: 1).log)
        var logs: [Symptoms.Log] = []
        let inspector = bench(for: step).inspector
        for path in step.logs {
            // A log that is not there, or not to be read, has nothing to say.
            let answer = try? await inspector.ask(["tail", "--bytes=\(Engine.searched)", path])
            if let answer, answer.succeeded { logs.append(Symptoms.Log(path: path, text: answer.output)) }
        }
        let symptoms = Symptoms(output: output, logs: logs, findings: findings)
        return await secrets.redacted(KnownFailure.diagnoses(of: symptoms).map(\.finding))
    }
}

extension Step {
    /// The service units that the step starts.
    fileprivate var startedUnits: [String] {
        var units: [String] = []
        if case .service(let action) = action, action.isRunning { units.append(action.name) }
        for case .restart(let name) in handlers { units.append(name) }
        return units
    }
}
