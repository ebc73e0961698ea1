import FaultLedger
import Foundation
import Testing

/// All the ways in which a session ends.
struct DepartureTests {
    @Test("A signal ends the wizard, the terminal is as before, and the journal is whole", arguments: [SIGTERM, SIGHUP, SIGINT])
    func signals(signal: Int32) async throws {
        let scratch = try Scratch()
        try await Terminal.run(["--rehearse", "--state", scratch.state], environment: Terminal.slow) { terminal in
            try await terminal.beginInstalling()
            terminal.child.send(signal)
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
        try await expectInterruption(in: scratch)
    }

    @Test("A lost terminal ends the wizard, and the journal is whole")
    func lost() async throws {
        let scratch = try Scratch()
        try await Terminal.run(["--rehearse", "--state", scratch.state], environment: Terminal.slow) { terminal in
            try await terminal.beginInstalling()
            terminal.hangUp()
            #expect(try await terminal.end() == .exited(2))
        }
        try await expectInterruption(in: scratch)
    }

    /// The next start must find a whole journal with the cut step in it.
    private func expectInterruption(in scratch: Scratch) async throws {
        let journal = try JournalFile(scratch.state)
        #expect(journal.steps("started").last == "shared-directory.packages")
        #expect(!journal.steps("finished").contains("shared-directory.packages"))
        let status = try await Headless.run(["status", "--rehearse", "--state", scratch.state])
        #expect(status.complaint.isEmpty)
        #expect(status.code == 2)
        let isLeft = try JournalFile(scratch.state).bytes == journal.bytes
        #expect(isLeft, "looking changes nothing")
        FaultLedger.note(3, "wizards ended in a running step, with a whole journal", tried: 1, held: isLeft && status.code == 2 ? 1 : 0)
    }

    @Test("On the welcome page a signal ends the wizard too", arguments: [SIGTERM, SIGHUP, SIGINT])
    func early(signal: Int32) async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await terminal.expect("Enter begins.")
            terminal.child.send(signal)
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
    }

    @Test("Even a crash gives the terminal back", arguments: [SIGSEGV, SIGABRT, SIGQUIT, SIGTRAP, SIGUSR1, SIGALRM, SIGPIPE, SIGXCPU])
    func crash(signal: Int32) async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await terminal.expect("Enter begins.")
            terminal.child.send(signal)
            #expect(try await terminal.end() == .killed(signal: signal))
            #expect(terminal.isRestored)
            #expect(String(decoding: terminal.view.sent, as: UTF8.self).contains("\u{1B}[?1049l"), "the screen before is shown again")
            FaultLedger.note(6, "crashes that gave the terminal back", tried: 1, held: terminal.isRestored ? 1 : 0)
        }
    }

    @Test("Ctrl-C asks, and a second one leaves at once")
    func interrupt() async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await terminal.expect("Enter begins.")
            terminal.type("\u{3}")
            try await terminal.expect("Leave?")
            terminal.type("\u{3}")
            #expect(try await terminal.end() == .exited(130))
            #expect(terminal.isRestored)
        }
    }

    @Test("Ctrl-C in a running step asks whether to stop it, and a second one leaves at once")
    func interruptStep() async throws {
        let scratch = try Scratch()
        try await Terminal.run(["--rehearse", "--state", scratch.state], environment: Terminal.slow) { terminal in
            try await terminal.beginInstalling()
            terminal.type("\u{3}")
            try await terminal.expect("Stop the running command?")
            terminal.type("\u{3}")
            #expect(try await terminal.end() == .exited(130))
            #expect(terminal.isRestored)
        }
        _ = try JournalFile(scratch.state)
    }

    @Test("Ctrl-C and a careful answer stay")
    func stay() async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await terminal.expect("Enter begins.")
            terminal.type("\u{3}")
            try await terminal.expect("Leave?")
            terminal.type("\r")
            let isGone = await terminal.wait { !$0.screen.shows("Leave?") }
            #expect(isGone && terminal.view.end == nil)
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
        }
    }

    @Test("Leaving a running step asks first, and says that it goes on")
    func leave() async throws {
        try await Terminal.run(["--rehearse"], environment: Terminal.slow) { terminal in
            try await terminal.beginInstalling()
            terminal.type("q")
            try await terminal.expect("Leave now?")
            terminal.type("\u{1B}[C\r")
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
    }

    @Test("A shell is a step aside: the terminal is ordinary in it, and the wizard is there again after it")
    func shell() async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await terminal.expect("Enter begins.")
            terminal.type("!")
            let isOrdinary = await terminal.wait { _ in terminal.isRestored }
            #expect(isOrdinary)
            terminal.type("echo seen-$((40 + 2))\n")
            try await terminal.expect("seen-42")
            terminal.type("exit\n")
            try await terminal.expect("Enter begins.")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
    }

    @Test("Ctrl-Z where no shell could continue it does no harm")
    func suspend() async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await terminal.expect("Enter begins.")
            let count = terminal.view.sent.count
            terminal.type("\u{1A}")
            let isDrawnAgain = await terminal.wait { $0.sent.count > count && $0.screen.shows("Enter begins.") }
            #expect(isDrawnAgain)
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
    }

    @Test("A rehearsal leaves nothing behind")
    func tidy() async throws {
        let scratch = try Scratch()
        try await Terminal.run(["--rehearse"], environment: ["TMPDIR": scratch.path]) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("apt-get ended with exit status 100")
            #expect(try scratch.listing().contains { $0.hasPrefix("joget-cluster-rehearsal.") }, "or the test sees nothing")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(1), "a step has failed")
        }
        #expect(try scratch.listing().isEmpty)
    }
}
