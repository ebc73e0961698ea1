public import Guidebook
public import Machines

/// Performs steps: check, act, check again. Whatever it says has happened is in the journal already.
///
/// One step at a time; a request that comes while a step runs is refused. Only the run's one engine may change the server.
public actor Engine {
    /// The plan that is worked on.
    public let plan: Plan
    /// The server.
    public let machine: any Machine
    /// Where the run keeps what it must remember.
    public let directory: StateDirectory
    /// The secrets of the server.
    public let secrets: SecretStore
    /// What the journal adds up to.
    public private(set) var state = RunState()
    /// When something was recorded last before this engine took the run over, in ISO 8601; nil where nothing was.
    public let latestBefore: String?
    /// Whether this server's clock showed an earlier time than that when the engine took the run over.
    public let hasOlderClock: Bool
    /// Damage found in the journal when it was opened.
    public let damage: Journal.Damage?

    private let journal: Journal
    private let lock: Lock
    private let listener: @Sendable (Event) -> Void
    private let user: String
    /// Waits between two looks at what takes its time to come true; an injected one in tests.
    let pause: @Sendable (Duration) async -> Void
    let clock = ContinuousClock()
    var current: (step: String, process: LaunchedCommand)?
    var isCancelled = false
    /// Whether a step is being worked on, from its first look to its last.
    var isAtWork = false
    var latestLine: [String: String] = [:]

    /// Takes over a run: locks its state directory, reads its journal and refuses state that belongs to another server.
    /// - Parameters:
    ///   - user: who works, for the record.
    ///   - program: the version of this program.
    ///   - pause: waits; the clock's own way where nothing is said.
    ///   - listener: told of every event after it was recorded; called from any thread, in order.
    public init(
        plan: Plan, machine: any Machine, directory: StateDirectory, user: String, program: String,
        pause: (@Sendable (Duration) async -> Void)? = nil, listener: @escaping @Sendable (Event) -> Void
    ) async throws(EngineError) {
        // A wait that is cut short ends the step like the end of its patience.
        self.pause = pause ?? { try? await Task.sleep(for: $0) }
        lock = try Lock(directory)
        journal = try Journal(directory)
        damage = journal.damage
        secrets = try await SecretStore(directory)
        self.plan = plan
        self.machine = machine
        self.directory = directory
        self.listener = listener
        self.user = user
        for record in journal.records { state.apply(record.event, at: record.time) }
        latestBefore = state.latest
        hasOlderClock = state.stepBack(to: Journal.now()) != nil
        let opening = try await Engine.opening(plan: plan, machine: machine, user: user, program: program)
        try Engine.confirmServer(opening, with: state, path: directory.path)
        try state.confirmBelongs(to: plan, at: directory.path)
        try record(.opened(opening))
        try await keepDescription()
        for step in plan.steps where state[step.id].status == .running && state[step.id].openRun == nil {
            try record(.interrupted(step: step.id))
        }
    }

    private static func opening(plan: Plan, machine: any Machine, user: String, program: String) async throws(EngineError) -> Opening {
        let identity: Identity
        do {
            identity = try await machine.identity()
        } catch {
            throw EngineError(.state, error.subject, error.what, remedy: error.remedy)
        }
        guard !identity.machineID.isEmpty else {
            throw EngineError(
                .state, "/etc/machine-id", "it is missing or empty, so that this server cannot be told from another",
                remedy: "run 'systemd-machine-id-setup', then start again")
        }
        return Opening(
            program: program, guide: plan.guideDigest, cluster: plan.cluster.name, server: plan.server.name,
            roles: plan.roles.map(\.rawValue), hostName: identity.hostName, machineID: identity.machineID,
            bootID: identity.bootID, release: plan.platform.release, user: user)
    }

    private static func confirmServer(_ opening: Opening, with state: RunState, path: String) throws(EngineError) {
        guard let first = state.firstOpening else { return }
        if first.machineID != opening.machineID {
            throw EngineError(
                .foreign, path,
                "this state belongs to another server, \(first.server) (\(first.hostName)); this one is \(opening.hostName)",
                remedy: "name another directory with --state DIR; never copy the state of a server")
        }
    }

    // MARK: Recording

    /// Puts an event into the journal, then into the state, then tells the listener.
    func record(_ event: Event) throws(EngineError) {
        try lock.confirm()
        let record = try journal.append(event)
        state.apply(event, at: record.time)
        listener(event)
    }

    func nextAttempt(of id: String) -> Int { directory.nextAttempt(of: id, after: state[id].attempts) }

    /// Tells the listener of something that is not kept.
    func emit(_ event: Event) { listener(event) }

    /// Keeps the cluster description with the state, so that the next start needs no option to find it.
    private func keepDescription() async throws(EngineError) {
        let files = LocalMachine(executable: "")
        do {
            let kept = try await files.read(directory.cluster, limit: 1 << 20)
            let text = kept.map { String(decoding: $0, as: UTF8.self) } ?? ""
            // A file with mistakes is no reason to stop: the plan was made from a better one.
            if let known = try? ClusterLoader.cluster(from: text, file: directory.cluster), known.describesSame(as: plan.cluster) { return }
            let fresh = Array(ClusterWriter.text(of: plan.cluster).utf8)
            try await files.replace(directory.cluster, with: fresh, attributes: FileAttributes(mode: 0o600))
        } catch {
            throw EngineError(.state, error.subject, error.what, remedy: error.remedy)
        }
    }

    // MARK: Requests

    /// Notes that the operator has seen the plan and agrees.
    public func review() throws(EngineError) { try record(.reviewed(user: user)) }

    /// Leaves a step out, for a reason that the report will show.
    public func skip(_ id: String, reason: String) throws(EngineError) {
        _ = try step(id)
        guard !reason.trimmed.isEmpty else {
            throw EngineError(.request, id, "no reason was given", remedy: "say why the step is left out; the report shows it")
        }
        try record(.skipped(step: id, reason: reason, user: user))
    }

    /// Notes that the operator has done a manual step, where its checks do not say otherwise.
    @discardableResult
    public func confirm(_ id: String) async throws(EngineError) -> Outcome {
        let step = try step(id)
        try beginWork(on: id)
        defer { isAtWork = false }
        let started = clock.now
        try record(.started(step: id, attempt: nextAttempt(of: id)))
        let findings = await bench(for: step).inspector.findings(for: step.checks)
        let outcome: Outcome = findings.areAcceptable ? .confirmed : .failed
        try finish(id, outcome, findings, reason: outcome == .failed ? "a check says that it is not done yet" : nil, since: started)
        return outcome
    }

    /// What performing the step would do now, and what its checks see.
    public func preview(_ id: String) async throws(EngineError) -> Preview {
        let step = try step(id)
        return await bench(for: step).preview(owesHandlers: state[id].owesHandlers)
    }

    /// Looks at steps again without changing anything; by default at all that count as done.
    /// Returns the findings by step.
    @discardableResult
    public func verify(_ ids: [String]? = nil) async throws(EngineError) -> [String: [Finding]] {
        let wanted = ids ?? plan.steps.map(\.id).filter(state.isDone)
        let steps = plan.steps.filter { wanted.contains($0.id) }
        let survey = Survey(machine, units: steps.reduce(into: []) { $0.formUnion($1.units) })
        var all: [String: [Finding]] = [:]
        for step in steps {
            let findings = await bench(for: step, survey: survey).findings()
            all[step.id] = findings
            try record(.verified(step: step.id, findings: findings))
        }
        return all
    }

    /// Performs a step; `anew` repeats a proof that holds, `taking` overwrites what others have made of the step's files and
    /// keeps it. Returns how it ended; a failure is an outcome, an error means that the run cannot go on.
    @discardableResult
    public func perform(_ id: String, anew: Bool = false, taking: Bool = false) async throws(EngineError) -> Outcome {
        let step = try step(id)
        if case .manual = step.action { return try await confirm(id) }
        try beginWork(on: id)
        defer { isAtWork = false }
        isCancelled = false
        let started = clock.now
        let attempt = Attempt(engine: self, step: id, number: nextAttempt(of: id), isTaking: taking)
        try record(.started(step: id, attempt: attempt.number))
        do {
            let (outcome, findings) = try await work(on: step, attempt, anew: anew)
            try await close(step, outcome, findings, reason: reason(for: outcome, findings), since: started)
            return outcome
        } catch let error as EngineError {
            throw error
        } catch {
            let findings = await bench(for: step).findings()
            let outcome: Outcome = isCancelled ? .cancelled : .failed
            let reason = isCancelled ? "stopped by the operator" : Engine.reason(of: error)
            try await close(step, outcome, Engine.proof(of: error) + findings, reason: reason, since: started)
            return outcome
        }
    }

    /// One step at a time: between the look and the action of one, another one must not come in.
    func beginWork(on id: String) throws(EngineError) {
        guard !isAtWork else { throw EngineError(.request, id, "another step is running", remedy: "wait for its end or cancel it") }
        isAtWork = true
    }

    private func work(on step: Step, _ attempt: Attempt, anew: Bool) async throws -> (Outcome, [Finding]) {
        let before = bench(for: step)
        emit(.progressed(step: step.id, text: "checking"))
        let findings = await before.findings()
        let isRepeated = before.performer.map { $0.isWorthRepeating || (anew && !step.action.changesServer) } ?? false
        if findings.areAcceptable, !isRepeated {
            guard state[step.id].owesHandlers else { return (.unchanged, findings) }
            // A former attempt changed something and was cut short: what it still owes is done, its action is not repeated.
            try await before.performer?.settle(attempt)
            return try await conclude(step, before, attempt)
        }
        if await before.isRespected() { return (.failed, findings) }
        guard let performer = before.performer else { return (.failed, findings) }
        let obstacles = await before.inspector.findings(for: step.requirements).filter { !$0.isAcceptable }
        if !obstacles.isEmpty { return (.failed, obstacles) }
        if !attempt.isTaking {
            let conflicts = try await before.conflicts()
            if !conflicts.isEmpty { return (.failed, try await before.findings(of: conflicts) + findings) }
        }
        try await performer.perform(attempt)
        return try await conclude(step, before, attempt)
    }

    private func reason(for outcome: Outcome, _ findings: [Finding]) -> String? {
        guard outcome == .failed else { return nil }
        let worst = findings.first { $0.verdict == .fails } ?? findings.first { !$0.isAcceptable }
        return worst.map { "\($0.title): \($0.found)" }
    }

    static func reason(of error: any Error) -> String {
        (error as? StepFailure)?.reason ?? "\(error)"
    }

    /// What the failure of a command adds to the findings.
    private static func proof(of error: any Error) -> [Finding] {
        guard let failure = error as? StepFailure, failure.program != nil || failure.evidence != nil else { return [] }
        return [
            Finding(
                failure.program.map { "command \($0)" } ?? "the action", expected: "success", found: failure.reason, verdict: .fails,
                evidence: failure.evidence)
        ]
    }

    func finish(_ id: String, _ outcome: Outcome, _ findings: [Finding], reason: String?, since: ContinuousClock.Instant)
        throws(EngineError)
    {
        try record(
            .finished(
                step: id, outcome: outcome, findings: findings, reason: reason, seconds: (clock.now - since).seconds.rounded(to: 1000)))
    }

    // MARK: Looking

    func step(_ id: String) throws(EngineError) -> Step {
        guard let step = plan.step(id) else {
            throw EngineError(
                .request, id, "this server's plan has no such step", remedy: "list the steps with 'joget-cluster plan'")
        }
        return step
    }

    func bench(for step: Step, survey: Survey? = nil) -> Bench {
        let survey = survey ?? Survey(machine, units: step.units)
        let inspector = Inspector(machine: machine, plan: plan, secrets: secrets, directory: directory, survey: survey)
        return Bench(
            step: step, plan: plan, machine: machine, directory: directory, secrets: secrets, inspector: inspector,
            proven: state[step.id].proven, originals: state[step.id].originals)
    }
}

extension Double {
    func rounded(to parts: Double) -> Double { (self * parts).rounded() / parts }
}
