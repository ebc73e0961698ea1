import Foundation
import Guidebook
import Machines
import Reporting
import StepEngine
import Testing

@Suite("The report of a run")
struct ReportTests {
    @Test("It is complete when every step is settled, and never before")
    func complete() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        #expect(await !bed.report().isComplete)
        for step in bed.plan.steps {
            #expect(await !bed.report().isComplete, "before \(step.id)")
            try await bed.engine.perform(step.id)
        }
        let report = await bed.report()
        #expect(report.isComplete, "\(report.steps.filter { ![.done, .warned].contains($0.status) }.map(\.id))")
        #expect(report.counts.values.reduce(0, +) == bed.plan.steps.count)
        #expect(MarkdownReport.text(of: report).contains("**Complete:** all \(report.steps.count) steps of this server are settled."))
        try await bed.engine.undo("mount.point")
        #expect(await !bed.report().isComplete)
    }

    @Test("A failure makes it incomplete and shows the command, its exit status, the reason and the line that proves it")
    func failure() async throws {
        let bed = try await ReportBed(faults: [.packageMirrorDown(times: 2)])
        defer { bed.remove() }
        try await bed.engine.perform("mount.packages")
        let report = await bed.report()
        let step = try #require(report.steps.first { $0.id == "mount.packages" })
        #expect(!report.isComplete && step.status == .failed && report.counts["failed"] == 1)
        #expect(step.commands.map(\.status) == [0, 100])
        #expect(step.commands[1].end == "ended with exit status 100" && step.commands[1].line.hasSuffix("install nfs-common"))
        #expect(FileManager.default.fileExists(atPath: step.commands[1].log))
        #expect(step.findings.first?.isKnownFailure == true)
        #expect(step.findings.contains { $0.evidence?.hasPrefix("E: ") == true })
        let text = MarkdownReport.text(of: report)
        #expect(text.contains("**Not complete:** 0 of \(report.steps.count) steps of this server are settled."))
        #expect(text.contains("Reason: apt-get ended with exit status 100"))
        #expect(text.contains("install nfs-common` | ended with exit status 100 |"))
        #expect(text.contains("| `[FAIL]` | Install the NFS client (`mount.packages`) | failed | 1 |"))
    }

    @Test("It says who worked, when, on which server, with which guide and program")
    func head() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        let report = await bed.report()
        let opening = try #require(await bed.engine.state.opening)
        #expect(report.server.name == "app1" && report.server.address == "192.0.2.13" && report.server.roles == ["application"])
        #expect(report.server.hostName == "app1" && report.server.machineID == opening.machineID && report.server.release == "debian 12")
        #expect(report.user == "operator from 192.0.2.99" && report.guide == bed.plan.guideDigest && report.starts == 1)
        #expect(try #require(report.began) <= #require(report.latest))
        let text = MarkdownReport.text(of: report)
        #expect(text.hasPrefix("# Completion report: app1 in cluster trial\n"))
        for row in [
            "| Server | app1 (192.0.2.13) |", "| Worked by | operator from 192.0.2.99 |", "| Guide | SHA-256 \(report.guide) |",
            "| Release | debian 12 |",
        ] {
            #expect(text.contains(row))
        }
    }

    @Test("Checks that were waived stand there with reason, name and time, and the hostile reason breaks nothing")
    func waived() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        let report = await bed.report()
        #expect(report.isComplete)
        let waiver = try #require(report.waived.first)
        #expect(report.waived.count == 1 && waiver.step == "prepare.clock" && waiver.user == "operator from 192.0.2.99")
        #expect(waiver.reason == "no | time `server` <b>here</b>")
        #expect(waiver.time == report.steps.first { $0.id == "prepare.clock" }?.ended)
        let text = MarkdownReport.text(of: report)
        #expect(text.contains("## Waived\n\n| Check | Reason | By | At |\n"))
        #expect(
            text.contains(
                "(`prepare.clock`) | no \\| time \\`server\\` &lt;b&gt;here&lt;/b&gt; | operator from 192.0.2.99 | \(waiver.time) |"))
        #expect(text.contains("| `[WAIV]` | ") && !text.contains("[SKIP]") && !text.contains("## Left out"))
        #expect(report.steps.first { $0.id == "prepare.clock" }?.erratum == nil, "an erratum that was not applied is not claimed")
    }

    @Test("Other steps that were left out are skipped, not waived")
    func skipped() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.engine.skip("mount.packages", reason: "they are there")
        let report = await bed.report()
        #expect(report.waived.isEmpty)
        let text = MarkdownReport.text(of: report)
        #expect(text.contains("## Left out\n\n- `mount.packages` by operator from 192.0.2.99 at "))
        #expect(text.contains("`[SKIP]`") && !text.contains("## Waived"))
        try await bed.engine.perform("mount.packages")
        #expect(await !MarkdownReport.text(of: bed.report()).contains("## Left out"), "what was done after all is not left out")
    }

    @Test("Errata are listed for the steps that were done, and for no others")
    func errata() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        #expect(await bed.report().steps.allSatisfy { $0.erratum == nil })
        try await bed.engine.perform("prepare.own-name")
        let report = await bed.report()
        #expect(report.steps.filter { $0.erratum != nil }.map(\.id) == ["prepare.own-name"])
        #expect(report.errata.map(\.step) == ["prepare.own-name"])
        #expect(report.errata.first?.text == bed.plan.step("prepare.own-name")?.erratum)
        let text = MarkdownReport.text(of: report)
        #expect(text.contains("## Errata applied\n"))
        #expect(text.contains("\n- `prepare.own-name`: The address to avoid is missing"))
        let untouched = Report(plan: bed.plan, state: RunState(), program: "1", made: "")
        #expect(untouched.errata.isEmpty && !MarkdownReport.text(of: untouched).contains("## Errata applied"))
    }

    @Test("Changes stand there as diffs, checks with what was expected and what was found")
    func changes() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        let text = MarkdownReport.text(of: await bed.report())
        #expect(text.contains("File `/etc/fstab`:\n\n```"))
        #expect(text.contains("```diff\n@@"))
        #expect(text.contains("+192.0.2.11:/export/wflow /opt/joget/shared/wflow nfs nfsvers=4.2,hard,_netdev,nofail 0 0"))
        #expect(text.contains("| ok   | directory /opt/joget/shared/wflow | a directory, owner root, group root, mode 0755 |"))
        #expect(text.contains("| `mount /opt/joget/shared/wflow` | ended well |"))
    }

    @Test("JSON is read back as the same report")
    func json() async throws {
        let bed = try await ReportBed(faults: [.packageMirrorDown(times: 2)])
        defer { bed.remove() }
        try await bed.work()
        let report = await bed.report()
        let text = JSONReport.text(of: report)
        #expect(try JSONDecoder().decode(Report.self, from: Data(text.utf8)) == report)
        #expect(text.hasSuffix("}\n") && JSONReport.text(of: report) == text)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["version"] as? Int == 2 && object["cluster"] as? String == "trial" && object["isComplete"] as? Bool == false)
    }

    @Test("The password is in no report")
    func noSecret() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        let report = await bed.report()
        #expect(report.steps.contains { $0.id == "database.login" && $0.status == .done })
        #expect(!MarkdownReport.text(of: report).contains(ReportBed.canary) && !JSONReport.text(of: report).contains(ReportBed.canary))
    }

    @Test("Reports are written for their owner alone, under the server's name")
    func files() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        let report = await bed.report()
        let paths = try await ReportFiles.write(report, into: bed.folder)
        #expect(paths == ["\(bed.folder)/report-app1.md", "\(bed.folder)/report-app1.json", "\(bed.folder)/report-app1.html"])
        for path in paths {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
        #expect(try String(contentsOfFile: paths[0], encoding: .utf8) == MarkdownReport.text(of: report))
        await #expect(throws: MachineError.self) { _ = try await ReportFiles.write(report, into: bed.folder + "/nowhere") }
    }
}
