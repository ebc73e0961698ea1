import Guidebook
import Machines
import Reporting
import StepEngine
import TerminalUI

/// Carrying out what the model asks for. Every answer comes back through the inbox.
extension Session {
    /// Between the characters of a paste no more time passes than this, on a serial line either.
    private static let quietTime = Duration.milliseconds(400)

    func carryOut(_ effect: Effect) {
        switch effect {
        case .redraw: face.redraw()
        case .style: face.changeStyle()
        case .stop: face.stop()
        case .leave: break
        case .shell: openShell()
        case .cancel(let signal):
            let engine = self.engine
            begin { await engine?.cancel(signal) }
        default:
            let inbox = self.inbox
            let earlier = errandsBefore(effect)
            let errand = begin {
                for errand in earlier { await errand.value }
                do {
                    inbox.send(try await self.answer(to: effect))
                } catch {
                    inbox.send(.refused(effect, Refusal(error)))
                }
            }
            if effect.replacesFile { latestReplacement = errand }
            if effect.isAside { asides.insert(errandCount) }
        }
    }

    /// What must be over before an effect is carried out.
    private func errandsBefore(_ effect: Effect) -> [Task<Void, Never>] {
        // A run is opened only when nobody uses the engine of the former one any more.
        if case .open = effect { return errands.filter { !asides.contains($0.key) }.map(\.value) }
        // Whoever presses Enter twice saves twice, one after the other.
        return effect.replacesFile ? [latestReplacement].compactMap(\.self) : []
    }

    @discardableResult
    private func begin(_ errand: @escaping @MainActor () async -> Void) -> Task<Void, Never> {
        errandCount += 1
        let number = errandCount
        let task = Task {
            await errand()
            errands[number] = nil
            asides.remove(number)
            settle()
        }
        errands[number] = task
        return task
    }

    private func answer(to effect: Effect) async throws -> Message {
        switch effect {
        case .identify: return .identified(try await workplace.machine.identity())
        case .open(let plan): return try await takeOver(plan)
        case .search: return .found(await Suggestions.found(on: workplace.machine))
        case .listen(let address):
            return .heard(
                try await workplace.machine.hear(
                    group: Hearing.group, port: Hearing.port, at: address, saying: nil, within: Hearing.limit
                ).addresses)
        case .awaitQuiet(let keyCount):
            try await Task.sleep(for: Session.quietTime)
            return .quiet(keyCount)
        case .saveCluster(let text): return try await save(text)
        case .readCluster: return .clusterRead(try await readCluster())
        case .readLog(let path): return .logRead(path, await Task.detached { LogFile.end(of: path) }.value, beside: nil)
        case .readLogBefore(let window):
            return .logRead(window.path, await Task.detached { LogFile.before(window) }.value, beside: window)
        case .readLogAfter(let window): return .logRead(window.path, await Task.detached { LogFile.after(window) }.value, beside: window)
        case .findInLog(let path, let text, let offset, let forward):
            return .logFound(path, text, await Task.detached { LogFile.find(text, in: path, from: offset, forward: forward) }.value)
        default:
            guard let engine else { preconditionFailure("\(effect) is asked for only while a run is open") }
            return try await answer(to: effect, engine)
        }
    }

    private func answer(to effect: Effect, _ engine: Engine) async throws -> Message {
        switch effect {
        case .recover:
            try await engine.recover()
            return .recovered(await engine.state)
        case .verify(let steps):
            try await engine.verify(steps)
            return .verified(await engine.state)
        case .survey: return try await survey(engine)
        case .inspect: return .inspected(await engine.processes())
        case .preview(let step): return .previewed(step, try await engine.preview(step))
        case .perform(let step): return .ended(step, try await engine.perform(step, anew: true), await engine.state)
        case .take(let step): return .ended(step, try await engine.perform(step, anew: true, taking: true), await engine.state)
        case .findConflicts(let step): return .conflictsFound(step, try await engine.conflicts(of: step))
        case .trace(let steps): return .traced(await traces(of: steps, engine))
        case .confirm(let step): return .ended(step, try await engine.confirm(step), await engine.state)
        case .undo(let step): return .ended(step, try await engine.undo(step), await engine.state)
        case .undoPreview(let step): return .undoPreviewed(step, try await engine.undoPreview(step))
        case .skip(let step, let reason):
            try await engine.skip(step, reason: reason)
            return .skipped(step, await engine.state)
        case .review:
            try await engine.review()
            return .reviewed(await engine.state)
        case .keep(let secret, let name): return try await keep(secret, name, engine)
        case .generate(let name): return try await keep(.generated(), name, engine)
        case .writeReport(let plan): return .reportWritten(try await workplace.writeReport(plan, await engine.state))
        case .readBoard(let plan): return .boardRead(try await board(plan, engine))
        case .identify, .open, .search, .listen, .awaitQuiet, .saveCluster, .readCluster, .readLog, .readLogBefore, .readLogAfter,
            .findInLog, .redraw, .style, .stop, .leave, .shell,
            .cancel:
            preconditionFailure("\(effect) needs no engine")
        }
    }

