import Foundation
import Testing

/// The wizard in lines, in a real terminal: of the dumbest kind, and of the usual kind by `--plain`.
struct PlainTests {
    private static let canary = "kanarie-7Fq2-Vogel"
    /// Two ways to come to lines.
    private static let ways: [(options: [String], type: String)] = [([], "dumb"), (["--plain"], "xterm-256color")]

    @Test("The whole guide of the file server is done in lines, without one escape sequence", arguments: ways)
    func fileServer(options: [String], type: String) async throws {
        let scratch = try Scratch()
        try await Terminal.run(["--rehearse", "--state", scratch.state] + options, type: type) { terminal in
            var paper = Paper(terminal)
            try await paper.expect("Choose (1-")
            try await paper.answer("", "== Main: fs1, step 1 of 16: Root rights")
            try await paper.answer("list", "16 [TODO] Export stays")
            try await paper.answer("a", "Type go to let it begin; Enter goes back:")
            try await paper.answer("go", "step 8 of 16: Install the NFS server [FAIL]")
            try await paper.expect("known failure packages-unreachable")
            try await paper.expect("? for help):")
            try await paper.answer("a", "Complete: all 16 steps are settled.")
            try await paper.expect("? for help):")
            try await paper.answer("w", "written: ")
            terminal.type("q\n")
            #expect(try await terminal.end() == .exited(0))
            #expect(terminal.isRestored)
            let sent = terminal.view.sent
            #expect(!sent.contains(0x1B))
            #expect(type != "dumb" || String(decoding: sent, as: UTF8.self).contains("going on in lines, as with --plain"))
        }
        #expect(Set(try JournalFile(scratch.state).steps("finished")).count == 16)
    }

    @Test("A password typed in lines is not shown, and the terminal shows letters again after it")
    func secret() async throws {
        let scratch = try Scratch()
        try await Terminal.run(["--rehearse", "--plain", "--role", "database", "--state", scratch.state]) { terminal in
            var paper = try await paperAtSecret(terminal)
            #expect(!terminal.isRestored, "the terminal would show what is typed")
            try await paper.answer(PlainTests.canary, "Once more:")
            try await paper.answer(PlainTests.canary, "Complete: all ")
            let isRestored = await terminal.wait { _ in terminal.isRestored }
            #expect(isRestored)
            terminal.type("q\n")
            #expect(try await terminal.end() == .exited(0))
            #expect(!String(decoding: terminal.view.sent, as: UTF8.self).contains(PlainTests.canary))
        }
        #expect(try scratch.files(holding: PlainTests.canary) == ["state/secrets"])
    }

    /// Goes on to where the password is to be typed.
    private func paperAtSecret(_ terminal: Terminal) async throws -> Paper {
        var paper = Paper(terminal)
        try await paper.expect("Choose (1-")
        try await paper.answer("", "== Main: db1")
        try await paper.answer("a", "Type go")
        try await paper.answer("go", "Install")
        try await paper.expect("apt-get ended with exit status 100")
        try await paper.expect("Choose (1-")
        try await paper.answer("a", "Enter for 1):")
        try await paper.answer("2", "Choose (1-3, Enter for 3):")
        try await paper.answer("1", "(not shown):")
        return paper
    }

