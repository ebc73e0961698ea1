import Guidebook
import TerminalUI
import Testing

@testable import StepEngine
@testable import Wizard

/// What the operator sees first of a step that failed.
struct FailureCardTests {
    private static let plain = Finding(
        "command apt-get", expected: "success", found: "ended with exit status 100", verdict: .fails, evidence: "E: Unable to fetch")
    private static let known = Finding(
        "known failure F9: the mirror is down", expected: "no sign of it", found: "No package can be fetched.", verdict: .fails,
        evidence: "Could not connect to mirror.example:80", remedy: "try another mirror")

    private static func lines(_ findings: [Finding], columns: Int = 60) throws -> [String] {
        var run = Run(
            plan: Plan(
                guide: try Fixture.guide(), cluster: Fixture.cluster, server: Fixture.cluster.servers[0],
                platform: Platform(distribution: "debian", release: "12")))
        run.state.apply(.started(step: "share.packages", attempt: 1), at: "2026-01-01T00:00:00.000Z")
        run.state.apply(
            .finished(
                step: "share.packages", outcome: .failed, findings: findings, reason: "apt-get ended with exit status 100", seconds: 1),
            at: "2026-01-01T00:00:01.000Z")
        let step = try #require(run.plan.step("share.packages"))
        return StepDetail(step: step, run: run, columns: columns).lines.map(\.text)
    }

    @Test("A known cause comes first, with its proof and what to do, wherever it stands among the findings")
    func known() throws {
        let lines = try Self.lines([Self.plain, Self.known])
        #expect(
            lines[2...6] == [
                "[FAIL] apt-get ended with exit status 100", "  cause    known failure F9: the mirror is down",
                "  found    No package can be fetched.", "  proof    Could not connect to mirror.example:80",
                "  do       try another mirror",
            ], "\(lines)")
        let checks = try #require(lines.firstIndex(of: "How it is checked"))
        #expect(lines[checks + 1].contains("known failure F9"))
    }

    @Test("Without a known cause the finding with proof is shown")
    func unknown() throws {
        let lines = try Self.lines([Finding("a", expected: "b", found: "c", verdict: .fails), Self.plain])
        #expect(
            lines[3...5] == ["  expected success", "  found    ended with exit status 100", "  proof    E: Unable to fetch"], "\(lines)")
    }
}
