internal import Guidebook
internal import Machines

/// Taking steps back.
extension Engine {
    /// What undoing the step would do, in words; empty where there is nothing to undo.
    public func undoPreview(_ id: String) throws(EngineError) -> [String] {
        let step = try step(id)
        var lines = state[id].originals.reversed().compactMap(\.undoWords)
        switch step.undo {
        case .none(let reason): return ["This step is not taken back: \(reason)"]
        case .command(let words) where state[id].originals.contains(.command): lines.insert("run: \(Command(words).line)", at: 0)
        case .sql(let template, _) where state[id].originals.contains(.statements):
            lines.insert("run the statements of \(template)", at: 0)
        default: break
        }
        return lines.isEmpty && !state[id].owesHandlers ? [] : lines + step.handlers.map { "run: \(Command($0.command).line)" }
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
        let attempt = Attempt(engine: self, step: id, number: nextAttempt(of: id))
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
        let restoration = Restoration(bench: bench, attempt: attempt)
        while let original = state[step.id].originals.last {
            emit(.progressed(step: step.id, text: "undo: \(original.undoWords ?? "commands")"))
            try await restoration.restore(original)
            try record(.restored(step: step.id, original: original))
        }
        for handler in step.handlers { try await attempt.run(bench.command(handler.command)) }
    }
}
