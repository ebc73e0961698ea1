import Guidebook
import Machines

/// Puts a copy of a single file in place. What stood there is moved to the state directory, whatever its size.
struct CopyPerformer: Performer {
    let action: CopyAction
    let bench: Bench

    private var target: String { action.target }
    private var candidate: String { CopyPerformer.candidate(of: target) }
    private var attributes: FileAttributes { FileAttributes(action.attributes) }

    /// Where the copy grows until it is whole.
    static func candidate(of path: String) -> String { "\(path).joget-cluster-new" }

    /// Tells our copy from whatever somebody else puts in its place, without reading either.
    static func mark(of status: FileStatus) -> String { "\(status.size) bytes of \(status.modified)" }

    /// The command that moves away what stands at the target.
    static func movingAway(_ path: String, to kept: String) -> [String] { ["mv", "--no-target-directory", path, kept] }

    // MARK: Looking

    func findings() async throws -> [Finding] {
        var findings = [try await content()]
        if let check = action.attributes.check(of: target) { findings.append(await bench.inspector.finding(for: check)) }
        return findings
    }

    private func content() async throws -> Finding {
        let title = "content of \(target)"
        let expected = "the same as \(action.source)"
        guard let status = try await bench.machine.status(of: target) else {
            return Finding(title, expected: expected, found: "nothing is there", verdict: .fails)
        }
        guard try await bench.machine.status(of: action.source) != nil else {
            // An original may be cleared away once the copy is known to be whole.
            let isOurs = try await isOurs(status)
            return Finding(
                title, expected: expected,
                found: isOurs ? "as it was copied; the original is gone" : "something else, as far as can be told: the original is gone",
                verdict: isOurs ? .holds : .fails)
        }
        let answer = try await bench.inspector.ask(["cmp", "--silent", action.source, target], timeout: bench.step.timeout)
        return Finding(
            title, expected: expected, found: answer.succeeded ? "the same" : "something else", verdict: answer.succeeded ? .holds : .fails,
            evidence: answer.succeeded ? nil : answer.output.firstLine)
    }

    func preview() async throws -> [Change] {
        try await demandOriginal()
        let former = try await bench.machine.status(of: target)
        try demandFile(former)
        let commands =
            [copying] + attributes.words(for: candidate) + (former == nil ? [] : [movingAway]) + [placing]
        return commands.map { .command(Command($0).line) }
    }

    // MARK: Doing

    func perform(_ attempt: Attempt) async throws {
        try await demandOriginal()
        try await demandFile(bench.machine.status(of: target))
        try await attempt.makeParent(of: target)
        try await attempt.run(bench.command(copying))
        for words in attributes.words(for: candidate) { try await attempt.note(.command(Command(words).line)) }
        try await bench.machine.setAttributes(attributes, of: candidate)
        let isFormerThere = try await keepFormer(attempt)
        // Before it takes its place, so that from the first moment on it is known to be ours.
        if let status = try await bench.machine.status(of: candidate) {
            try await attempt.store(CopyPerformer.mark(of: status), as: StateDirectory.resultName(of: target, step: bench.step.id))
        }
        if isFormerThere {
            try await bench.machine.makeDirectory("\(bench.directory.path)/originals", attributes: FileAttributes(mode: 0o700))
            try await attempt.run(bench.command(movingAway))
        }
        try await attempt.run(bench.command(placing))
    }

    /// Records what stands at the target. Returns whether it must be moved away: it is not ours, and not kept yet.
    private func keepFormer(_ attempt: Attempt) async throws -> Bool {
        let present = try await bench.machine.status(of: target)
        let isThere = present != nil
        let kept = await attempt.originals.compactMap { original -> Original? in
            if case .copied(target, _) = original { original } else { nil }
        }.first
        let isMoved = try await bench.machine.status(of: bench.directory.original(name)) != nil
        guard let kept else {
            // Of what was moved away already, a damaged journal may have lost the line.
            try await attempt.keep(.copied(path: target, former: isThere || isMoved ? name : nil))
            if isMoved, let present, try await !isOurs(present) { throw CopyPerformer.foreign(target) }
            return isThere && !isMoved
        }
        guard isThere else { return false }
        let isKept = await attempt.hasDone(movingAway) && isMoved
        if case .copied(_, _?) = kept, !isKept { return true }
        // A copy of ours that somebody has changed since is replaced like any file of ours.
        if await attempt.hasDone(placing) { return false }
        throw CopyPerformer.foreign(target)
    }

    /// Whether what stands at the target is what the step put there.
    private func isOurs(_ status: FileStatus) async throws -> Bool {
        try await bench.stored(StateDirectory.resultName(of: target, step: bench.step.id)) == Array(CopyPerformer.mark(of: status).utf8)
    }

    private static func foreign(_ target: String) -> StepFailure {
        StepFailure(reason: "somebody put a file at \(target) in the middle of this step; move it away and repeat the step")
    }

    private func demandOriginal() async throws {
        guard let status = try await bench.machine.status(of: action.source) else {
            throw StepFailure(reason: "there is no file \(action.source) on this server; put it there, or change the answer that names it")
        }
        guard status.kind == .file || status.kind == .link else {
            throw StepFailure(reason: "\(action.source) is \(status.kind.words), not a file")
        }
    }

    private func demandFile(_ status: FileStatus?) throws {
        guard let status, status.kind != .file, status.kind != .link else { return }
        throw StepFailure(reason: "\(target) is \(status.kind.words); move it away first")
    }

    private var name: String { StateDirectory.originalName(of: target, step: bench.step.id) }
    private var copying: [String] { ["cp", "--dereference", action.source, candidate] }
    private var movingAway: [String] { CopyPerformer.movingAway(target, to: bench.directory.original(name)) }
    private var placing: [String] { ["mv", "--no-target-directory", candidate, target] }
}
