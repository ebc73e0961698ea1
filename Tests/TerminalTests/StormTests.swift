import FaultLedger
import Foundation
import Testing

/// Windows that are pulled about, scribbled on, and put aside.
struct StormTests {
    private static let sizes = [(24, 80), (40, 120), (10, 40), (100, 300), (1, 1), (24, 79), (25, 81)]

    private func storm(_ terminal: Terminal) {
        for round in 0..<200 {
            let (rows, columns) = StormTests.sizes[round % StormTests.sizes.count]
            terminal.resize(rows, columns)
        }
        terminal.resize(24, 80)
    }

    @Test("Two hundred sizes while a step runs: the step goes on, and the screen is whole")
    func running() async throws {
        try await Terminal.run(["--rehearse"], environment: Terminal.slow) { terminal in
            try await terminal.beginInstalling()
            storm(terminal)
            try await terminal.expect("apt-get ended with exit status 100")
            // Only a picture of the last size has its upper right and its lower line where they belong.
            let isLast = await terminal.wait {
                $0.screen.lines.first?.hasSuffix("REHEARSAL") == true && $0.screen.lines.last?.hasSuffix("q leave") == true
            }
            #expect(isLast)
            let lines = terminal.view.screen.lines
            // A window that grew and shrank again must show what one that was never touched shows.
            terminal.type("\u{C}")
            let isSame = await terminal.wait { $0.screen.lines == lines }
            FaultLedger.note(6, "sizes in a row while a step runs, with a whole screen after them", tried: 201, held: isSame ? 201 : 0)
            #expect(isSame, "before:\n\(lines.joined(separator: "\n"))\nafter:\n\(terminal.view.screen.text)")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(1))
            #expect(terminal.isRestored)
        }
    }

    @Test("Two hundred sizes while a question is open: it is still open, and the careful answer is still chosen")
    func asking() async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await terminal.expect("Enter begins.")
            terminal.type("\u{3}")
            try await terminal.expect("Leave?")
            try await terminal.expect("Enter choose")
            let lines = terminal.view.screen.lines
            storm(terminal)
            let isSame = await terminal.wait { $0.screen.lines == lines }
            #expect(isSame, "\(terminal.view.screen.text)")
            terminal.type("\r")
            let isClosed = await terminal.wait { !$0.screen.shows("Leave?") && $0.screen.shows("Enter begins.") }
            #expect(isClosed && terminal.view.end == nil)
            FaultLedger.note(6, "sizes in a row while a question is open", tried: 201, held: isSame && isClosed ? 201 : 0)
        }
    }

    @Test("Ctrl-L mends a screen that something else has written on", arguments: ["xterm-256color", "vt100", "linux"])
    func scribbled(type: String) async throws {
        try await Terminal.run(["--rehearse"], type: type) { terminal in
            try await terminal.expect("Enter begins.")
            try await terminal.expect("q leave")
            let lines = terminal.view.screen.lines
            terminal.scribble("\u{1B}[5;3Hkernel: nobody cared\u{1B}[20;70H(try booting with the option)\u{1B}[2;1H\u{1B}[2K")
            #expect(terminal.view.screen.lines != lines && terminal.view.screen.shows("nobody cared"))
            terminal.type("\u{C}")
            let isMended = await terminal.wait { $0.screen.lines == lines }
            #expect(isMended, "\(terminal.view.screen.text)")
        }
    }

    @Test("Ctrl-Z gives the terminal to the shell as it was, and fg brings the whole screen back")
    func stopped() async throws {
        try await Terminal.run(
            ["--norc", "--noprofile", "-i"], program: "/bin/bash", environment: ["PS1": "ready> ", "HISTFILE": ""]
        ) { terminal in
            try await terminal.expect("ready>")
            let before = try await modes(terminal, "before")
            terminal.type("\(Child.program) --rehearse\n")
            try await terminal.expect("Enter begins.")
            try await terminal.expect("q leave")
            terminal.type("\u{1A}")
            try await terminal.expect("Stopped")
            #expect(try await modes(terminal, "between") == before)
            #expect(LeftModes(sentByProgram(terminal)).words == [])
            terminal.type("fg\n")
            let words = ["REHEARSAL", "load balancer", "<- this server", "Enter begins.", "Without the wizard", "q leave"]
            let isWhole = await terminal.wait { view in
                words.allSatisfy(view.screen.shows) && !view.screen.shows("ready>") && !view.screen.shows("Stopped")
            }
            #expect(isWhole, "\(terminal.view.screen.text)")
            terminal.type("q")
            // What is typed earlier would still be a key of the wizard.
            try await terminal.expect("ready>")
            #expect(try await modes(terminal, "after") == before)
            #expect(LeftModes(sentByProgram(terminal)).words == [])
            terminal.type("exit\n")
            _ = try await terminal.end()
        }
    }

    /// What the shell finds the modes to be.
    private func modes(_ terminal: Terminal, _ name: String) async throws -> String {
        terminal.type("echo \(name)-is-$(stty -g)-$((6 * 7))\n")
        let answer: @Sendable (Screen) -> String? = { screen in
            screen.lines.joined().matches(of: /(\w+)-is-([0-9a-f:]+)-42/).last { $0.1 == name }.map { String($0.2) }
        }
        let isTold = await terminal.wait { answer($0.screen) != nil }
        try #require(isTold, "\(terminal.view.screen.text)")
        return try #require(answer(terminal.view.screen))
    }

    /// What was sent without the shell's own switch for pastes, which it sets at each prompt.
    private func sentByProgram(_ terminal: Terminal) -> [UInt8] {
        Array(String(decoding: terminal.view.sent, as: UTF8.self).replacing("\u{1B}[?2004h", with: "").utf8)
    }
}