    private func survey(_ engine: Engine) async throws -> Message {
        let preflight = try await Preflight.look(at: engine.plan, await engine.state, on: engine.machine) {
            try await engine.preview($0.id)
        }
        return .surveyed(preflight, await engine.state)
    }

    private func board(_ plan: Plan, _ engine: Engine) async throws -> [String] {
        let handed = try await BoardDesk.entries(
            plan: plan, state: await engine.state, program: workplace.setting.program, made: Journal.now(), machine: workplace.machine)
        let gathering = try Gathering(handed)
        let text = BoardText.text(of: Board(gathering.chosen.map { handed[$0].entry }), remarks: gathering.remarks)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Who was at the files that the steps wrote: `/etc/hosts, 14:02, by root`.
    private func traces(of steps: [String], _ engine: Engine) async -> [String: [String]] {
        var words: [String: [String]] = [:]
        for step in steps {
            words[step] = await engine.traces(of: step).map { trace in
                [trace.path, trace.modified, trace.owner.map { "by \($0)" }].compactMap { $0 }.joined(separator: ", ")
            }
        }
        return words
    }

    private func keep(_ secret: Secret, _ name: String, _ engine: Engine) async throws -> Message {
        // Hidden from the first moment on, even where keeping it fails.
        secrets.append(secret)
        try await engine.secrets.keep(secret, as: name)
        return .secretKept(missing: await engine.secrets.missing(of: Vocabulary.secrets))
    }

    func open(_ plan: Plan) async throws -> Message.Opened {
        engine = nil
        let inbox = self.inbox
        let directory = try StateDirectory(path: workplace.setting.directoryPath, creating: true)
        let engine = try await Engine(
            plan: plan, machine: workplace.machine, directory: directory, user: workplace.setting.user,
            program: workplace.setting.program
        ) { inbox.send($0) }
        self.engine = engine
        secrets = await engine.secrets.all
        let latest = await engine.latestBefore
        let hasOlderClock = await engine.hasOlderClock
        let damage = await engine.damage.map {
            "line \($0.line): \($0.reason); \($0.lostLines) lines were set aside" + ($0.copy.map { " in \($0)" } ?? "")
        }
        return Message.Opened(
            state: await engine.state, missingSecrets: await engine.secrets.missing(of: Vocabulary.secrets), damage: damage,
            latestBefore: latest, hasOlderClock: hasOlderClock)
    }

    /// The description and the folder it lies in belong to this program, not to the server under set-up.
    private func save(_ text: String) async throws -> Message {
        let path = workplace.setting.clusterPath
        if path.hasPrefix(workplace.setting.directoryPath + "/") {
            _ = try StateDirectory(path: workplace.setting.directoryPath, creating: true)
        }
        try await LocalMachine(executable: "").replace(path, with: Array(text.utf8), attributes: FileAttributes(mode: 0o600))
        return .clusterSaved(text)
    }

    private func readCluster() async throws -> String? {
        let path = workplace.setting.clusterPath
        guard let bytes = try await LocalMachine(executable: "").read(path, limit: 1 << 20) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentError(file: path, "the file cannot be read as UTF-8 text")
        }
        return text
    }

    private func openShell() {
        face.suspend()
        let shell = OperatorShell(words: workplace.shell)
        begin {
            let problem = await shell.run()
            self.face.resume()
            self.inbox.send(.shellEnded(problem))
        }
    }
}
