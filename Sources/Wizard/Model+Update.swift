import Guidebook
import Machines
import StepEngine
import TerminalUI

extension Model {
    /// Takes a message into account, and says what is to be done because of it.
    mutating func update(_ message: Message) -> [Effect] {
        switch message {
        case .begun: return [.identify]
        case .key(let key): return press(key)
        case .resized(let size): self.size = size
        case .terminated(let signal): return end(signal)
        case .tick(let moment): return tick(moment)
        case .engine(let event, let moment): return hear(event, moment)
        case .identified(let identity):
            self.identity = identity
            return adoptCluster()
        case .opened(let opened): return take(opened)
        case .locked(let state, let holder): startFollowing(state, holder)
        case .followed(let news, let seconds, let isAlone): return follow(news, seconds, isAlone)
        case .found(let suggestions): take(suggestions)
        case .heard(let addresses): take(heard: addresses)
        case .surveyed(let preflight, let state): return surveyed(preflight, state)
        case .recovered(let state): return recovered(state)
        case .verified(let state): return verified(state)
        case .previewed(let step, let preview): return previewed(step, preview)
        case .ended(let step, let outcome, let state): return ended(step, outcome, state)
        case .undoPreviewed(let step, let lines): return askUndo(step, lines)
        case .conflictsFound(let step, let conflicts): return conflictsFound(step, conflicts)
        case .traced(let traces):
            if case .resume(var resume) = page {
                resume.traces = traces
                page = .resume(resume)
            }
        case .inspected(let entries): inspected(entries)
        case .skipped(let step, let state): return moveOn(from: step, state)
        case .reviewed(let state): return reviewed(state)
        case .secretKept(let missing): return secretKept(missing)
        case .logRead(let path, let window, let former): showLog(path, window, beside: former)
        case .logFound(let path, let needle, let match): foundInLog(path, needle, match)
        case .reportWritten(let paths): run?.reportPaths = paths
        case .boardRead(let text): showBoard(text)
        case .quiet(let keyCount): return quiet(keyCount)
        case .clusterSaved(let text), .clusterRead(let text?):
            clusterText = text
            return adoptCluster()
        case .clusterRead(nil):
            clusterText = nil
            return adoptCluster()
        case .shellEnded(let problem): return backFromShell(problem)
        case .refused(let effect, let refusal): return refused(effect, refusal)
        }
        return []
    }

    // MARK: Finding out where we are

    private mutating func adoptCluster() -> [Effect] {
        overlays = []
        guard let identity else { return [.identify] }
        guard let clusterText else {
            cluster = nil
            return openForm(ClusterForm(identity: identity))
        }
        do {
            let cluster = try ClusterLoader.cluster(from: clusterText, file: setting.clusterPath)
            self.cluster = cluster
            return adopt(cluster, identity)
        } catch {
            cluster = nil
            page = .refused(Refusal(error))
            return []
        }
    }

    private mutating func adopt(_ cluster: Cluster, _ identity: Identity) -> [Effect] {
        let name = chosenServer ?? setting.serverName
        let server =
            name.map { cluster.server(named: $0) } ?? cluster.server(hostName: identity.hostName, addresses: identity.addresses)
        guard let server else {
            page = .chooser(0)
            return []
        }
        let platform = Platform(
            distribution: identity.distribution, release: identity.release, product: cluster["database.product"])
        let plan = Plan(guide: setting.guide, cluster: cluster, server: server, platform: platform, roles: setting.roles)
        var run = Run(plan: plan)
        run.work = Work(.opening)
        self.run = run
        page = .welcome
        return [.open(plan)]
    }

    /// The operator says which server this is.
    mutating func choose(_ server: Server) -> [Effect] {
        chosenServer = server.name
        return adoptCluster()
    }

    private mutating func take(_ opened: Message.Opened) -> [Effect] {
        guard var run else { return [] }
        run.isOpen = true
        stateTrouble = nil
        run.follows = nil
        run.state = opened.state
        run.missingSecrets = opened.missingSecrets
        run.damage = opened.damage
        run.work = nil
        run.recordedDone = run.steps.map(\.id).filter { id in
            opened.state[id].outcome?.isDone == true && opened.state[id].status != .skipped
        }
        if let step = run.nextOpen() { run.select(step.id) }
        run.leftRunning = run.steps.map(\.id).filter { opened.state[$0].status == .running || opened.state[$0].isInterrupted }
        run.latestBefore = opened.latestBefore
        run.hasOlderClock = opened.hasOlderClock
        let isUnfinished = run.steps.contains { opened.state[$0.id].status == .running }
        let isDone = !run.recordedDone.isEmpty
        self.run = run
        if isUnfinished || isDone || !run.leftRunning.isEmpty { page = .resume(ResumePage()) }
        if isUnfinished { return begin(.recovering) }
        return isDone ? begin(.verifying(nil)) : look()
    }

