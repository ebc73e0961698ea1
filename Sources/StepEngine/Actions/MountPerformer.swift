import Guidebook
import Machines

/// Mounts what fstab says for a mount point.
struct MountPerformer: Performer {
    let action: MountAction
    let bench: Bench

    func findings() async throws -> [Finding] {
        [await bench.inspector.finding(for: .mounted(source: action.source, target: action.target, type: action.type))]
    }

    func preview() async throws -> [Change] { [.command(Command(["mount", action.target]).line)] }

    func perform(_ attempt: Attempt) async throws {
        if let other = try await bench.machine.mounts().last(where: { $0.target == action.target }) {
            throw StepFailure(
                reason: "\(other.source) is mounted on \(action.target) already; unmount it first, or choose another mount point")
        }
        try await attempt.keepOnce(.mount(target: action.target))
        try await attempt.run(bench.command(["mount", action.target]))
    }
}
