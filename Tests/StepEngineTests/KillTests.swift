import FaultLedger
import Foundation
import Guidebook
import StepEngine
import Testing

@testable import Machines

@Suite("Killed and started again")
struct KillTests {
    /// Works as an operator does: recovers, then performs what is not settled, and what fails once more.
    private func finish(_ engine: Engine, _ plan: Plan) async throws {
        try await engine.recover()
        for step in plan.required where await !engine.state[step.id].isSettled {
            if try await engine.perform(step.id) == .failed { try await engine.perform(step.id) }
        }
    }

    private func prepare(_ bed: Bed) async throws {
        let directory = try StateDirectory(path: bed.path, creating: true)
        try await SecretStore(directory).keep(Secret(Bed.canary), as: "database.password")
    }

    /// A run that nobody disturbed, and what it left.
    private struct Whole {
        let bed: Bed
        let packages: Set<String>
        let picture: [String: String]
        let state: RunState
        let points: [Killed.Point]
    }

    private func whole(_ guide: Guide, _ server: String) async throws -> Whole {
        let bed = try Bed(guide, server: server)
        try await prepare(bed)
        let packages = await Set(bed.machine.real.installedPackages().keys)
        let engine = try await bed.engine()
        try await finish(engine, bed.plan)
        let state = await engine.state
        for step in state.steps.values { try #require(step.isSettled) }
        let points = (1..<bed.events.kept.count).map { Killed.Point.event($0) } + (1..<bed.machine.deeds).map { .deed($0) }
        return Whole(bed: bed, packages: packages, picture: try await picture(of: bed.machine.real), state: state, points: points)
    }

    @Test(
        "Wherever it is killed, the server and the state of every step become those of an undisturbed run, and all of it can be undone",
        arguments: ["fs1", "db1", "app1", "lb1"])
    func everywhere(server: String) async throws {
        let guide = try Guide.shipped()
        let whole = try await whole(guide, server)
        let points = FaultLedger.chosen(whole.points, every: 5)
        var troubles: [String: [String]] = [:]
        var held = 0
        try await withThrowingTaskGroup(of: (point: Killed.Point, found: [String]).self) { group in
            var rest = points[...]
            for point in rest.prefix(ProcessInfo.processInfo.activeProcessorCount) {
                group.addTask { (point, try await self.shortfalls(guide, whole, point)) }
            }
            rest = rest.dropFirst(ProcessInfo.processInfo.activeProcessorCount)
            while let (point, found) = try await group.next() {
                if found.isEmpty { held += 1 }
                for trouble in found { troubles[trouble, default: []].append("\(point)") }
                if let next = rest.popFirst() { group.addTask { (next, try await self.shortfalls(guide, whole, next)) } }
            }
        }
        for (trouble, points) in troubles { Issue.record("killed at \(points.joined(separator: ", ")): \(trouble)") }
        FaultLedger.note(1, "kills in a rehearsal, at every event and after every deed", tried: points.count, held: held)
    }

    /// What is not as it was after the undisturbed run, when a run was killed at the point and then brought to its end.
    private func shortfalls(_ guide: Guide, _ whole: Whole, _ point: Killed.Point) async throws -> [String] {
        let plan = whole.bed.plan
        let killed = try await Killed(guide, server: plan.server.name, at: point, prepare: prepare) { try await finish($0, plan) }
        let engine = try await killed.restart()
        try await finish(engine, plan)
        var found = try await differences(whole.picture, picture(of: killed.bed.machine.real)).map { "the server differs at \($0)" }
        found += meanings(of: await engine.state, whole.state, plan)
        found += try await undoAll(engine, plan)
        let left = await Set(killed.bed.machine.real.installedPackages().keys).subtracting(whole.packages)
        if !left.isEmpty { found.append("after the undo there is still \(left.sorted().joined(separator: " "))") }
        return found.map { $0.replacing(killed.path, with: "STATE").replacing(killed.bed.path, with: "STATE") }
    }

    /// Where two journals mean something else, attempts and times left out.
    private func meanings(of state: RunState, _ expected: RunState, _ plan: Plan) -> [String] {
        plan.steps.flatMap { step -> [String] in
            let (is_, was) = (state[step.id], expected[step.id])
            var found: [String] = []
            if is_.status != was.status { found.append("\(step.id) is \(is_.status), not \(was.status): \(is_.reason ?? "for no reason")") }
            if is_.outcome?.isDone != was.outcome?.isDone { found.append("\(step.id) ended \(is_.outcome as Any)") }
            if is_.findings.map(\.title) != was.findings.map(\.title) { found.append("\(step.id) has other findings") }
            let told = words(of: is_.changes)
            let lost = words(of: was.changes).filter { !told.contains($0) }
            if !lost.isEmpty { found.append("\(step.id) does not tell of \(lost)") }
            if is_.owesHandlers { found.append("\(step.id) owes handlers") }
            return found
        }
    }

    /// Each run has a state directory of its own, whose path says nothing.
    private func words(of changes: [Change]) -> [String] {
        changes.map { "\($0)".replacing(#/engine-[-0-9A-F]+\/\w+/#, with: "STATE") }
    }

    private func undoAll(_ engine: Engine, _ plan: Plan) async throws -> [String] {
        var troubles: [String] = []
        for step in plan.steps.reversed() where await engine.state[step.id].canUndo {
            if case .none = step.undo { continue }
            if try await engine.undo(step.id) != .undone {
                troubles.append("\(step.id) is not undone: \(await engine.state[step.id].reason ?? "for no reason")")
            }
        }
        return troubles
    }
}
