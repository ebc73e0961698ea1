public import Machines

/// An attempt at a step under way: everything that a performer does to the server goes through it, so that it is in the
/// journal before it happens.
struct Attempt {
    let engine: Engine
    let step: String
    let number: Int
    /// Whether the operator agreed that what somebody else has made of our files is overwritten.
    var isTaking = false

    /// Records what is there before it is changed.
    func keep(_ original: Original) async throws { try await engine.record(.kept(step: step, original: original)) }

    /// Records what was changed.
    func note(_ change: Change) async throws { try await engine.record(.changed(step: step, change: change)) }

    /// Records what a proof saw.
    func prove(_ findings: [Finding]) async throws { try await engine.record(.proven(step: step, findings: findings)) }

    /// Says what is going on.
    func say(_ text: String) async { await engine.emit(.progressed(step: step, text: text)) }

    /// What was there before this step began, as far as it is recorded.
    var originals: [Original] { get async { await engine.state[step].originals } }

    /// Records what is there before it is changed, unless an attempt before this one did.
    func keepOnce(_ original: Original) async throws {
        if await !originals.contains(original) { try await keep(original) }
    }

    /// Records what was there before the step first changed it: what an attempt that was cut short has made of it was not.
    /// `isSame` tells the records of the same thing.
    func keepFirst(_ original: Original, where isSame: (Original) -> Bool) async throws {
        if await !originals.contains(where: isSame) { try await keep(original) }
    }

    /// Records a change that was made and not recorded, because the attempt was cut short in between.
    func noteMissing(_ change: Change) async throws {
        if await !engine.state[step].changes.contains(change) { try await note(change) }
    }

    /// Whether this command has run in this step and ended well, in this attempt or one before it.
    func hasDone(_ words: [String]) async -> Bool {
        let line = Command(words).line
        return await engine.state[step].runs.contains { $0.line == line && $0.end == .exited(0) }
    }

    /// Makes the folder that is to hold `path`, where there is none. It is recorded first, so that undo comes to it last, when
    /// it is empty again.
    func makeParent(of path: String) async throws {
        guard let parent = path.parentDirectory, try await engine.machine.status(of: parent) == nil else { return }
        try await keepOnce(.directory(path: parent, attributes: nil))
        try await engine.machine.makeDirectory(parent, attributes: FileAttributes())
    }

    /// Runs a command under its supervisor with its output to the log, and fails where it does.
    /// One that may repeat a secret in its output is private: its output is seen by this program first.
    func run(_ command: Command, isPrivate: Bool = false) async throws {
        // Before anything is recorded: a line with a secret in it belongs in no journal either.
        try await engine.secrets.guardAgainstLeaks(in: command)
        try await note(.command(command.line))
        let end: CommandEnd
        do {
            end =
                isPrivate
                ? try await engine.runPrivately(command, step: step, attempt: number)
                : try await engine.run(command, step: step, attempt: number)
        } catch let error as MachineError {
            // It may repeat what the command was given to read.
            throw StepFailure(reason: await engine.secrets.redacted(error.description))
        }
        guard end != .exited(0) else { return }
        let program = command.arguments[0]
        throw StepFailure(reason: "\(program) \(end.words)", evidence: await engine.lastLine(of: step), program: program)
    }
}

extension CommandEnd {
    /// How it ended, as the rest of a sentence.
    public var words: String {
        switch self {
        case .exited(0): "ended well"
        case .exited(let status): "ended with exit status \(status)"
        case .signaled(let signal): "was ended by signal \(signal)"
        case .timedOut: "took too long and was ended"
        case .lost: "is gone without a word: the server was restarted, or somebody killed it"
        }
    }
}
