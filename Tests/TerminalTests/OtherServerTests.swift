import FaultLedger
import Foundation
import Testing

/// A server that is another one than before, or is called so, by means of namespaces.
@Suite(.enabled(if: geteuid() == 0 && Namespaces.areThere, "another server is played in namespaces of the kernel"))
struct OtherServerTests {
    /// Runs the program on what seems to be another server.
    private func onServer(_ words: [String], prepare: String, _ body: (Terminal) async throws -> Void) async throws {
        let script = "\(prepare)\nexec \"$0\" \"$@\""
        try await Terminal.run(
            ["--mount", "--uts", "/bin/sh", "-ec", script, Child.program] + words, program: "/usr/bin/unshare",
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], body)
    }

    /// Everything that was printed, where no line is broken by the terminal.
    private static func said(_ terminal: Terminal) -> String { String(decoding: terminal.view.sent, as: UTF8.self) }

    private func begun() async throws -> RealRun {
        let run = try RealRun("echo done")
        try await onServer(
            ["apply"] + run.options,
            prepare:
                "echo 0123456789abcdef0123456789abcdef > \(run.scratch.path)/id; mount --bind \(run.scratch.path)/id /etc/machine-id; hostname before"
        ) {
            let end = try await $0.end()
            #expect(end == .exited(0), "\($0.view.screen.text)")
        }
        return run
    }

    @Test("State that was copied to another server is refused by the names of both, and nothing is done")
    func copied() async throws {
        let run = try await begun()
        let journal = try JournalFile(run.scratch.state).bytes
        let prepare =
            "echo fedcba9876543210fedcba9876543210 > \(run.scratch.path)/id; mount --bind \(run.scratch.path)/id /etc/machine-id; hostname other"
        try await onServer(["apply"] + run.options, prepare: prepare) { terminal in
            let end = try await terminal.end()
            #expect(end == .exited(65))
            #expect(
                OtherServerTests.said(terminal).contains("this state belongs to another server, app1 (before); this one is other"),
                "\(terminal.view.screen.text)")
        }
        try await onServer(run.options, prepare: prepare) { terminal in
            try await terminal.expect("This state belongs to something else")
            try await terminal.expect("app1 (before)")
            terminal.type("q")
            let end = try await terminal.end()
            #expect(end == .exited(65))
        }
        let isLeft = try JournalFile(run.scratch.state).bytes == journal
        #expect(isLeft)
        FaultLedger.note(7, "state copied to another server refused by the names of both", tried: 2, held: isLeft ? 2 : 0)
    }

    @Test("A server that was given another name goes on, and the report says so")
    func renamed() async throws {
        let run = try await begun()
        let prepare =
            "echo 0123456789abcdef0123456789abcdef > \(run.scratch.path)/id; mount --bind \(run.scratch.path)/id /etc/machine-id; hostname after"
        try await onServer(["apply"] + run.options, prepare: prepare) {
            let end = try await $0.end()
            #expect(end == .exited(0), "\($0.view.screen.text)")
        }
        let report = try await Headless.run(["report", "--format", "html"] + run.options)
        let isTold = report.output.contains("on the server now called after, before before")
        #expect(report.code == 0 && isTold)
        FaultLedger.note(7, "renamed servers that go on, with a word in the report", tried: 1, held: isTold ? 1 : 0)
    }

    @Test("A server without a machine-id is told how to get one", arguments: ["", "\n"])
    func nameless(text: String) async throws {
        let run = try RealRun("echo done")
        _ = try run.scratch.write(text, to: "id")
        try await onServer(["apply"] + run.options, prepare: "mount --bind \(run.scratch.path)/id /etc/machine-id") { terminal in
            let end = try await terminal.end()
            #expect(end == .exited(74))
            #expect(OtherServerTests.said(terminal).contains("it is missing or empty, so that this server cannot be told from another"))
            #expect(OtherServerTests.said(terminal).contains("systemd-machine-id-setup"))
        }
        FaultLedger.note(7, "servers without a machine-id told how to get one", tried: 1, held: run.isRunning ? 0 : 1)
    }
}

enum Namespaces {
    static let areThere: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = ["--mount", "--uts", "/bin/true"]
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
