import Guidebook
import StepEngine
import Testing

@testable import Machines

/// A run that was killed at a certain point. Commands under way go on, as under their supervisor.
struct Killed {
    /// When a run dies.
    enum Point: CustomStringConvertible {
        /// As soon as so many events are in its journal.
        case event(Int)
        /// As soon as it has changed the server, asked it by a command, started a command or heard of its end so many times,
        /// before any of that is on record.
        case deed(Int)

        var number: Int {
            switch self {
            case .event(let number), .deed(let number): number
            }
        }

        var description: String {
            switch self {
            case .event(let number): "event \(number)"
            case .deed(let number): "deed \(number)"
            }
        }
    }

    let bed: Bed
    /// The state directory as the kill left it.
    let path: String
    /// The door through which the next start of the program sees the same server.
    let survivor: WatchedMachine

    init(
        _ guide: Guide, server: String = "app1", answers: [String: String] = [:], at point: Point,
        prepare: (Bed) async throws -> Void = { _ in }, _ work: (Engine) async throws -> Void
    ) async throws {
        let fuse = Fuse()
        var bed = try Bed(
            guide, server: server, answers: answers, events: EventLog { if case .event = point { fuse.burn($0) } })
        bed.machine = WatchedMachine(bed.machine.real, onChange: { if case .deed = point { fuse.burn($0) } })
        path = bed.scratch["killed"]
        survivor = WatchedMachine(bed.machine.real)
        try await prepare(bed)
        let machine = bed.machine
        fuse.light(at: point.number, from: bed.path, to: path) { machine.die() }
        // What a dead program still believes is of no interest.
        do { try await work(bed.engine()) } catch {}
        self.bed = bed
        try #require(fuse.isBurnt, "the run has no \(point)")
    }

    init(
        _ guide: Guide, server: String = "app1", answers: [String: String] = [:], at number: Int,
        prepare: (Bed) async throws -> Void = { _ in }, _ work: (Engine) async throws -> Void
    ) async throws {
        try await self.init(guide, server: server, answers: answers, at: .event(number), prepare: prepare, work)
    }

    /// Starts the program again on what was left.
    func restart(_ events: EventLog = EventLog()) async throws -> Engine {
        try await bed.engine(at: path, machine: survivor, events: events)
    }
}
