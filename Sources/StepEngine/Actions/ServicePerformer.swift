import Guidebook
import Machines

/// Brings a service unit into the wanted state, now and at the next start.
struct ServicePerformer: Performer {
    let action: ServiceAction
    let bench: Bench

    func findings() async throws -> [Finding] {
        [await bench.inspector.finding(for: .service(name: action.name, isRunning: action.isRunning, isEnabled: action.isEnabled))]
    }

    func preview() async throws -> [Change] {
        try await commands(status()).map { .command(Command($0).line) }
    }

    func perform(_ attempt: Attempt) async throws {
        let status = try await status()
        guard status.exists else {
            throw StepFailure(reason: "there is no service unit named \(action.name); the step that installs it comes before this one")
        }
        try await attempt.keepFirst(.service(name: action.name, wasRunning: status.isRunning, wasEnabled: status.isEnabled)) {
            if case .service(action.name, _, _) = $0 { true } else { false }
        }
        for words in commands(status) { try await attempt.run(bench.command(words)) }
    }

    private func status() async throws -> ServiceStatus {
        try await bench.machine.services([action.name])[action.name]
            ?? ServiceStatus(exists: false, isRunning: false, isEnabled: false, detail: "not found")
    }

    private func commands(_ status: ServiceStatus) -> [[String]] {
        var commands: [[String]] = []
        if status.isEnabled != action.isEnabled { commands.append(["systemctl", action.isEnabled ? "enable" : "disable", action.name]) }
        if status.isRunning != action.isRunning { commands.append(["systemctl", action.isRunning ? "start" : "stop", action.name]) }
        return commands
    }
}
