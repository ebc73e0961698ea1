import Foundation
import Testing

/// What programs that watch a server get, after the set-up and beside it.
@Suite(.enabled(if: geteuid() == 0))
struct MonitoringTests {
    private func verify(_ run: RealRun, _ words: String...) async throws -> Headless {
        try await Headless.run(["verify", "--format"] + words + run.options)
    }

    @Test("A plugin tells what holds, what does not, and what nobody has done, and leaves no trace")
    func nagios() async throws {
        let run = try RealRun("echo done")
        let before = try await verify(run, "nagios")
        #expect(before.code == 3 && before.output.hasPrefix("JOGET UNKNOWN - ") && before.output.contains("there is no state here"))
        #expect(try await Headless.run(["apply", "--yes"] + run.options).code == 0)
        let state = try run.scratch.listing(of: run.scratch.state)
        let good = try await verify(run, "nagios")
        #expect(good.code == 0 && good.output.hasPrefix("JOGET OK - 1 of 1 steps hold on app1 | holds=1 "), "\(good.output)")
        try FileManager.default.removeItem(atPath: run.proof)
        let bad = try await verify(run, "nagios")
        #expect(bad.code == 2 && bad.output.hasPrefix("JOGET CRITICAL - 0 of 1 steps hold on app1; look at s.one |"), "\(bad.output)")
        #expect(bad.output.contains("\ns.one: ") && bad.complaint.isEmpty)
        #expect(try run.scratch.listing(of: run.scratch.state) == state)
    }

    @Test("While somebody works it says so, and the work goes on")
    func beside() async throws {
        let run = try RealRun("read go < gate")
        let child = try Child(
            [Child.program, "apply", "--yes"] + run.options, environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
            files: [("/dev/null", O_RDONLY), ("/dev/null", O_WRONLY), ("/dev/null", O_WRONLY)], ownsSession: false)
        try await eventually("the command runs") { run.isRunning }
        let beside = try await verify(run, "nagios")
        #expect(
            beside.code == 3 && beside.output.contains("another joget-cluster is at work here (process \(child.id))"), "\(beside.output)")
        let junit = try await verify(run, "junit")
        #expect(junit.code == 75 && junit.output.isEmpty && junit.complaints.count == 1)
        try await run.open()
        let end = await withCheckedContinuation { continuation in child.whenEnded { continuation.resume(returning: $0) } }
        #expect(end == .exited(0))
    }

    @Test("Metrics go into a file in one step, and what cannot be looked at leaves the file as it was")
    func file() async throws {
        let run = try RealRun("echo done")
        #expect(try await Headless.run(["apply", "--yes"] + run.options).code == 0)
        let path = "\(run.scratch.path)/joget.prom"
        let written = try await verify(run, "prometheus", "--output", path)
        #expect(written.code == 0 && written.output.isEmpty)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("step=\"s.one\"} 1\n"))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o644)
        try FileManager.default.removeItem(atPath: "\(run.scratch.path)/cluster.yaml")
        #expect(try await verify(run, "prometheus", "--output", path).code == 65)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test(
        "Each form is one document on standard output",
        arguments: [("text", "1 steps verified: 1 hold, 0 do not\n"), ("json", "{"), ("junit", "<?xml"), ("prometheus", "# HELP ")])
    func forms(name: String, beginning: String) async throws {
        let run = try RealRun("echo done")
        #expect(try await Headless.run(["apply", "--yes"] + run.options).code == 0)
        let told = try await verify(run, name)
        #expect(told.code == 0 && told.output.hasPrefix(beginning) && told.complaint.isEmpty)
        if name == "json" { #expect((try told.json() as? [String: Any])?["open"] as? Int == 0) }
        #expect(try await Headless.run(["verify", "--output", "x"] + run.options).code == 64)
    }
}
