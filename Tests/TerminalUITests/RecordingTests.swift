import Foundation
import Glibc
import Testing

@testable import TerminalUI

@Suite("Recordings")
@MainActor
struct RecordingTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "session-\(UUID().uuidString.prefix(8)).cast").path

    private func recorded(
        size: Size = Size(rows: 4, columns: 20), masking: (@MainActor (String) -> String)? = nil,
        _ body: (RecordingTerminal, MemoryTerminal) throws -> Void
    ) throws -> CastPlayer {
        let inner = MemoryTerminal(size: size)
        let terminal = try RecordingTerminal(inner, path: path, title: "A \"session\"\n")
        terminal.masking = masking
        try body(terminal, inner)
        terminal.close()
        defer { unlink(path) }
        return try CastPlayer(path: path)
    }

    private func frame(_ lines: [(String, Style)], size: Size = Size(rows: 4, columns: 20), cursor: Point? = nil) -> Frame {
        var frame = Frame(size: size)
        for (row, line) in lines.enumerated() { frame.put(line.0, row: row, column: 0, style: line.1) }
        frame.cursor = cursor
        return frame
    }

    @Test("Played back, every frame is there cell by cell, wide and marked letters too, and the cursor", arguments: Theme.allCases)
    func playback(theme: Theme) throws {
        let frames = [
            frame([("plain", .normal), ("世界 wide", .failure), ("e\u{301}a\u{308}", .success)], cursor: Point(row: 1, column: 2)),
            frame([("plaIn", .normal), ("a世b", .failure), ("e\u{301}x", .success)], cursor: Point(row: 0, column: 0)),
            frame([
                ("", .normal), ("ab世c", Style(tone: .accent, isReversed: true)), ("\"\\\u{1B}", .selected),
                ("01234567890123456789", .muted),
            ]),
            frame(
                [("x世", .normal), (" 世世", .heading), ("", .normal), ("0123456789012345678", .warning)], cursor: Point(row: 3, column: 19)),
        ]
        for last in frames.indices {
            let player = try recorded { terminal, inner in
                terminal.theme = theme
                for frame in frames[...last] { terminal.draw(frame) }
                #expect(inner.lastFrame == frames[last], "what is recorded is drawn too")
            }
            #expect(player.places == CastPlayer.picture(of: frames[last], theme: theme))
            #expect(player.cursor == frames[last].cursor)
        }
    }

    @Test("A walk of random changes ends in the same picture")
    func random() throws {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["a", "世", "e\u{301}", " ", "界x", "─", "-----"]
        var frame = Frame(size: Size(rows: 5, columns: 17))
        let player = try recorded(size: frame.size) { terminal, _ in
            for _ in 0..<300 {
                let style = Style(tone: Tone.allCases.randomElement(using: &generator) ?? .normal, isBold: Bool.random(using: &generator))
                frame.put(
                    pieces.randomElement(using: &generator) ?? "", row: Int.random(in: 0..<5, using: &generator),
                    column: Int.random(in: -1..<17, using: &generator), style: style)
                terminal.draw(frame)
            }
        }
        #expect(player.places == CastPlayer.picture(of: frame))
    }

    @Test("Only what changes is written, and nothing where nothing does")
    func changes() throws {
        let player = try recorded { terminal, _ in
            var frame = frame([("/ running 0:01", .accent), ("much more text here", .normal)])
            terminal.draw(frame)
            terminal.draw(frame)
            frame.put("-", row: 0, column: 0, style: .accent)
            terminal.draw(frame)
        }
        #expect(player.events.map(\.kind) == ["o", "o"])
        #expect(player.events[1].text.utf8.count < 24 && player.events[1].text.contains("-"))
    }

    @Test("The file begins with a header that players understand, and times never run backwards")
    func header() throws {
        let player = try recorded { terminal, _ in
            for text in ["a", "b", "c"] { terminal.draw(frame([(text, .normal)])) }
        }
        #expect(player.header["version"] as? Int == 2 && player.header["width"] as? Int == 20 && player.header["height"] as? Int == 4)
        #expect(player.header["title"] as? String == "A \"session\"\n")
        #expect((player.header["timestamp"] as? Int).map { $0 > 1_700_000_000 } == true)
        #expect((player.header["env"] as? [String: String])?.keys.contains("TERM") == true)
        let times = player.events.map(\.time)
        #expect(times == times.sorted() && times.allSatisfy { $0 >= 0 })
    }

    @Test("Times have six digits behind the point")
    func times() throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
        defer { unlink(path) }
        var now = Duration.zero
        let recording = Recording(path: path, descriptor: descriptor) { now }
        for time in [Duration.microseconds(7), .milliseconds(1500), .seconds(3600)] {
            now = time
            recording.marker("x")
        }
        recording.close()
        #expect(
            try String(contentsOfFile: path, encoding: .utf8)
                == "[0.000007,\"m\",\"x\"]\n[1.500000,\"m\",\"x\"]\n[3600.000000,\"m\",\"x\"]\n")
    }

    @Test("The shell in between is a mark and nothing else, and after it the screen is recorded again")
    func shell() throws {
        let player = try recorded { terminal, inner in
            terminal.draw(frame([("before", .normal)]))
            terminal.suspend()
            terminal.draw(frame([("meanwhile", .normal)]))
            #expect(inner.isSuspended)
            terminal.resume()
            terminal.stop()
            #expect(!inner.isSuspended && inner.stopCount == 1)
        }
        #expect(player.events.map(\.kind) == ["o", "m", "m", "o", "m", "m"])
        #expect(player.events[1].text == "the operator's shell, not recorded")
        #expect(player.places == CastPlayer.picture(of: frame([("meanwhile", .normal)])))
    }

    @Test("A window that changes its size does so in the recording too")
    func resizing() throws {
        let size = Size(rows: 2, columns: 9)
        let player = try recorded { terminal, _ in
            terminal.draw(frame([("large", .normal)]))
            terminal.draw(frame([("small", .normal)], size: size))
        }
        #expect(player.events.map(\.kind) == ["o", "r", "o"] && player.events[1].text == "9x2")
        #expect(player.places == CastPlayer.picture(of: frame([("small", .normal)], size: size)))
    }

    @Test("A row is masked before it is written, and the operator still sees it")
    func masking() throws {
        let secret = "kanarie世"
        let masking: @MainActor (String) -> String = { $0.replacing(secret, with: String(repeating: "•", count: secret.count)) }
        let player = try recorded(masking: masking) { terminal, inner in
            terminal.draw(frame([("a \(secret) b", .failure)]))
            #expect(inner.lastFrame?.lines[0] == "a \(secret) b")
        }
        #expect(player.places == CastPlayer.picture(of: frame([("a ••••••••• b", .failure)])))
        #expect(!player.events.contains { $0.text.contains("kana") })
    }

    @Test("A masking that loses count hides the whole row")
    func wrongMasking() throws {
        let player = try recorded(masking: { $0.replacing("secret", with: "") }) { terminal, _ in
            terminal.draw(frame([("a secret", .normal), ("public", .normal)]))
        }
        let bullets = String(repeating: "•", count: 20)
        #expect(player.places == CastPlayer.picture(of: frame([(bullets, .normal), ("public", .normal)])))
    }

    @Test("A file that exists is left alone, a link as well, and the message says what to do")
    func existing() throws {
        try Data("mine".utf8).write(to: URL(filePath: path))
        let link = path + ".link"
        symlink("/nowhere/at/all", link)
        defer { unlink(path); unlink(link) }
        for path in [path, link] {
            let error = #expect(throws: RecordingError.self) {
                try RecordingTerminal(MemoryTerminal(), path: path, title: "")
            }
            #expect(
                error?.description
                    == "the recording \(path) cannot be started: there is a file already; name another file, or move this one away")
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
        let error = #expect(throws: RecordingError.self) {
            try RecordingTerminal(MemoryTerminal(), path: path + "/x/y", title: "")
        }
        #expect(error?.description.contains("the folder does not exist") == true)
    }

    @Test("Only its owner may read it, and each line is there as soon as it is drawn")
    func atOnce() throws {
        let terminal = try RecordingTerminal(MemoryTerminal(size: Size(rows: 4, columns: 20)), path: path, title: "")
        defer { unlink(path) }
        terminal.draw(frame([("now", .normal)]))
        #expect(try CastPlayer(path: path).places == CastPlayer.picture(of: frame([("now", .normal)])))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test("A full disk ends the recording and nothing else, and it is told")
    func full() throws {
        let inner = MemoryTerminal(size: Size(rows: 4, columns: 20))
        let recording = Recording(path: "/x.cast", descriptor: open("/dev/full", O_WRONLY)) { .zero }
        let terminal = RecordingTerminal(inner, recording)
        #expect(terminal.problem == nil)
        terminal.draw(frame([("a", .normal)]))
        #expect(
            terminal.problem == "the recording /x.cast ends here: No space left on device; the session itself is not affected")
        terminal.draw(frame([("b", .normal)]))
        terminal.suspend()
        terminal.resume()
        #expect(inner.lastFrame?.lines[0] == "b" && inner.drawnCount == 2)
        terminal.close()
        #expect(inner.isClosed)
    }
}
