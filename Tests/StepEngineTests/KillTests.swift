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

    @Test(
        "The server and the state of every step are those of an undisturbed run, and all of it can be undone",
        arguments: [("fs1", 1), ("db1", 1), ("app1", 17), ("lb1", 7)])
    func everyEvent(server: String, stride step: Int) async throws {
        // The longer runs are killed at some of their events; JOGET_KILL_EVERYWHERE=1 kills them at each, which takes minutes.
        let isThorough = ProcessInfo.processInfo.environment["JOGET_KILL_EVERYWHERE"] == "1"

        let guide = try Guide.shipped()
        let whole = try Bed(guide, server: server)
        try await prepare(whole)
        let packages = await Set(whole.machine.real.installedPackages().keys)
        let undisturbed = try await whole.engine()
        try await finish(undisturbed, whole.plan)
        let expected = try await picture(of: whole.machine.real)
        #expect(await undisturbed.state.steps.values.allSatisfy(\.isSettled))
        var troubles: [String: [Int]] = [:]
        for number in stride(from: 1, to: whole.events.kept.count, by: isThorough ? 1 : step) {
            let killed = try await Killed(guide, server: server, at: number, prepare: prepare) { try await finish($0, whole.plan) }
            let engine = try await killed.restart()
            try await finish(engine, whole.plan)
            var found = await unsettled(engine, whole.plan)
            let different = try await differences(expected, picture(of: killed.bed.machine.real))
            if !different.isEmpty { found.append("the server differs at \(different)") }
            found += try await undoAll(engine, whole.plan)
            let left = await Set(killed.bed.machine.real.installedPackages().keys).subtracting(packages)
            if !left.isEmpty { found.append("after the undo there is still \(left.sorted().joined(separator: " "))") }
            for trouble in found { troubles[trouble.replacing(killed.path, with: "STATE"), default: []].append(number) }
        }
        for (trouble, numbers) in troubles { Issue.record("killed at \(numbers): \(trouble)") }
    }

    private func unsettled(_ engine: Engine, _ plan: Plan) async -> [String] {
        let state = await engine.state
        return plan.required.filter { !state[$0.id].isSettled }.map {
            "\($0.id) is \(state[$0.id].status): \(state[$0.id].reason ?? "for no reason")"
        }
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