    @Test("Whatever ends the wizard at the password, the terminal shows letters again", arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV])
    func killedAtSecret(signal: Int32) async throws {
        try await Terminal.run(["--rehearse", "--plain", "--role", "database"]) { terminal in
            _ = try await paperAtSecret(terminal)
            terminal.child.send(signal)
            let isKilled = signal == SIGQUIT || signal == SIGSEGV
            #expect(try await terminal.end() == (isKilled ? .killed(signal: signal) : .exited(2)))
            #expect(terminal.isRestored)
        }
    }

    @Test("Ctrl-C at the password asks with letters shown; staying asks for the password again")
    func interruptAtSecret() async throws {
        try await Terminal.run(["--rehearse", "--plain", "--role", "database"]) { terminal in
            var paper = try await paperAtSecret(terminal)
            terminal.type("half-typed\u{3}")
            try await paper.expect("== Leave? ==")
            try await paper.expect("Enter for 1):")
            let isShown = await terminal.wait { _ in terminal.isRestored }
            #expect(isShown)
            try await paper.answer("", "Choose (1-3, Enter for 3):")
            // Without a shell that could continue it, Ctrl-Z does no harm.
            terminal.type("\u{1A}")
            try await paper.expect("Choose (1-3, Enter for 3):")
            terminal.type("\u{4}")
            #expect(try await terminal.end() == .exited(2))
            #expect(!String(decoding: terminal.view.sent, as: UTF8.self).contains("half-typed"))
        }
    }

    @Test("Ctrl-C asks, and a second one leaves; so it is in a running step")
    func interrupt() async throws {
        try await Terminal.run(["--rehearse", "--plain"], environment: Terminal.slow) { terminal in
            var paper = Paper(terminal)
            try await paper.expect("Choose (1-")
            terminal.type("half an ans\u{3}")
            try await paper.expect("== Leave? ==")
            try await paper.expect("Enter for 1):")
            try await paper.answer("", "Choose (1-")
            try await paper.answer("", "== Main")
            try await paper.answer("a", "Type go")
            try await paper.answer("go", "Reading package lists")
            terminal.type("\u{3}")
            try await paper.expect("== Stop the running command? ==")
            try await paper.expect("Enter for 1):")
            terminal.type("\u{3}")
            #expect(try await terminal.end() == .exited(130))
            #expect(terminal.isRestored)
        }
    }

    @Test("Ctrl-D leaves as q does, and says that nothing is lost")
    func endOfInput() async throws {
        try await Terminal.run(["--rehearse", "--plain"]) { terminal in
            var paper = Paper(terminal)
            try await paper.expect("? for help):")
            terminal.type("\u{4}")
            try await paper.expect("Nothing is lost")
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
    }

    @Test("A signal or a lost terminal ends it in a running step, and the journal is whole", arguments: [SIGTERM, SIGHUP, nil])
    func killed(signal: Int32?) async throws {
        let scratch = try Scratch()
        try await Terminal.run(["--rehearse", "--plain", "--state", scratch.state], environment: Terminal.slow) { terminal in
            var paper = Paper(terminal)
            try await paper.expect("Choose (1-")
            try await paper.answer("", "== Main")
            try await paper.answer("a", "Type go")
            try await paper.answer("go", "Reading package lists")
            if let signal { terminal.child.send(signal) } else { terminal.hangUp() }
            #expect(try await terminal.end() == .exited(2))
        }
        #expect(try JournalFile(scratch.state).steps("started").last == "shared-directory.packages")
    }

    @Test("A shell is a step aside, in lines too")
    func shell() async throws {
        try await Terminal.run(["--rehearse", "--plain"]) { terminal in
            var paper = Paper(terminal)
            try await paper.expect("? for help):")
            terminal.type("!\n")
            terminal.type("echo seen-$((40 + 2))\n")
            try await paper.expect("seen-42")
            terminal.type("exit\n")
            try await paper.expect("Choose (1-")
            terminal.type("q\n")
            #expect(try await terminal.end() == .exited(2))
        }
    }

    @Test("From a pipe into a file the whole guide is done as well, with the answers between the questions")
    func piped() async throws {
        let scratch = try Scratch()
        let result = try await Headless.run(
            ["--rehearse", "--plain", "--state", scratch.state], input: "\na\ngo\na\nq\n", environment: ["JOGET_REHEARSAL_PACE": "0"])
        #expect(result.code == 0, "\(result.output)\(result.complaint)")
        #expect(result.output.contains("Complete: all 16 steps are settled."))
        #expect(result.output.contains("Type go to let it begin; Enter goes back: go\n"))
        #expect(!result.output.utf8.contains(0x1B) && result.complaint.isEmpty)
    }

    @Test("In a locale without UTF-8, and with --ascii, only ASCII is printed", arguments: [("C", []), ("C.UTF-8", ["--ascii"])])
    func ascii(lang: String, options: [String]) async throws {
        let result = try await Headless.run(
            ["--rehearse", "--plain"] + options, input: "\na\ngo\nl\nh\n", environment: ["LANG": lang, "JOGET_REHEARSAL_PACE": "0"])
        #expect(result.code == 1, "a step has failed when the input ends")
        #expect(result.output.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
    }

    @Test(
        "Whatever ends a headless prompt for a password, the terminal shows letters again", arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func headlessPrompt(signal: Int32) async throws {
        let scratch = try Scratch()
        try await Terminal.run(["secret", "database.password", "--rehearse", "--state", scratch.state]) { terminal in
            try await terminal.expect("database.password:")
            #expect(!terminal.isRestored)
            terminal.child.send(signal)
            #expect(try await terminal.end() == .killed(signal: signal))
            #expect(terminal.isRestored)
        }
    }

    @Test("The style is chosen by name, by option or environment, and a wrong name is refused")
    func style() async throws {
        for (options, environment) in [(["--style", "mono"], [:]), ([], ["JOGET_STYLE": "mono"])] {
            try await Terminal.run(["--rehearse"] + options, environment: environment) { terminal in
                try await terminal.expect("Enter begins.")
                let text = String(decoding: terminal.view.sent, as: UTF8.self)
                #expect(!text.contains(/\u{1B}\[[0-9;]*3[0-7]m/), "colours are sent")
            }
        }
        let result = try await Headless.run(["--rehearse", "--plain"], environment: ["JOGET_STYLE": "pink"])
        result.expectRefusal(64, "'pink'", "default, contrast, mono, light")
    }
}

/// What the program has printed since the latest answer.
private struct Paper {
    private let terminal: Terminal
    private var mark = 0

    init(_ terminal: Terminal) { self.terminal = terminal }

    /// Waits until the words are printed, wherever lines end; what comes next comes behind them.
    mutating func expect(_ words: String, location: SourceLocation = #_sourceLocation) async throws {
        let start = mark
        let isPrinted = await terminal.wait { view in
            view.end != nil || Paper.text(view, from: start).contains(words.replacing(" ", with: ""))
        }
        let view = terminal.view
        try #require(
            isPrinted && Paper.text(view, from: start).contains(words.replacing(" ", with: "")),
            "not printed: \(words)\n\(String(decoding: view.sent[start...], as: UTF8.self))", sourceLocation: location)
    }

    /// Types a line and waits for the words that come of it.
    mutating func answer(_ line: String, _ words: String, location: SourceLocation = #_sourceLocation) async throws {
        mark = terminal.view.sent.count
        terminal.type(line + "\n")
        try await expect(words, location: location)
    }

    private static func text(_ view: Terminal.View, from start: Int) -> String {
        String(decoding: view.sent[start...].filter { $0 > 0x20 }, as: UTF8.self)
    }
}
