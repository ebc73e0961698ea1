import Guidebook
import Machines

/// Runs one command.
struct RunPerformer: Performer {
    let action: RunAction
    let bench: Bench

    func findings() async throws -> [Finding] { [] }

    func preview() async throws -> [Change] { [.command(bench.command(action.command).line)] }

    func perform(_ attempt: Attempt) async throws {
        // Kept once: one undo takes it back, however many attempts there were.
        try await attempt.keepOnce(.command)
        try await attempt.run(bench.command(action.command))
    }
}
