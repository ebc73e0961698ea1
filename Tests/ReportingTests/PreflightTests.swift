import Foundation
import Guidebook
import Machines
import Reporting
import StepEngine
import Testing

@Suite("What must hold before the work")
struct PreflightTests {
    private static func look(_ bed: ReportBed) async throws -> Preflight {
        let engine = bed.engine
        return try await Preflight.look(at: bed.plan, await engine.state, on: bed.machine) { try await engine.preview($0.id) }
    }

    @Test("It is the section 'prepare' of this server's plan, by the names of its steps")
    func entries() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        let preflight = try await Self.look(bed)
        let checks = preflight.entries.filter { !$0.isRequirement }
        #expect(checks.map(\.step) == bed.plan.steps.map(\.id).filter { $0.hasPrefix("prepare.") })
        #expect(checks.allSatisfy { "prepare.\($0.name)" == $0.step && !$0.findings.isEmpty })
        #expect(preflight.rows.count == preflight.entries.reduce(0) { $0 + $1.findings.count })
        #expect(preflight.entry(named: "own-name") == preflight.entry(named: "prepare.own-name"))
        #expect(preflight.entry(named: "mount.point") == nil)
    }

    @Test("Looking changes nothing, on the server and in the journal")
    func harmless() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        let before = (try await bed.machine.read("/etc/hosts", limit: 10_000), await bed.engine.state)
        _ = try await Self.look(bed)
        #expect(try await bed.machine.read("/etc/hosts", limit: 10_000) == before.0)
        #expect(await bed.engine.state == before.1)
    }

    @Test("What can be mended says what would change, and holds after it was")
    func fix() async throws {
        let bed = try await ReportBed(faults: [])
        defer { bed.remove() }
        let before = try await Self.look(bed)
        let entry = try #require(before.entry(named: "own-name"))
        #expect(entry.canFix && !entry.isAcceptable && !before.isClear)
        guard case .file(path: "/etc/hosts", isNew: false, let rows)? = entry.fix.first else {
            Issue.record("no change of /etc/hosts: \(entry.fix)")
            return
        }
        #expect(rows.contains { $0.printed.hasPrefix("-127.0.1.1") && $0.text.contains("app1") })
        for target in before.fixable { try await bed.engine.perform(target.step) }
        let after = try await Self.look(bed)
        #expect(after.entry(named: "own-name")?.isAcceptable == true)
        #expect(after.fixable.isEmpty)
    }

    @Test("A waiver lets a check pass without saying that it holds")
    func waiver() async throws {
        let bed = try await ReportBed(faults: [.portTaken(8080)])
        defer { bed.remove() }
        for target in try await Self.look(bed).fixable { try await bed.engine.perform(target.step) }
        var preflight = try await Self.look(bed)
        let entry = try #require(preflight.entry(named: "port-application"))
        let finding = try #require(entry.findings.first)
        #expect(!entry.isAcceptable && !entry.canFix && entry.word(for: finding) == "FAIL" && entry.waiver == nil)
        #expect(entry.remedy(for: finding).contains("ss -ltnp"))
        let failing = preflight.entries.filter { !$0.isAcceptable && !$0.isRequirement }
        for entry in failing { try await bed.engine.skip(entry.step, reason: "it moves") }
        preflight.noteWaivers(await bed.engine.state, bed.plan)
        let waived = try #require(preflight.entry(named: "port-application"))
        #expect(waived.waiver?.reason == "it moves" && waived.word(for: finding) == "waived" && !waived.isAcceptable)
        #expect(preflight == (try await Self.look(bed)), "what is noted is what the next look finds")
        #expect(preflight.summary.contains("waived") && !preflight.fixable.contains { $0.name == "port-application" })
    }

    @Test("Of what later steps require only what no step of this server brings about is looked at")
    func requirements() async throws {
        let text = """
            id: prepare
            title: Prepare
            text: Looks.
            steps:
              - id: prepare.root
                title: Root
                text: Root.
                roles: [every]
                proof:
                checks: [{ root: }]
                timeout: 10s

            """
        let later = """
            id: later
            title: Later
            text: Does.
            steps:
              - id: later.one
                title: One
                text: One.
                roles: [every]
                directory: { path: /srv/one }
                requires:
                  - root:
                  - port: { address: "{{database-server.address}}", port: "3306" }
                  - port: { address: "{{self.address}}", port: "8080" }
                  - http: { url: "http://192.0.2.15/jw" }
                  - http: { url: "http://127.0.0.1:8080/jw" }
                  - file: { path: "{{application.bundle}}" }
                  - file: { path: "{{application.war}}" }
                  - file: { path: /etc/fstab }
                  - service: { name: tomcat }
                timeout: 10s

            """
        let guide = try GuideLoader.guide(sections: [.init(name: "1.yaml", text: text), .init(name: "2.yaml", text: later)], templates: [])
        let bed = try await ReportBed()
        defer { bed.remove() }
        var cluster = bed.plan.cluster
        cluster.answers["application.bundle"] = "/root/joget.tar.gz"
        let plan = Plan(guide: guide, cluster: cluster, server: bed.plan.server, platform: bed.plan.platform)
        let forecast = Forecast(plan: plan, machine: bed.machine)
        let preflight = try await Preflight.look(at: plan, RunState(), on: bed.machine) { await forecast.preview($0) }
        let entry = try #require(preflight.entries.last)
        #expect(entry.name == "later.one" && entry.isRequirement && !entry.canFix)
        #expect(
            entry.findings.map(\.title) == ["port 3306 of 192.0.2.12 answers", "http://192.0.2.15/jw answers", "file /root/joget.tar.gz"])
        #expect(preflight.entry(named: "later.one") == nil, "it is waived with its step, not here")
        var state = RunState()
        state.apply(.finished(step: "later.one", outcome: .changed, findings: [], reason: nil, seconds: 1), at: "2026-01-01T00:00:00.000Z")
        let settled = try await Preflight.look(at: plan, state, on: bed.machine) { await forecast.preview($0) }
        #expect(settled.entries.map(\.step) == ["prepare.root"], "what a step required that is done need not hold any more")
    }

    @Test(
        "The summary counts checks, each once",
        arguments: [
            ([.holds, .holds], "2 hold"), ([.holds, .warns], "1 holds, 1 warns"), ([.fails, .unknown, .unknown], "1 fails, 2 are unclear"),
        ] as [([Finding.Verdict], String)])
    func summary(verdicts: [Finding.Verdict], words: String) {
        let entries = verdicts.map { verdict in
            let findings = [Finding.Verdict.holds, verdict].map { Finding("a", expected: "b", found: "c", verdict: $0) }
            return Preflight.Entry(step: "prepare.a", title: "A", text: "A", findings: findings)
        }
        #expect(Preflight(entries: entries).summary == words)
    }
}
