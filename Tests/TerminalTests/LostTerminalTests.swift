import FaultLedger
import Foundation
import Testing

/// Terminals, signals and instances that come and go while a real command runs on this server.
@Suite(.enabled(if: geteuid() == 0, "a real run needs root"))
struct LostTerminalTests {
    /// What happens to the wizard in the middle of the command.
    enum Fate: String, CaseIterable, Sendable {
        case terminalClosed, hungUp, terminated, interrupted, quit, killed, left

        /// How the wizard ends.
        var end: Child.End {
            switch self {
            case .quit: .killed(signal: SIGQUIT)
            case .killed: .killed(signal: SIGKILL)
            default: .exited(2)
            }
        }

        func befall(_ terminal: Terminal) async throws {
            switch self {
            case .terminalClosed: terminal.hangUp()
            case .hungUp: terminal.child.send(SIGHUP)
            case .terminated: terminal.child.send(SIGTERM)
            case .interrupted: terminal.child.send(SIGINT)
            case .quit: terminal.child.send(SIGQUIT)
            case .killed: terminal.child.send(SIGKILL)
            case .left:
                terminal.type("q")
                try await terminal.expect("Leave now?")
                terminal.type("\u{1B}[C\r")
            }
        }
    }

    /// Prints forty lines, waits, and prints as many again.
    private static let script = """
        i=1; while [ $i -le 40 ]; do echo "line $i of 80"; i=$((i+1)); done
        read go < gate
        while [ $i -le 80 ]; do echo "line $i of 80"; i=$((i+1)); done
        """
    private static let whole = Array((1...80).map { "line \($0) of 80\n" }.joined().utf8)

    private func begin(_ terminal: Terminal) async throws {
        try await terminal.beginAll()
        try await terminal.expect("line 40 of 80")
    }

    /// The step must count as done, with the whole output in its log, for every command that can be asked.
    private func expectDone(_ run: RealRun) async throws -> Bool {
        #expect(run.output == LostTerminalTests.whole, "the log is not whole")
        let journal = try JournalFile(run.scratch.state)
        #expect(journal.events.count { $0.name == "launched" } == 1, "the command ran twice")
        #expect(journal.steps("ended") == ["s.one"])
        // Whoever was not there to see it says all the same how long it took.
        let end = try #require(FileManager.default.attributesOfItem(atPath: run.status)[.modificationDate] as? Date)
        let launch = try #require(journal.events.firstIndex { $0.name == "launched" })
        for name in ["ended", "finished"] {
            let seconds = try #require(journal.events.first { $0.name == name }?.fields["seconds"] as? Double)
            // Writing down takes time as well.
            #expect(seconds > end.timeIntervalSince(journal.times[launch]) / 2, "\(name) after \(seconds) s")
        }
        let status = try await Headless.run(["status"] + run.options)
        #expect(status.code == 0 && status.complaint.isEmpty, "\(status.output)\(status.complaint)")
        return run.output == LostTerminalTests.whole && status.code == 0
    }

