public import Machines

/// An attempt at a step under way: everything that a performer does to the server goes through it, so that it is in the
/// journal before it happens.
struct Attempt {
    let engine: Engine
    let step: String
    let number: Int

    /// Records what is there before it is changed.
    func keep(_ original: Original) async throws { try await engine.record(.kept(step: step, original: original)) }

    /// Records what was changed.
    func note(_ change: Change) async throws { try await engine.record(.changed(step: step, change: change)) }

    /// Says what is going on.
    func say(_ text: String) async { await engine.emit(.progressed(step: step, text: text)) }

    /// Runs a command under its supervisor with its output to the log, and fails where it does.
    /// One that may repeat a secret in its output is private: its output is seen by this program first.
    func run(_ command: Command, isPrivate: Bool = false) async throws {
        // Before anything is recorded: a line with a secret in it belongs in no journal either.
        try await engine.secrets.guardAgainstLeaks(in: command)
        try await note(.command(command.line))
        let end =
            isPrivate
            ? try await engine.runPrivately(command, step: step, attempt: number)
            : try await engine.run(command, step: step, attempt: number)
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
