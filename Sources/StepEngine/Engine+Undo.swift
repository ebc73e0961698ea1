internal import Guidebook
internal import Machines

/// Taking steps back.
extension Engine {
    /// What undoing the step would do, in words; empty where there is nothing to undo.
    public func undoPreview(_ id: String) throws(EngineError) -> [String] {
        let step = try step(id)
        var lines = state[id].originals.reversed().compactMap(Engine.words)
        switch step.undo {
        case .none(let reason): return ["This step is not taken back: \(reason)"]
        case .command(let words) where state[id].originals.contains(.command): lines.insert("run: \(Command(words).line)", at: 0)
        case .sql(let template, _) where state[id].originals.contains(.statements):
            lines.insert("run the statements of \(template)", at: 0)
        default: break
        }
        return lines.isEmpty && !state[id].owesHandlers ? [] : lines + step.handlers.map { "run: \(Command($0.command).line)" }
    }

    private static func words(for original: Original) -> String? {
        switch original {
        case .file(let path, nil, _): "remove \(path)"
        case .file(let path, _?, _): "put \(path) back as it was"
        case .directory(let path, nil): "remove \(path), if it is empty"
        case .directory(let path, _?): "give \(path) its former owner and mode"
        case .added(let packages): packages.isEmpty ? nil : "remove the packages that were added: \(packages.joined(separator: " "))"
        case .service(let name, let wasRunning, let wasEnabled):
            "bring \(name) back to: \(wasRunning ? "running" : "stopped"), \(wasEnabled ? "enabled" : "disabled")"
        case .mount(let target): "unmount \(target)"
        case .packages, .command, .statements: nil
        }
    }

    /// Takes a step back: what it changed becomes what it was before, newest first.
    @discardableResult
    public func undo(_ id: String) async throws(EngineError) -> Outcome {
        let step = try step(id)
        if case .none(let reason) = step.undo {
            throw EngineError(.request, id, "the step is not taken back: \(reason)", remedy: "do by hand what the step's text says")
        }
        guard state[id].canUndo else {
            throw EngineError(.request, id, "there is nothing to undo", remedy: "it changed nothing on this server")
        }
        try beginWork(on: id)
        defer { isAtWork = false }
        isCancelled = false
        let started = clock.now
        let attempt = Attempt(engine: self, step: id, number: state[id].attempts + 1)
        try record(.started(step: id, attempt: attempt.number))
        do {
            try await takeBack(step, attempt)
            try finish(id, .undone, [], reason: nil, since: started)
            try await lookAfterUndo(of: id)
            return .undone
        } catch let error as EngineError {
            throw error
        } catch {
            try finish(id, .failed, [], reason: "undo: \(Engine.reason(of: error))", since: started)
            return .failed
        }
    }

    /// Looks again at the later steps that count as done: what they rested on may be gone.
    private func lookAfterUndo(of id: String) async throws(EngineError) {
        let later = plan.steps.drop { $0.id != id }.dropFirst().map(\.id)
        try await verify(later.filter { state[$0].outcome?.isDone == true && state[$0].status != .skipped })
    }

    private func takeBack(_ step: Step, _ attempt: Attempt) async throws {
        let bench = bench(for: step)
        while let original = state[step.id].originals.last {
            emit(.progressed(step: step.id, text: "undo: \(Engine.words(for: original) ?? "commands")"))
            try await restore(original, bench, attempt)
            try record(.restored(step: step.id, original: original))
        }
        for handler in step.handlers { try await attempt.run(bench.command(handler.command)) }
    }

    private func restore(_ original: Original, _ bench: Bench, _ attempt: Attempt) async throws {
        switch original {
        case .file(let path, let copy, let attributes): try await restoreFile(path, copy, attributes, step: bench.step.id)
        case .directory(let path, let attributes): try await restoreDirectory(path, attributes)
        case .packages: break
        case .added(let packages): try await remove(packages, bench, attempt)
        case .service(let name, let wasRunning, let wasEnabled):
            try await attempt.run(bench.command(["systemctl", wasEnabled ? "enable" : "disable", name]))
            try await attempt.run(bench.command(["systemctl", wasRunning ? "start" : "stop", name]))
        case .mount(let target):
            if try await machine.mounts().contains(where: { $0.target == target }) {
                try await attempt.run(bench.command(["umount", target]))
            }
        case .command:
            guard case .command(let words) = bench.step.undo else { return }
            do {
                try await attempt.run(bench.command(words))
            } catch let failure as StepFailure {
                // What is gone already, with something else or by somebody else, needs no taking back.
                if await bench.inspector.findings(for: bench.step.checks).areAcceptable { throw failure }
            }
        case .statements: try await runUndoStatements(bench, attempt)
        }
    }

    private func restoreFile(_ path: String, _ copy: String?, _ attributes: Original.Attributes?, step: String) async throws {
        let result = try await stored(StateDirectory.resultName(of: path, step: step))
        let present = try await machine.read(path, limit: 1 << 26)
        if let result, let present, Digest.text(of: present) != String(decoding: result, as: UTF8.self),
            present != (try await copy.asyncMap(stored) ?? nil)
        {
            let former = copy.map { "; its former version is \(directory.original($0))" } ?? ""
            throw StepFailure(reason: "\(path) was changed by somebody else since, so it is left alone\(former)")
        }
        guard let copy else { return try await machine.remove(path) }
        guard let bytes = try await stored(copy) else {
            throw StepFailure(reason: "the kept copy \(directory.original(copy)) is gone; put \(path) right by hand")
        }
        try await machine.replace(path, with: bytes, attributes: attributes.map(FileAttributes.init) ?? FileAttributes())
    }

    private func restoreDirectory(_ path: String, _ attributes: Original.Attributes?) async throws {
        if let attributes {
            return try await machine.setAttributes(FileAttributes(attributes), of: path)
        }
        // What others put there since is not ours to remove.
        if try await machine.list(path)?.isEmpty == true { try await machine.remove(path) }
    }

    private func remove(_ packages: [String], _ bench: Bench, _ attempt: Attempt) async throws {
        let installed = try await machine.installedPackages()
        let ours = packages.filter { installed[$0] != nil }
        guard !ours.isEmpty else { return }
        try await attempt.run(bench.command(["apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300", "purge"] + ours))
    }

    private func runUndoStatements(_ bench: Bench, _ attempt: Attempt) async throws {
        guard case .sql(let template, let conditions) = bench.step.undo else { return }
        if let obstacle = await bench.inspector.findings(for: conditions).first(where: { !$0.isAcceptable }) {
            throw StepFailure(reason: "\(obstacle.title): expected \(obstacle.expected), found \(obstacle.found); nothing was taken back")
        }
        let text = try await bench.rendered(template)
        let words = [plan.values.text("platform.database-client"), "--batch"]
        try await attempt.run(bench.command(words, input: .bytes(Array(text.utf8))))
    }
}

extension FileAttributes {
    fileprivate init(_ former: Original.Attributes) {
        self.init(owner: String(former.owner), group: String(former.group), mode: former.mode)
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
