import FaultLedger
import Guidebook
import Machines
import StepEngine
import Testing

@Suite("Restarts of a server")
struct RebootTests {
    /// What somebody leaves out, by server: the command, the step that must notice, and the word that it must say.
    private static let slips: [(server: String, words: [String], step: String, found: String)] = [
        ("fs1", ["systemctl", "disable", "nfs-server"], "reboot.share", "does not start with the server"),
        ("db1", ["systemctl", "disable", "mariadb"], "reboot.database", "does not start with the server"),
        ("app1", ["systemctl", "disable", "joget"], "reboot.application", "does not start with the server"),
        ("lb1", ["systemctl", "disable", "apache2"], "reboot.balancer", "does not start with the server"),
    ]

    @Test("What would not be there after a restart is found before it, by the last step", arguments: slips)
    func flagged(server: String, words: [String], step: String, found: String) async throws {
        let bed = try Bed(Guide.shipped(), server: server)
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(Bed.canary), as: "database.password")
        for id in bed.plan.required.map(\.id) where id != step { try await engine.perform(id) }
        let result = try await bed.machine.real.capture(Command(words))
        #expect(result.succeeded)
        let outcome = try await engine.perform(step)
        let reason = await engine.state[step].reason ?? ""
        #expect(outcome == .failed && reason.contains(found), "\(reason)")
        FaultLedger.note(12, "things that would not survive a restart, flagged", tried: 1, held: outcome == .failed ? 1 : 0)
    }

    @Test("After a restart the first start verifies everything, and finds it as it was", arguments: ["fs1", "db1", "app1", "lb1"])
    func verified(server: String) async throws {
        let bed = try Bed(Guide.shipped(), server: server)
        do {
            let engine = try await bed.engine()
            try await engine.secrets.keep(Secret(Bed.canary), as: "database.password")
            for step in bed.plan.required { try await engine.perform(step.id) }
        }
        await bed.machine.real.restart()
        let engine = try await bed.engine()
        try await engine.recover()
        let findings = try await engine.verify()
        let wrong = findings.filter { $0.value.contains { $0.verdict == .fails } }
        #expect(wrong.isEmpty, "\(wrong)")
        #expect(findings.count > 5)
        FaultLedger.note(12, "steps verified by the first start after a restart", tried: findings.count, held: findings.count - wrong.count)
    }
}
