import Foundation
import Testing

/// The look at the server before the work, from a script and in the wizard.
struct PreflightTests {
    private static func checks(_ result: Headless) throws -> [[String: Any]] {
        try #require((try result.json() as? [String: Any])?["checks"] as? [[String: Any]])
    }

    @Test("A script is told name, variable, current, required and verdict of every check, and by its exit code whether all is well")
    func table() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        let text = try await Headless.run(["preflight"] + state)
        #expect(text.code == 1 && text.complaint.isEmpty)
        let lines = text.output.split(separator: "\n").map(String.init)
        let head = try #require(lines.first).split(separator: " ").map(String.init)
        #expect(head == ["NAME", "VARIABLE", "CURRENT", "REQUIRED", "VERDICT"])
        #expect(lines.contains { $0.hasPrefix("root ") && $0.hasSuffix(" ok") })
        #expect(lines.contains { $0.hasPrefix("own-name ") && $0.hasSuffix(" FAIL") })
        #expect(lines.contains("    fix: joget-cluster preflight --fix own-name"))
        #expect(lines.allSatisfy { !$0.hasPrefix("own-name ") || $0.count <= 100 })
        let result = try await Headless.run(["preflight", "--json"] + state)
        #expect(result.code == 1)
        let checks = try Self.checks(result)
        #expect(checks.compactMap { $0["name"] as? String }.starts(with: ["root", "release", "own-name", "names"]))
        #expect((try result.json() as? [String: Any])?["isClear"] as? Bool == false)
        #expect(try scratch.listing().isEmpty, "whoever only looks leaves nothing behind")
    }

    @Test("A fix is shown and wants a word of agreement; then it is made, recorded as its step, and looked at again")
    func fix() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        let asked = try await Headless.run(["preflight", "--fix", "own-name"] + state)
        #expect(asked.code == 2 && asked.complaint.contains("say --yes") && asked.complaint.contains("nothing was mended"))
        #expect(asked.output.contains("own-name would be mended by:") && asked.output.contains("-127.0.1.1"))
        let fixed = try await Headless.run(["preflight", "--fix", "prepare.own-name", "--yes", "--json"] + state)
        let answer = try #require(try fixed.json() as? [String: Any])
        let attempts = try #require(answer["fixed"] as? [[String: Any]])
        #expect(attempts.map { $0["step"] as? String } == ["prepare.own-name"])
        #expect(attempts.map { $0["outcome"] as? String } == ["changed"])
        let status = try await Headless.run(["status"] + state)
        #expect(status.output.contains("[ OK ] prepare.own-name"))
        let all = try await Headless.run(["preflight", "--fix-all", "--yes"] + state)
        #expect(all.code == 0 && !all.output.contains("FAIL"), "\(all.output)")
    }

    @Test("What cannot be fixed is waived by name with a reason; then all is well, and report and status say so")
    func waive() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        let result = try await Headless.run(["preflight", "--waive", "own-name", "names", "--reason", "a name service comes"] + state)
        #expect(result.code == 0 && result.complaint.isEmpty, "\(result.output)")
        #expect(result.output.contains(": a name service comes") && result.output.contains("2 are waived"))
        // The next look remembers it, in a process of its own.
        let again = try await Headless.run(["preflight", "--json"] + state)
        #expect(again.code == 0)
        let waivers = try Self.checks(again).compactMap { $0["waiver"] as? [String: Any] }
        #expect(waivers.compactMap { $0["step"] as? String } == ["prepare.own-name", "prepare.names"])
        #expect(waivers.allSatisfy { $0["reason"] as? String == "a name service comes" && ($0["user"] as? String)?.isEmpty == false })
        let status = try await Headless.run(["status"] + state)
        #expect(status.output.contains("[WAIV] prepare.own-name") && status.output.contains("waived by "))
        let report = try await Headless.run(["report"] + state)
        #expect(report.output.contains("## Waived") && report.output.contains("(`prepare.names`) | a name service comes |"))
        let json = try #require(try await Headless.run(["report", "--json"] + state).json() as? [String: Any])
        #expect((json["waived"] as? [[String: Any]])?.count == 2)
    }

    @Test("There is nothing to waive in a check that holds")
    func holding() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        let result = try await Headless.run(["preflight", "--waive", "root", "--reason", "why not"] + state)
        #expect(result.code == 1 && result.output.contains("root holds; there is nothing to waive"))
        #expect(try await !Headless.run(["status"] + state).output.contains("[WAIV]"))
    }

    @Test(
        "A waiver without a reason, and a reason without a waiver, are wrong usage",
        arguments: [["--waive", "root"], ["--reason", "so"], ["--waive", "root", "--reason", " "]])
    func usage(options: [String]) async throws {
        let scratch = try Scratch()
        let result = try await Headless.run(["preflight", "--rehearse", "--state", scratch.state] + options)
        #expect(result.code == 64 && result.complaint.contains("--reason"))
        #expect(try scratch.listing().isEmpty)
    }

    @Test("Without root one may look, and is told that it is missing", .enabled(if: geteuid() == 0))
    func nobody() async throws {
        let scratch = try Scratch()
        chmod(scratch.path, 0o755)
        let file = try scratch.write(ClusterFile.good, to: "cluster.yaml")
        chmod(file, 0o644)
        let result = try await Headless.run(
            ["preflight", "--json", "--cluster", file, "--state", scratch.state, "--server", "fs1"], asNobody: true)
        #expect(result.code == 1 && result.complaint.isEmpty, "\(result.complaint)")
        let root = try #require(try Self.checks(result).first { $0["name"] as? String == "root" })
        #expect((root["findings"] as? [[String: Any]])?.first?["verdict"] as? String == "fails")
    }

    @Test("In the wizard a key leads to the table, Enter fixes after a look, w waives, and Esc leads back")
    func wizard() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        try await Terminal.run(state + ["--ascii"]) { terminal in
            try await terminal.expect("Enter begins.")
            terminal.type("p")
            try await terminal.expect("Is fs1 ready: ")
            try await terminal.expect("prepare.own-name  Own name and address")
            terminal.type("\r")
            try await terminal.expect("Fix this?")
            try await terminal.expect("-127.0.1.1")
            terminal.type("\r")
            try await terminal.expect("Enter fix")
            terminal.type("w")
            try await terminal.expect("Waive this check")
            terminal.type("a trial\r")
            try await terminal.expect("1 is waived")
            terminal.type("n")
            try await terminal.expect("prepare.names  ")
            terminal.type("\r")
            try await terminal.expect("Fix this?")
            terminal.type("\u{1B}[C\r")
            try await terminal.expect("Is fs1 ready: 6 hold, 1 is waived")
            #expect(terminal.view.sent.allSatisfy { $0 < 128 }, "--ascii holds here too")
            terminal.type("\u{1B}")
            try await terminal.expect("<- this server")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
        let status = try await Headless.run(["status"] + state)
        #expect(status.output.contains("[WAIV] prepare.own-name") && status.output.contains("[ OK ] prepare.names"))
    }
}
