public import Machines

/// How a step ended.
public enum Outcome: String, Sendable, Hashable, Codable {
    /// Everything was as it should be already; nothing was done.
    case unchanged
    /// It was done, and the checks hold.
    case changed
    /// The action or a check failed.
    case failed
    /// The operator stopped it.
    case cancelled
    /// The operator says that it is done, and no check says otherwise.
    case confirmed
    /// It was shown to work.
    case proven
    /// It was taken back.
    case undone

    /// Whether the step counts as done.
    public var isDone: Bool { self == .unchanged || self == .changed || self == .confirmed || self == .proven }
}

/// The first event of a run, and of every start after it.
public struct Opening: Sendable, Hashable, Codable {
    /// The version of this program.
    public var program: String
    /// The guide's digest.
    public var guide: String
    /// The cluster's name.
    public var cluster: String
    /// The server's name in the cluster.
    public var server: String
    /// The roles that are set up.
    public var roles: [String]
    /// The server's own host name.
    public var hostName: String
    /// `/etc/machine-id`.
    public var machineID: String
    /// The kernel's boot id.
    public var bootID: String
    /// The release in words.
    public var release: String
    /// Who started the program, and from where: the login name behind sudo.
    public var user: String

    /// Creates an opening.
    public init(
        program: String, guide: String, cluster: String, server: String, roles: [String], hostName: String, machineID: String,
        bootID: String, release: String, user: String
    ) {
        self.program = program
        self.guide = guide
        self.cluster = cluster
        self.server = server
        self.roles = roles
        self.hostName = hostName
        self.machineID = machineID
        self.bootID = bootID
        self.release = release
        self.user = user
    }
}

/// Something that happened. All but output, progress and looks are kept in the journal.
public enum Event: Sendable, Hashable, Codable {
    /// The program was started for this server.
    case opened(Opening)
    /// The journal was damaged; whole records before the damage were kept.
    case repaired(lostLines: Int, copy: String)
    /// The operator saw the plan and agreed to it.
    case reviewed(user: String)
    /// Work on a step begins. `attempt` counts from 1.
    case started(step: String, attempt: Int)
    /// What was there before a change.
    case kept(step: String, original: Original)
    /// A command was started under its supervisor.
    case launched(step: String, line: String, record: CommandRecord, process: LaunchedCommand)
    /// That command ended.
    case ended(step: String, end: CommandEnd, seconds: Double)
    /// Something was changed.
    case changed(step: String, change: Change)
    /// What a proof saw.
    case proven(step: String, findings: [Finding])
    /// Work on a step ended.
    case finished(step: String, outcome: Outcome, findings: [Finding], reason: String?, seconds: Double)
    /// The operator leaves a step out.
    case skipped(step: String, reason: String, user: String)
    /// A step recorded as done was looked at again.
    case verified(step: String, findings: [Finding])
    /// A step was found unfinished after a crash or restart.
    case interrupted(step: String)
    /// What undo restored.
    case restored(step: String, original: Original)
    /// New output of the running command; `skipped` bytes before it were too many to show. Not kept.
    case output(step: String, bytes: [UInt8], skipped: Int)
    /// What the engine does right now, for the screen. Not kept.
    case progressed(step: String, text: String)

    /// Whether the event belongs in the journal.
    public var isKept: Bool {
        switch self {
        case .output, .progressed: false
        default: true
        }
    }

    /// The step concerned.
    public var step: String? {
        switch self {
        case .opened, .repaired, .reviewed: nil
        case .started(let step, _), .kept(let step, _), .launched(let step, _, _, _), .ended(let step, _, _), .changed(let step, _),
            .proven(let step, _), .finished(let step, _, _, _, _), .skipped(let step, _, _), .verified(let step, _), .interrupted(let step),
            .restored(let step, _), .output(let step, _, _), .progressed(let step, _):
            step
        }
    }
}
