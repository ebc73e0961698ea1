import Guidebook
import Machines
import StepEngine
import Testing

@Suite("What the operator has done another way is left alone")
struct RespectTests {
    /// The file server up to the step that exports.
    private func bed(_ exports: String) async throws -> (Bed, Engine) {
        let bed = try Bed(.shipped(), server: "fs1")
        let engine = try await bed.engine()
        for step in bed.plan.steps where step.id.hasPrefix("shared-directory.") && !["export", "proof"].contains(where: step.id.hasSuffix) {
            #expect(try await engine.perform(step.id).isDone, "\(step.id)")
        }
        try await bed.byHand("mkdir", "/srv/homes", "/export/wflow2")
        try await bed.put(exports, at: "/etc/exports")
        try await bed.byHand("exportfs", "-ra")
        return (bed, engine)
    }

    private let step = "shared-directory.export"

    @Test("A line in /etc/exports that lets the right servers in stands in for our file")
    func right() async throws {
        let line = "/export/wflow 192.0.2.13(rw,no_subtree_check) 192.0.2.14(rw,no_subtree_check)\n"
        let (bed, engine) = try await bed(line)
        let (launches, changes) = (bed.machine.launches, bed.machine.changes)
        #expect(try await engine.perform(step) == .unchanged)
        let findings = await engine.state[step].findings
        #expect(findings.map(\.verdict) == [.holds, .holds])
        #expect(findings.first?.title == "already there, left alone: /export/wflow in /etc/exports")
        #expect(bed.machine.launches == launches && bed.machine.changes == changes)
        #expect(try await bed.text(of: "/etc/exports") == line)
        #expect(try await bed.text(of: "/etc/exports.d/joget.exports") == nil)
        #expect(try await engine.preview(step).isSettled)
    }

    @Test(
        "A line that is wrong there fails the step with a clear finding, and nothing is touched",
        arguments: [
            ("192.0.2.13(rw,no_subtree_check)", "not writable for 192.0.2.14"),
            ("192.0.2.13(rw,no_subtree_check) 192.0.2.14(ro,no_subtree_check)", "not writable for 192.0.2.14"),
            ("192.0.2.13(rw,no_subtree_check) 192.0.2.14(rw,no_subtree_check) *(ro,no_subtree_check)", "open to * as well"),
        ])
    func wrong(clients: String, problem: String) async throws {
        let line = "# by hand\n/export/wflow \(clients)\n"
        let (bed, engine) = try await bed(line)
        let (launches, changes) = (bed.machine.launches, bed.machine.changes)
        #expect(try await engine.perform(step) == .failed)
        let state = await engine.state[step]
        #expect(state.reason == "export of /export/wflow: \(problem)")
        let finding = try #require(state.findings.last)
        #expect(finding.verdict == .fails && finding.expected == "read and write for exactly 192.0.2.13, 192.0.2.14")
        #expect(finding.evidence?.hasPrefix("/export/wflow") == true && finding.remedy != nil)
        #expect(bed.machine.launches == launches && bed.machine.changes == changes && !state.canUndo)
        #expect(try await bed.text(of: "/etc/exports") == line)
        // Put right by the operator, the step is done without our doing.
        try await bed.put("/export/wflow 192.0.2.13(rw,no_subtree_check) 192.0.2.14(rw,no_subtree_check)\n", at: "/etc/exports")
        try await bed.byHand("exportfs", "-ra")
        #expect(try await engine.perform(step) == .unchanged)
    }

    @Test("A preview of a step that will be refused promises no change")
    func honestPreview() async throws {
        let (_, engine) = try await bed("/export/wflow *(ro,no_subtree_check)\n")
        #expect(try await engine.preview(step).changes.isEmpty)
    }

    @Test("A line for another directory is none of this step's business")
    func otherDirectory() async throws {
        let (bed, engine) = try await bed("/srv/homes *(ro,no_subtree_check)\n/export/wflow2 *(ro,no_subtree_check)\n")
        #expect(try await engine.perform(step) == .changed)
        #expect(try await bed.text(of: "/etc/exports.d/joget.exports")?.contains("192.0.2.13(rw,") == true)
        #expect(try await bed.text(of: "/etc/exports") == "/srv/homes *(ro,no_subtree_check)\n/export/wflow2 *(ro,no_subtree_check)\n")
    }

    @Test("A hosts file that leads a cluster name to the loopback address as well is put right")
    func hosts() async throws {
        let bed = try Bed(Guide.of(["one": "edit: { path: /etc/hosts, hosts: \"{{self.address}} {{self.name}}\" }"]))
        try await bed.put("192.0.2.13 app1\n127.0.1.1 app1\n", at: "/etc/hosts")
        #expect(try await bed.engine().perform("s.one") == .changed)
        #expect(try await bed.text(of: "/etc/hosts") == "192.0.2.13 app1\n")
    }

    @Test("A file that somebody changes while the step works on it is not overwritten", arguments: ["file", "edit"])
    func changedMeanwhile(kind: String) async throws {
        let body =
            kind == "file"
            ? "file: { path: /etc/one.conf, template: one.conf, validate: [cat, \"{{candidate}}\"] }"
            : "edit: { path: /etc/one.conf, hosts: \"192.0.2.11 fs1\" }"
        let guide = try Guide.of(["one": body], templates: ["one.conf": "ours\n"])
        let real = try RehearsalMachine(seed: Bed.seed(Bed.servers[2], Bed(guide).plan.cluster))
        try await real.replace("/etc/one.conf", with: Array("before\n".utf8), attributes: FileAttributes())
        let reads = Counter()
        let machine = WatchedMachine(real) { call in
            // Another hand writes after the step has looked at the file and before it acts: while the candidate is judged,
            // or just before the last look.
            let isMoment = kind == "file" ? call.hasPrefix("capture cat") : call == "read /etc/one.conf"
            guard isMoment, await reads.next() == (kind == "file" ? 1 : 3) else { return }
            try? await real.replace("/etc/one.conf", with: Array("theirs\n".utf8), attributes: FileAttributes())  // cannot fail in memory
        }
        let bed = try Bed(guide, machine: machine)
        #expect(try await bed.engine().perform("s.one") == .failed)
        #expect(try await bed.text(of: "/etc/one.conf") == "theirs\n")
    }
}

actor Counter {
    private var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}
