public import Guidebook
public import Machines

/// Looks at what was done without taking the run over: nothing is recorded, nobody is kept from working, and it may come every minute.
public struct Patrol: Sendable {
    /// What the journal adds up to.
    public let state: RunState
    private let plan: Plan
    private let machine: any Machine
    private let directory: StateDirectory
    private let secrets: SecretStore

    /// Reads the state of a run. Throws where there is none, where it is another server's, guide's or cluster's, or while somebody works on it.
    public init(plan: Plan, machine: any Machine, directory: StateDirectory) async throws(EngineError) {
        self.plan = plan
        self.machine = machine
        self.directory = directory
        if let loss = Journal.loss(in: directory) { throw loss }
        try Patrol.confirmQuiet(directory)
        var state = RunState()
        for record in try Journal.records(of: directory)?.records ?? [] { state.apply(record.event, at: record.time) }
        try state.confirmBelongs(to: plan, at: directory.path)
        self.state = state
        secrets = try await SecretStore(directory)
    }

    /// Steps of the plan that were done: what is looked at where nobody names others.
    public var done: [Step] { plan.steps.filter { state.isDone($0.id) } }

    /// Looks at the named steps, by default at all that were done. Throws where somebody has begun to work meanwhile: what was seen in the
    /// middle of a change says nothing.
    public func verify(_ ids: [String]? = nil) async throws(EngineError) -> [String: [Finding]] {
        let steps = ids.map { ids in plan.steps.filter { ids.contains($0.id) } } ?? done
        let survey = Survey(machine, units: steps.reduce(into: []) { $0.formUnion($1.units) })
        let inspector = Inspector(machine: machine, plan: plan, secrets: secrets, directory: directory, survey: survey, isPassingBy: true)
        var all: [String: [Finding]] = [:]
        for step in steps {
            let bench = Bench(
                step: step, plan: plan, machine: machine, directory: directory, secrets: secrets, inspector: inspector,
                proven: state[step.id].proven, originals: state[step.id].originals)
            all[step.id] = await bench.findings()
            try Patrol.confirmQuiet(directory)
        }
        return all
    }

    private static func confirmQuiet(_ directory: StateDirectory) throws(EngineError) {
        guard Lock.isHeld(in: directory) else { return }
        let holder = Lock.holder(of: directory)
        throw EngineError(
            .locked, directory.path, "another joget-cluster is at work here\(holder.isEmpty ? "" : " (\(holder))")",
            remedy: "look again when it has ended")
    }
}

extension RunState {
    /// Whether a step counts as done, so that it can be verified.
    func isDone(_ id: String) -> Bool { self[id].outcome?.isDone == true && self[id].status != .skipped }
}
