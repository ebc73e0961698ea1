import Guidebook
import Machines

/// Takes back what a step changed, one original at a time. What somebody else has changed since is left alone.
struct Restoration {
    let bench: Bench
    let attempt: Attempt

    private var machine: any Machine { bench.machine }

    func restore(_ original: Original) async throws {
        switch original {
        case .file(let path, let copy, let attributes): try await restoreFile(path, copy, attributes)
        case .directory(let path, let attributes): try await restoreDirectory(path, attributes)
        case .packages, .filled: break
        case .added(let packages): try await remove(packages)
        case .service(let name, let wasRunning, let wasEnabled):
            try await attempt.run(bench.command(["systemctl", wasEnabled ? "enable" : "disable", name]))
            try await attempt.run(bench.command(["systemctl", wasRunning ? "start" : "stop", name]))
        case .mount(let target):
            if try await machine.mounts().contains(where: { $0.target == target }) {
                try await attempt.run(bench.command(["umount", target]))
            }
        case .link(let path, let former, let ours): try await restoreLink(path, former: former, ours: ours)
        case .unpacked(let path, let staging): try await moveAside(path, staging: staging)
        case .copied(let path, let former): try await restoreCopy(path, former)
        case .modules(let names): try await disable(names)
        case .command: try await runUndoCommand()
        case .statements: try await runUndoStatements()
        }
    }

    // MARK: Files

    private func restoreFile(_ path: String, _ copy: String?, _ attributes: Original.Attributes?) async throws {
        let result = try await attempt.stored(StateDirectory.resultName(of: path, step: bench.step.id))
        let present = try await machine.read(path, limit: 1 << 26)
        let former = copy == nil ? nil : try await attempt.stored(copy ?? "")
        if let result, let present, !Signature(kept: result).isOf(present), present != former {
            throw StepFailure(reason: "\(path) was changed by somebody else since, so it is left alone\(place(of: copy))")
        }
        if let copy {
            guard let former else { throw goneCopy(copy, path) }
            try await machine.replace(path, with: former, attributes: attributes.map(FileAttributes.init) ?? FileAttributes())
        } else {
            try await machine.remove(path)
        }
        // What stands there from now on is not ours.
        try await attempt.forget(StateDirectory.resultName(of: path, step: bench.step.id))
    }

    /// Puts back what was moved away for a copy. What was never moved is where it was.
    private func restoreCopy(_ path: String, _ former: String?) async throws {
        try await machine.remove(CopyPerformer.candidate(of: path))
        let present = try await machine.status(of: path)
        let result = try await attempt.stored(StateDirectory.resultName(of: path, step: bench.step.id))
        let isOurs = present.map { Array(CopyPerformer.mark(of: $0).utf8) == result } ?? false
        guard let former else {
            if present == nil { return }
            guard isOurs else { throw StepFailure(reason: "\(path) was changed by somebody else since, so it is left alone") }
            return try await machine.remove(path)
        }
        let kept = bench.directory.original(former)
        let isKept = try await machine.status(of: kept) != nil
        if present == nil || isOurs {
            guard isKept else { throw goneCopy(former, path) }
            return try await attempt.run(bench.command(["mv", "--no-target-directory", kept, path]))
        }
        guard isKept, await attempt.hasDone(CopyPerformer.movingAway(path, to: kept)) else { return }
        throw StepFailure(reason: "\(path) was changed by somebody else since, so it is left alone\(place(of: former))")
    }

    private func place(of copy: String?) -> String {
        copy.map { "; its former version is \(bench.directory.original($0))" } ?? ""
    }

    private func goneCopy(_ copy: String, _ path: String) -> StepFailure {
        StepFailure(reason: "the kept copy \(bench.directory.original(copy)) is gone; put \(path) right by hand")
    }

    private func restoreDirectory(_ path: String, _ attributes: Original.Attributes?) async throws {
        if let attributes { return try await machine.setAttributes(FileAttributes(attributes), of: path) }
        // What others put there since is not ours to remove.
        if try await machine.list(path)?.isEmpty == true { try await machine.remove(path) }
    }

    private func restoreLink(_ path: String, former: String?, ours: String?) async throws {
        let status = try await machine.status(of: path)
        if let status, status.kind != .link {
            throw StepFailure(reason: "\(path) is \(status.kind.words) by now, so it is left alone")
        }
        if status?.target == former { return }
        guard status?.target == ours else {
            let now = status?.target.map { "leads to \($0)" } ?? "is gone"
            throw StepFailure(reason: "the link \(path) \(now) by now, which is somebody else's doing, so it is left alone")
        }
        guard let former else { return try await machine.remove(path) }
        try await attempt.run(bench.command(LinkPerformer.linking(path, to: former)))
    }

    /// Keeps a folder that was unpacked under another name: by now it may hold what nobody else has.
    private func moveAside(_ path: String, staging: String) async throws {
        if try await machine.status(of: staging) != nil {
            try await attempt.run(bench.command(["rm", "--recursive", "--force", staging]))
        }
        guard try await machine.status(of: path) != nil else { return }
        guard try await machine.status(of: ArchiveReceipt.path(in: path)) != nil else {
            // It was never put there: what is there now has nothing to do with this step.
            guard await attempt.hasDone(ArchivePerformer.placing(path, from: staging)) else { return }
            throw StepFailure(reason: "\(path) is no longer the folder that was unpacked, so it is left alone")
        }
        var number = 1
        while try await machine.status(of: "\(path).undone-\(number)") != nil { number += 1 }
        try await attempt.run(bench.command(["mv", "--no-target-directory", path, "\(path).undone-\(number)"]))
    }

    // MARK: Programs

    private func remove(_ packages: [String]) async throws {
        let installed = try await machine.installedPackages()
        let ours = packages.filter { installed[$0] != nil }
        guard !ours.isEmpty else { return }
        try await attempt.run(bench.command(["apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300", "purge"] + ours))
    }

    private func disable(_ modules: [String]) async throws {
        let off = try await ModulesPerformer(names: modules, bench: bench).off()
        let ours = modules.filter { !off.contains($0) }
        guard !ours.isEmpty else { return }
        try await attempt.run(bench.command(["a2dismod", "--quiet", "--force"] + ours))
    }

    private func runUndoCommand() async throws {
        guard case .command(let words) = bench.step.undo else { return }
        do {
            try await attempt.run(bench.command(words))
        } catch let failure as StepFailure {
            // What is gone already, with something else or by somebody else, needs no taking back.
            if await bench.inspector.findings(for: bench.step.checks).areAcceptable { throw failure }
        }
    }

    private func runUndoStatements() async throws {
        guard case .sql(let template, let conditions) = bench.step.undo, case .sql(let action) = bench.step.action else { return }
        if let obstacle = await bench.inspector.findings(for: conditions).first(where: { !$0.isAcceptable }) {
            throw StepFailure(reason: "\(obstacle.title): expected \(obstacle.expected), found \(obstacle.found); nothing was taken back")
        }
        let text = try await bench.rendered(template)
        let isSecret = bench.plan.templates[template]?.isSecret ?? false
        let session = DatabaseSession(account: action.account, database: nil, bench: bench)
        try await session.run(Array(text.utf8), attempt, isPrivate: isSecret)
    }
}

extension FileAttributes {
    fileprivate init(_ former: Original.Attributes) {
        self.init(owner: String(former.owner), group: String(former.group), mode: former.mode, modified: former.modified)
    }
}
