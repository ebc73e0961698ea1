public import Machines

/// What the journal adds up to for one step.
public struct StepState: Sendable, Hashable {
    /// Where a step stands.
    public enum Status: String, Sendable, Hashable, Codable {
        /// Nobody has begun it.
        case todo
        /// It is being worked on, or the program died while it was.
        case running
        /// Everything holds.
        case done
        /// Everything that must hold does, and something warns.
        case warned
        /// It failed, was cancelled, or no longer holds.
        case failed
        /// The operator left it out.
        case skipped
    }

    /// One command of a step.
    public struct Run: Sendable, Hashable {
        /// As an operator would type it.
        public var line: String
        /// Its traces.
        public var record: CommandRecord
        /// Its supervisor.
        public var process: LaunchedCommand
        /// When it was launched, in ISO 8601.
        public var launched: String
        /// How it ended; nil while it runs.
        public var end: CommandEnd?
        /// How long it took, in seconds.
        public var seconds: Double?
    }

    /// Where it stands.
    public var status: Status = .todo
    /// How it ended last; nil before.
    public var outcome: Outcome?
    /// How often it was begun.
    public var attempts = 0
    /// When it was begun last, in ISO 8601.
    public var started: String?
    /// When it ended last, in ISO 8601.
    public var ended: String?
    /// How long its last attempt took, in seconds.
    public var seconds: Double = 0
    /// What its checks saw last.
    public var findings: [Finding] = []
    /// Why it failed, where a finding does not say.
    public var reason: String?
    /// Everything it changed so far.
    public var changes: [Change] = []
    /// Its commands so far.
    public var runs: [Run] = []
    /// What was there before it, oldest first; undo goes backwards.
    public var originals: [Original] = []
    /// What its proof saw; nil where it holds none, or none yet.
    public var proven: [Finding]?
    /// Why it was left out.
    public var skipReason: String?
    /// Who left it out.
    public var skippedBy: String?
    /// Whether it changed something whose handlers have not run yet.
    public var owesHandlers = false
    /// Whether a check after the end found that it no longer holds.
    public var hasDrifted = false
    /// Whether the program died in the middle of it.
    public var isInterrupted = false

    /// Creates the state of a step that nobody has begun.
    public init() {}

    /// Whether the step needs nothing more.
    public var isSettled: Bool { status == .done || status == .warned || status == .skipped }
    /// Whether there is something that undo could take back.
    public var canUndo: Bool { (!originals.isEmpty || owesHandlers) && status != .running }
    /// The command that is still running as far as the journal knows.
    public var openRun: Run? { runs.last.flatMap { $0.end == nil ? $0 : nil } }
}

/// The state of a run: what its journal adds up to.
public struct RunState: Sendable, Hashable {
    /// The opening with which the work began; the latest one where there is none yet.
    public private(set) var firstOpening: Opening?
    /// The latest opening.
    public private(set) var opening: Opening?
    /// When the run began, in ISO 8601.
    public private(set) var began: String?
    /// When something last happened, in ISO 8601.
    public private(set) var latest: String?
    /// How often the server's clock was set back while the run went on, or between two starts.
    public private(set) var clockSteps = 0
    /// How often the program was started.
    public private(set) var openings = 0
    /// Whether the operator has agreed to the plan.
    public private(set) var isReviewed = false
    /// Damage that was found in the journal, in words.
    public private(set) var repairs: [String] = []
    /// States by step.
    public package(set) var steps: [String: StepState] = [:]
    /// What a reader of the run's story wants to know, oldest first.
    public private(set) var moments: [Moment] = []

    /// Whether anything but starts of the program is recorded.
    var hasWork: Bool { isReviewed || !steps.isEmpty }

    /// Creates the state of a run of which nothing is known.
    public init() {}

    /// Adds up the lines of a journal.
    public init(_ records: some Sequence<Record>) {
        for record in records { apply(record.event, at: record.time) }
    }

    /// The state of a step.
    public subscript(step: String) -> StepState { steps[step] ?? StepState() }

    /// Takes one event into account. `time` is its time in ISO 8601.
    public mutating func apply(_ event: Event, at time: String) {
        guard event.isKept else { return }
        if let step = stepBack(to: time) {
            moments.append(step)
            clockSteps += 1
        }
        latest = time
        if let moment = moment(event, at: time) { moments.append(moment) }
        switch event {
        case .opened(let opening):
            // What was opened and left again without any work binds nobody.
            if !hasWork { firstOpening = opening }
            self.opening = opening
            began = began ?? time
            openings += 1
        case .repaired(let lost, let copy): repairs.append("\(lost) damaged \(lost == 1 ? "line was" : "lines were") set aside in \(copy)")
        case .reviewed: isReviewed = true
        default:
            guard let step = event.step else { return }
            steps[step, default: StepState()].apply(event, at: time)
        }
    }
}

extension StepState {
    mutating func apply(_ event: Event, at time: String) {
        switch event {
        case .started(_, let attempt):
            status = .running
            attempts = attempt
            started = time
            reason = nil
            isInterrupted = false
            hasDrifted = false
        case .kept(_, let original):
            originals.append(original)
            owesHandlers = true
        case .launched(_, let line, let record, let process):
            runs.append(Run(line: line, record: record, process: process, launched: time))
        case .ended(_, let end, let seconds):
            guard !runs.isEmpty else { return }
            runs[runs.count - 1].end = end
            runs[runs.count - 1].seconds = seconds
        case .changed(_, let change): changes.append(change)
        case .proven(_, let findings): proven = findings
        case .finished(_, let outcome, let findings, let reason, let seconds):
            finish(outcome, findings, reason, seconds, at: time)
        case .skipped(_, let reason, let user):
            status = .skipped
            skipReason = reason
            skippedBy = user
            ended = time
        case .verified(_, let findings): verify(findings)
        case .interrupted:
            status = .failed
            isInterrupted = true
            proven = nil
            reason = "the program was stopped in the middle of this step"
        case .restored:
            if !originals.isEmpty { originals.removeLast() }
            owesHandlers = true
        case .opened, .repaired, .reviewed, .output, .progressed: break
        }
    }

    private mutating func finish(_ outcome: Outcome, _ findings: [Finding], _ reason: String?, _ seconds: Double, at time: String) {
        self.outcome = outcome
        self.findings = findings
        self.reason = reason
        self.seconds = seconds
        ended = time
        skipReason = nil
        skippedBy = nil
        switch outcome {
        case .unchanged, .changed, .confirmed, .proven:
            status = findings.contains { $0.verdict == .warns } ? .warned : .done
            owesHandlers = false
        case .failed, .cancelled:
            status = .failed
            proven = nil
        case .undone:
            let count = attempts  // logs are named by attempt, so the count goes on
            self = StepState()
            self.outcome = .undone
            attempts = count
            ended = time
        }
    }

    private mutating func verify(_ findings: [Finding]) {
        self.findings = findings
        guard outcome?.isDone == true || hasDrifted else { return }
        if findings.areAcceptable {
            status = findings.contains { $0.verdict == .warns } ? .warned : .done
            hasDrifted = false
            reason = nil
        } else if findings.contains(where: { $0.verdict == .fails }) {
            status = .failed
            hasDrifted = true
            reason = "it was done, but no longer holds"
        }
    }
}