    @Test("Whatever becomes of the wizard, the command goes on to its end, and the next start shows it as done", arguments: Fate.allCases)
    func endsBetween(fate: Fate) async throws {
        let run = try RealRun(LostTerminalTests.script)
        try await Terminal.run(run.options) { terminal in
            try await begin(terminal)
            try await fate.befall(terminal)
            #expect(try await terminal.end() == fate.end)
        }
        #expect(run.isRunning, "the command is still at its gate")
        try await run.open()
        try await run.hasEnded()
        try await Terminal.run(run.options) { terminal in
            try await terminal.expect("Left in the middle")
            try await terminal.expect("[ OK ] A long command")
            try await terminal.expect("ended well")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(0))
        }
        let isDone = try await expectDone(run)
        FaultLedger.note(3, "wizards lost in the middle of a command that ended alone", tried: 1, held: isDone ? 1 : 0)
    }

    @Test("A start while the command still runs follows it to its end", arguments: [Fate.terminalClosed, .hungUp, .killed])
    func endsAfter(fate: Fate) async throws {
        let run = try RealRun(LostTerminalTests.script)
        try await Terminal.run(run.options) { terminal in
            try await begin(terminal)
            try await fate.befall(terminal)
            #expect(try await terminal.end() == fate.end)
        }
        try await Terminal.run(run.options) { terminal in
            try await terminal.expect("A command of the last run is still running; following it to its end.")
            try await run.open()
            try await terminal.expect("[ OK ] A long command")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(0))
        }
        let isDone = try await expectDone(run)
        FaultLedger.note(3, "wizards lost in the middle of a command and started again beside it", tried: 1, held: isDone ? 1 : 0)
    }

    @Test(
        "Without the wizard it is the same: apply is killed, and the next one follows its command", arguments: [SIGHUP, SIGTERM, SIGKILL])
    func headless(signal: Int32) async throws {
        let run = try RealRun(LostTerminalTests.script)
        let first = try Child(
            [Child.program, "apply"] + run.options, environment: ["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"],
            files: [("/dev/null", O_RDONLY), ("/dev/null", O_WRONLY), ("/dev/null", O_WRONLY)], ownsSession: true)
        async let end = withCheckedContinuation { continuation in first.whenEnded { continuation.resume(returning: $0) } }
        try await eventually("the command prints") { run.output.count > 500 && (try? run.supervisor()) != nil }
        first.send(signal)
        #expect(await end == .killed(signal: signal))
        async let second = Headless.run(["apply"] + run.options)
        try await run.open()
        let result = try await second
        #expect(result.code == 0, "\(result.output)\(result.complaint)")
        let isDone = try await expectDone(run)
        FaultLedger.note(3, "headless runs ended in the middle of a command and gone on with", tried: 1, held: isDone ? 1 : 0)
    }

    @Test("A wizard that was stopped for the rest of the command shows its end when it is continued", arguments: [SIGSTOP, SIGTSTP])
    func stopped(signal: Int32) async throws {
        let run = try RealRun(LostTerminalTests.script)
        try await Terminal.run(run.options) { terminal in
            try await begin(terminal)
            terminal.child.send(signal)
            if signal == SIGSTOP {
                try await eventually("it stands still") {
                    try String(contentsOfFile: "/proc/\(terminal.child.id)/stat", encoding: .utf8).contains(") T ")
                }
            }
            try await run.open()
            try await run.hasEnded()
            terminal.child.send(SIGCONT)
            try await terminal.expect("[ OK ]")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(0))
            #expect(terminal.isRestored)
        }
        let isDone = try await expectDone(run)
        FaultLedger.note(3, "wizards stopped in the middle of a command and continued", tried: 1, held: isDone ? 1 : 0)
    }

    @Test(
        "A supervisor that is hung up, interrupted by nobody and whose terminal is gone sees its command through",
        arguments: [SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP, SIGUSR2])
    func supervisor(signal: Int32) async throws {
        let run = try RealRun(LostTerminalTests.script)
        try await Terminal.run(run.options) { terminal in
            try await begin(terminal)
            try #require(kill(run.supervisor(), signal) == 0)
            terminal.hangUp()
            #expect(try await terminal.end() == .exited(2))
        }
        try await run.open()
        try await run.hasEnded()
        #expect(try await Headless.run(["apply"] + run.options).code == 0)
        let isDone = try await expectDone(run)
        FaultLedger.note(3, "supervisors signalled in the middle of their command", tried: 1, held: isDone ? 1 : 0)
    }

    @Test("A second terminal reads along, takes over when the first is lost, and sees the end", arguments: [Fate.terminalClosed, .killed])
    func second(fate: Fate) async throws {
        let run = try RealRun(LostTerminalTests.script)
        try await Terminal.run(run.options) { first in
            try await begin(first)
            try await Terminal.run(run.options) { second in
                try await second.expect("Another instance is at work")
                second.type("\r")
                try await second.expect("READ-ONLY")
                try await second.expect("line 40 of 80")
                try await fate.befall(first)
                #expect(try await first.end() == fate.end)
                try await second.expect("A command of the last run is still running; following it to its end.")
                try await run.open()
                try await second.expect("[ OK ] A long command")
                second.type("q")
                #expect(try await second.end() == .exited(0))
            }
        }
        let isDone = try await expectDone(run)
        FaultLedger.note(3, "second terminals that took a running command over", tried: 1, held: isDone ? 1 : 0)
        FaultLedger.note(7, "second instances that read along and took over", tried: 1, held: isDone ? 1 : 0)
    }
}