    private mutating func recovered(_ state: RunState) -> [Effect] {
        adopt(state)
        guard let run else { return [] }
        self.run?.recordedDone = run.steps.map(\.id).filter { state[$0].outcome?.isDone == true && state[$0].status != .skipped }
        return begin(.verifying(nil))
    }

    private mutating func verified(_ state: RunState) -> [Effect] {
        let isWhole = run?.work?.kind == .verifying(nil)
        adopt(state)
        if isWhole, let step = run?.nextOpen() { run?.select(step.id) }
        let changed = run?.resumption.changed.map(\.id) ?? []
        if case .resume = page, !changed.isEmpty { return look() + [.trace(changed)] }
        return look()
    }

    /// The work is over, and this is what the journal adds up to now.
    mutating func adopt(_ state: RunState) {
        stateTrouble = nil
        run?.state = state
        run?.work = nil
        run?.forgetLooks()
        overlays.removeAll { $0.isAboutWork }
    }

    // MARK: Time and events

    private mutating func tick(_ moment: Moment) -> [Effect] {
        now = moment.seconds
        if run?.work != nil, run?.work?.began == nil { run?.work?.began = moment.seconds }
        let watching = watchSilence()
        guard isLogStale, wantsNewLines, let path = shownLog else { return watching }
        isLogStale = false
        return watching + [.readLog(path)]
    }

    mutating func hear(_ event: Event, _ moment: Moment) -> [Effect] {
        now = max(now, moment.seconds)
        guard run != nil else { return [] }
        run?.state.apply(event, at: moment.text)
        switch event {
        case .started(let step, _):
            if run?.work?.step == step { run?.work?.began = moment.seconds }
            run?.output = LiveOutput(step: step)
        case .launched(let step, let line, _, _):
            if run?.output?.step != step { run?.output = LiveOutput(step: step) }
            run?.work?.line = line
            run?.work?.lastOutput = moment.seconds
        case .ended: run?.work?.line = nil
        case .output(let step, let bytes, let skipped):
            if run?.output?.step != step { run?.output = LiveOutput(step: step) }
            run?.output?.append(bytes, skipped: skipped)
            run?.work?.lastOutput = moment.seconds
            isLogStale = true
        case .progressed(_, let text): run?.work?.note = text
        case .verified(let step, let findings):
            if run?.recordedDone.contains(step) == true { run?.seenAgain[step] = findings }
        default: break
        }
        return []
    }

    // MARK: The end

    private mutating func end(_ signal: Int32?) -> [Effect] {
        // Ctrl-C in the shell is meant for what runs there.
        if isInShell && signal == 2 { return [] }
        return leave(2)
    }

    mutating func leave(_ code: Int32) -> [Effect] {
        exitCode = code
        return [.leave(code)]
    }

    private mutating func backFromShell(_ problem: String?) -> [Effect] {
        isInShell = false
        if let problem { tell("There is no shell", problem) }
        guard run?.isOpen == true, !isBusy else { return [] }
        run?.forgetLooks()
        return look()
    }

    private mutating func refused(_ effect: Effect, _ refusal: Refusal) -> [Effect] {
        if refusal.exitCode == EngineError.Kind.state.exitCode { stateTrouble = refusal }
        switch effect {
        case .identify, .open:
            run?.work = nil
            overlays = []
            page = .refused(refusal)
        case .preview(let step):
            run?.previewing = nil
            run?.lookProblems[step] = refusal.lines.joined(separator: "; ")
            return takeUpQueued()
        case .recover, .verify, .survey, .perform, .take, .confirm, .undo:
            run?.work = nil
            run?.isRunningAll = false
            run?.fixes = []
            tell(refusal)
        case .listen:
            if case .form(var form) = page {
                form.hearing = .impossible(refusal.lines.joined(separator: "; "))
                page = .form(form)
            }
        case .review:
            run?.isRunningAll = false
            tell(refusal)
        case .saveCluster:
            tell(refusal)
        default: tell(refusal)
        }
        return []
    }
}
