import FaultLedger
import Foundation
import Testing

/// Commands that ask, hang, hold on, or wait for somebody else, run for real.
@Suite(.enabled(if: geteuid() == 0, "a real run needs root"))
struct StubbornCommandTests {
    @Test("A command that asks for input gets none, neither from the input nor from a terminal, and ends")
    func asking() async throws {
        let run = try RealRun(
            """
            printf 'Do you want to continue? [Y/n] '; read answer; echo "answered: <$answer>"
            read answer < /dev/tty && echo "the terminal answered" || echo "no terminal to ask"
            read go < gate
            """)
        try await Terminal.run(run.options) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("Do you want to continue? [Y/n] answered: <>")
            try await terminal.expect("no terminal to ask")
            try await run.open()
            try await terminal.expect("[ OK ]")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(0))
        }
        FaultLedger.note(4, "commands that ask for input, given none", tried: 2, held: run.output.count > 40 ? 2 : 0)
    }

    @Test("What was printed without the end of a line is on the screen, while the command waits for the lock of somebody who is named")
    func lock() async throws {
        let run = try RealRun("printf 'Waiting for cache lock: no newline'; flock lock true")
        let path = try run.scratch.write("", to: "lock")
        let file = open(path, O_RDWR | O_CLOEXEC)
        try #require(flock(file, LOCK_EX) == 0)
        try await Terminal.run(run.options) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("Waiting for cache lock: no newline")
            terminal.type("i")
            try await terminal.expect("flock lock true")
            try await terminal.expect("waits for the lock on")
            // The card tells who holds it: this very process.
            try await terminal.expect("process \(getpid())")
            terminal.type("\r")
            #expect(flock(file, LOCK_UN) == 0)
            close(file)
            try await terminal.expect("[ OK ]")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(0))
        }
        FaultLedger.note(4, "commands that wait for a lock, with its holder on the screen", tried: 1, held: 1)
    }

    @Test("A command that leaves a child with its output open is not waited for")
    func grandchild() async throws {
        let run = try RealRun("(exec tail -f /dev/null) & echo \"child $!\"")
        try await Terminal.run(run.options) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("[ OK ]")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(0))
        }
        let words = String(decoding: run.output, as: UTF8.self).split(separator: " ")
        let child = try #require(words.last.flatMap { pid_t($0.dropLast()) })
        #expect(kill(child, SIGKILL) == 0, "it was left alone")
        FaultLedger.note(4, "commands that left a child holding their output", tried: 1, held: words.count == 2 ? 1 : 0)
    }

    @Test("A command that ignores INT and TERM goes on, the screen says so, and KILL ends it")
    func stubborn() async throws {
        let run = try RealRun("trap '' INT TERM; echo begun; read go < gate")
        try await Terminal.run(run.options) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("begun")
            terminal.type("\u{1B}[20~")  // F9
            try await terminal.expect("Stop the running command?")
            terminal.type("\u{1B}[C\r")
            let isAskedNoMore = await terminal.wait { !$0.screen.shows("Stop the running command?") }
            #expect(isAskedNoMore && run.isRunning)
            terminal.type("i")
            try await terminal.expect("somebody at the other end of a named pipe")
            terminal.type("\r")
            terminal.type("\u{1B}[20~")
            try await terminal.expect("Kill it")
            terminal.type("\u{1B}[C\u{1B}[C\r")
            try await terminal.expect("stopped by the operator")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(1))
        }
        let ended = try JournalFile(run.scratch.state).events.last { $0.name == "ended" }
        let isKilled = "\(ended?.fields["end"] ?? "")".contains("signaled")
        #expect(isKilled)
        FaultLedger.note(4, "commands that ignore TERM, ended by KILL alone", tried: 1, held: isKilled ? 1 : 0)
    }

    /// Everything that a terminal might obey, and everything that is no text at all.
    private static let hostile: [UInt8] = {
        var bytes: [UInt8] = []
        let sequences = [
            "\u{1B}]0;title\u{7}", "\u{1B}]52;c;aGFja2Vk\u{7}", "\u{1B}]8;;http://example.com\u{1B}\\", "\u{1B}P$q\"p\u{1B}\\",
            "\u{1B}_hidden\u{1B}\\", "\u{1B}^private\u{1B}\\", "\u{1B}c", "\u{1B}[2J\u{1B}[H", "\u{1B}[?1049l", "\u{1B}[6n", "\u{1B}[c",
            "\u{1B}[8;1;1t", "\u{1B}(0", "\u{1B}#8", "\u{1B}[?25l", "\u{1B}[!p", "\u{1B}Z", "\u{9B}2J", "\u{90}q\u{9C}", "\u{9D}0;t\u{9C}",
            "\u{202E}",
            "\u{0E}\u{0F}\u{05}\u{11}\u{13}\u{18}\u{1A}",
        ]
        for text in sequences { bytes += Array("before \(text) after\n".utf8) }
        bytes += [0x9B, 0x32, 0x4A, 0x90, 0x9D, 0x0A]  // the same in eight bits, which is no UTF-8
        bytes += (0...255).map { UInt8($0) } + [0x0A]
        for part in 0...100 { bytes += Array("\rprogress \(part)%".utf8) }
        bytes += Array("\nabc\u{8}\u{8}\u{8}xyz\n".utf8) + [UInt8](repeating: 0, count: 5000) + [0x0A, 0xFF, 0xFE, 0xC0, 0x80, 0xF8, 0x0A]
        return bytes
    }()

    @Test("Nothing that a command prints is obeyed by the terminal, and every byte of it is in the log", arguments: ["C.UTF-8", "C"])
    func hostile(lang: String) async throws {
        let run = try RealRun("cat hostile; head -c 10000000 /dev/zero | tr '\\0' x; echo; cat hostile; echo the last line")
        try Data(StubbornCommandTests.hostile).write(to: URL(filePath: "\(run.scratch.path)/hostile"))
        try await Terminal.run(run.options, lang: lang) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("Complete: all 1 steps are settled.")
            terminal.type("\u{1B}")
            try await terminal.expect("q leave")
            terminal.type("l")
            try await terminal.expect("the last line")
            let lines = terminal.view.screen.lines
            terminal.type("\u{C}")
            let isSame = await terminal.wait { $0.screen.lines == lines }
            #expect(isSame, "the screen is another one when it is drawn anew")
            terminal.type("\u{1B}")
            try await terminal.expect("q leave")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(0))
            #expect(terminal.isRestored && LeftModes(terminal.view.sent).words == [])
            let obeyed = StubbornCommandTests.obeyed(terminal.view.sent)
            #expect(obeyed == [], "the terminal got these")
            FaultLedger.note(
                5, "sequences for the terminal in a command's output, kept from it", tried: 22, held: 22 - min(22, obeyed.count))
        }
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000) + [0x0A]
        let whole = StubbornCommandTests.hostile + filler + StubbornCommandTests.hostile + Array("the last line\n".utf8)
        #expect(run.output == whole, "the log is not whole")
        FaultLedger.note(5, "logs of hostile output, complete to the byte", tried: 1, held: run.output == whole ? 1 : 0)
    }

    /// What curses never sends: strings for the terminal, questions to it, resets, and controls of the second set.
    private static func obeyed(_ sent: [UInt8]) -> [String] {
        let text = String(decoding: sent, as: UTF8.self)
        let sequences = [
            "\u{1B}]", "\u{1B}P", "\u{1B}_", "\u{1B}^", "\u{1B}Z", "\u{1B}#8", "\u{1B}[6n", "\u{1B}[c", "\u{1B}[!p", "\u{1B}[8;1;1t",
            "\u{7}",
            "\u{5}", "\u{18}", "\u{1A}", "\u{0}",
        ]
        return sequences.filter(text.contains).map(\.debugDescription)
            + text.unicodeScalars.filter { (0x80...0x9F).contains($0.value) || $0.value == 0x202E }.map { "\($0.value)" }
    }
}
