public import Guidebook
import Machines
public import StepEngine

extension Report {
    /// Folds plan and state. `made` is the time of making in ISO 8601; `journal` is the place up to which the state was read.
    public init(plan: Plan, state: RunState, program: String, made: String, journal: JournalMark? = nil) {
        version = Report.currentVersion
        self.program = program
        self.made = made
        cluster = plan.cluster.name
        server = ServerEntry(plan.server, route: plan.cluster.route(of: plan.server))
        server.roles = plan.roles.map(\.rawValue)
        server.release = plan.platform.release
        description = DescriptionEntry(plan.cluster)
        self.journal = journal
        guide = plan.guideDigest
        steps = plan.sections.flatMap { section in section.steps.map { StepEntry($0, in: section) } }
        (starts, repairs, isComplete, counts, facts, timeline, errata, waived) = (0, [], false, [:], [:], [], [], [])
        take(state)
    }

    /// Everything that the journal decides, as `state` has it; what the guide and the description decide stays.
    mutating func take(_ state: RunState) {
        server.hostName = state.opening?.hostName
        server.machineID = state.opening?.machineID
        began = state.began
        latest = state.latest
        starts = state.openings
        user = state.opening?.user
        repairs = state.repairs
        timeline = state.moments.map(Moment.init)
        for index in steps.indices { steps[index].take(state[steps[index].id]) }
        facts = steps.flatMap(\.findings).reduce(into: [:]) { $0.merge($1.facts ?? [:]) { $1 } }
        errata = steps.compactMap { step in step.erratum.map { Erratum(step: step.id, title: step.title, text: $0) } }
        waived = steps.compactMap(Waiver.init)
        isComplete = !steps.isEmpty && steps.allSatisfy { $0.isOnRequest || $0.isSettled }
        counts = steps.reduce(into: [:]) { $0[$1.status.rawValue, default: 0] += 1 }
    }
}

extension Report.ServerEntry {
    init(_ server: Server, route: String?) {
        self.init(
            name: server.name, address: server.address, roles: server.roles.map(\.rawValue),
            route: server.roles.contains(.application) ? route : nil)
    }
}

extension Report.DescriptionEntry {
    /// What a cluster's description comes to, standard answers given or not.
    public init(_ cluster: Cluster) {
        answers = Parameter.all.filter { $0.isAsked(in: cluster) }.map {
            Report.AnswerEntry(id: $0.id, title: $0.title, text: cluster[$0.id], isStandard: cluster[$0.id] == $0.standard)
        }
        let routes = cluster.routes
        servers = cluster.servers.map { Report.ServerEntry($0, route: routes[$0.name]) }
    }

    /// SHA-256 in hexadecimal of all that it says: equal for descriptions that say the same.
    public var digest: String {
        var bytes = Array("\(servers.count)\n".utf8)
        // Its length before each field keeps one from running into the next.
        func add(_ field: String) { bytes += "\(field.utf8.count):\(field)\n".utf8 }
        for server in servers {
            add(server.name)
            add(server.address)
            add(server.roles.joined(separator: " "))
            add(server.route ?? "")
        }
        for answer in answers {
            add(answer.id)
            add(answer.text)
        }
        return Journal.digest(of: bytes)
    }
}

extension Report.StepEntry {
    /// A step that nobody has begun.
    init(_ step: Step, in section: Section) {
        self.init(
            id: step.id, section: section.title, title: step.title, kind: step.action.kind, isOnRequest: step.isOnRequest, status: .todo,
            attempts: 0, seconds: 0, erratum: step.erratum, commands: [], changes: [], findings: [])
    }

    /// Whether it needs nothing more.
    public var isSettled: Bool { [.done, .warned, .skipped].contains(status) }

    /// Everything that the journal decides.
    mutating func take(_ state: StepState) {
        status = state.status
        outcome = state.outcome
        attempts = state.attempts
        started = state.started
        ended = state.ended
        seconds = state.seconds
        reason = state.reason
        skipReason = state.skipReason
        skippedBy = state.skippedBy
        // What was not done put nothing right.
        if status != .done && status != .warned { erratum = nil }
        commands = state.runs.map(Report.CommandEntry.init)
        changes = state.changes
        findings = state.findings.knownFirst
    }
}

extension Report.CommandEntry {
    init(_ run: StepState.Run) {
        var status: Int32?
        if case .exited(let code)? = run.end { status = code }
        self.init(line: run.line, end: run.end?.words, status: status, seconds: run.seconds, log: run.record.log)
    }
}

extension Report.Moment {
    init(_ moment: RunState.Moment) {
        self.init(time: moment.time, text: moment.text, step: moment.step, outcome: moment.outcome, seconds: moment.seconds)
    }
}

extension Report.JournalMark {
    /// The place where a journal ended.
    public init(_ mark: Journal.Mark) { self.init(lines: mark.lines, head: mark.head) }
}

extension Waiver {
    /// The waiver that an entry tells of; nil where nobody waived it.
    init?(_ entry: Report.StepEntry) {
        guard entry.status == .skipped, Preflight.includes(entry.id) else { return nil }
        step = entry.id
        title = entry.title
        reason = entry.skipReason ?? ""
        user = entry.skippedBy ?? "?"
        time = entry.ended ?? "?"
    }
}
