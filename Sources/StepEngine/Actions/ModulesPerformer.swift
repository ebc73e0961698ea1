import Guidebook
import Machines

/// Enables modules of the Apache web server.
struct ModulesPerformer: Performer {
    let names: [String]
    let bench: Bench

    private static let folder = "/etc/apache2/mods-enabled"

    func findings() async throws -> [Finding] {
        let off = try await off()
        return [
            Finding(
                "modules of Apache", expected: "enabled: \(names.joined(separator: " "))",
                found: off.isEmpty ? "all of them are" : "not enabled: \(off.joined(separator: " "))",
                verdict: off.isEmpty ? .holds : .fails)
        ]
    }

    func preview() async throws -> [Change] { try await [.command(Command(enabling(off())).line)] }

    func perform(_ attempt: Attempt) async throws {
        let off = try await off()
        let kept = await attempt.originals.flatMap { original -> [String] in if case .modules(let off) = original { off } else { [] } }
        let news = off.filter { !kept.contains($0) }
        if !news.isEmpty { try await attempt.keep(.modules(off: news)) }
        try await attempt.run(bench.command(enabling(off)))
    }

    /// Those that are not enabled.
    func off() async throws -> [String] {
        guard let enabled = try await bench.machine.list(ModulesPerformer.folder) else {
            throw StepFailure(
                reason: "there is no \(ModulesPerformer.folder); the step that installs the Apache web server comes before this one")
        }
        return names.filter { !enabled.contains("\($0).load") }
    }

    private func enabling(_ names: [String]) -> [String] { ["a2enmod", "--quiet"] + names }
}
