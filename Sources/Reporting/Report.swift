public import Guidebook
internal import Machines
public import StepEngine

/// What was done on one server: a fold of plan and journal that a change board can read.
public struct Report: Sendable, Hashable, Codable {
    /// The form of the JSON document.
    public static let currentVersion = 1

    /// The form of this document.
    public var version: Int
    /// The version of the program that made it.
    public var program: String
    /// When it was made, in ISO 8601.
    public var made: String
    /// The cluster's name.
    public var cluster: String
    /// The server.
    public var server: ServerEntry
    /// SHA-256 of the guide.
    public var guide: String
    /// When the run began and when something last happened, in ISO 8601.
    public var began: String?
    /// When something last happened, in ISO 8601.
    public var latest: String?
    /// How often the program was started for it.
    public var starts: Int
    /// Who works on it, as of the latest start.
    public var user: String?
    /// Whether every step of the plan is settled. Never true before.
    public var isComplete: Bool
    /// How many steps have which status.
    public var counts: [String: Int]
    /// Damage that the journal had, in words.
    public var repairs: [String]
    /// What the steps that were done put right in the published guide.
    public var errata: [Erratum]
    /// The checks of the preflight that were let pass.
    public var waived: [Waiver]
    /// Every step of the plan, in order.
    public var steps: [StepEntry]

    /// The server as the report names it.
    public struct ServerEntry: Sendable, Hashable, Codable {
        public var name: String
        public var address: String
        public var roles: [String]
        public var hostName: String?
        public var machineID: String?
        public var release: String
    }

    /// One step.
    public struct StepEntry: Sendable, Hashable, Codable {
        public var id: String
        public var section: String
        public var title: String
        public var status: StepState.Status
        public var outcome: Outcome?
        public var attempts: Int
        public var started: String?
        public var ended: String?
        /// Of the last attempt.
        public var seconds: Double
        public var reason: String?
        public var skipReason: String?
        public var skippedBy: String?
        /// Where the published guide was not followed; given for steps that were done.
        public var erratum: String?
        public var commands: [CommandEntry]
        public var changes: [Change]
        public var findings: [Finding]
    }

    /// One command.
    public struct CommandEntry: Sendable, Hashable, Codable {
        public var line: String
        /// In words; nil while it runs.
        public var end: String?
        /// The exit status, where it has one.
        public var status: Int32?
        public var seconds: Double?
        public var log: String
    }

    /// Folds plan and state. `made` is the time of making in ISO 8601.
    public init(plan: Plan, state: RunState, program: String, made: String) {
        version = Report.currentVersion
        self.program = program
        self.made = made
        cluster = plan.cluster.name
        server = ServerEntry(
            name: plan.server.name, address: plan.server.address, roles: plan.roles.map(\.rawValue),
            hostName: state.opening?.hostName, machineID: state.opening?.machineID, release: plan.platform.release)
        guide = plan.guideDigest
        began = state.began
        latest = state.latest
        starts = state.openings
        user = state.opening?.user
        repairs = state.repairs
        steps = plan.sections.flatMap { section in section.steps.map { Report.entry($0, section, state[$0.id]) } }
        errata = steps.compactMap { step in step.erratum.map { Erratum(step: step.id, title: step.title, text: $0) } }
        waived = plan.steps.compactMap { Waiver($0, state[$0.id]) }
        isComplete = !steps.isEmpty && plan.steps.allSatisfy { state[$0.id].isSettled }
        counts = steps.reduce(into: [:]) { $0[$1.status.rawValue, default: 0] += 1 }
    }

    private static func entry(_ step: Step, _ section: Section, _ state: StepState) -> StepEntry {
        StepEntry(
            id: step.id, section: section.title, title: step.title, status: state.status, outcome: state.outcome,
            attempts: state.attempts, started: state.started, ended: state.ended, seconds: state.seconds, reason: state.reason,
            skipReason: state.skipReason, skippedBy: state.skippedBy,
            erratum: state.status == .done || state.status == .warned ? step.erratum : nil,
            commands: state.runs.map(CommandEntry.init), changes: state.changes, findings: state.findings.knownFirst)
    }
}

extension Report.CommandEntry {
    init(_ run: StepState.Run) {
        var status: Int32?
        if case .exited(let code)? = run.end { status = code }
        self.init(line: run.line, end: run.end?.words, status: status, seconds: run.seconds, log: run.record.log)
    }
}
