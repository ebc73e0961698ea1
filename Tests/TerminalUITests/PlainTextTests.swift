import Testing

import TerminalUI

@Suite("Output of unknown commands")
struct PlainTextTests {
    private func lines(_ text: String) -> [String] { PlainText.lines(of: Array(text.utf8)) }

    @Test(
        "Escape sequences go and the text around them stays",
        arguments: [
            "\u{1B}[1;31mred\u{1B}[0m", "\u{1B}[2J\u{1B}[Hred", "\u{1B}]0;title\u{07}red",
            "\u{1B}]8;;http://x\u{1B}\\red\u{1B}]8;;\u{1B}\\",
            "\u{1B}P1$r0m\u{1B}\\red", "\u{1B}(Bred", "\u{1B}7r\u{1B}8ed", "\u{1B}[?2004hred\u{1B}[?1049l", "re\u{1B}[1\u{1B}[0md",
            "\u{1B}_apc\u{1B}\\red", "r\u{07}e\0d", "red\u{0E}\u{0F}",
        ])
    func escapes(text: String) {
        #expect(lines(text) == ["red"])
    }

    @Test("Other control characters become visible, and a C1 control is no escape either")
    func controls() {
        #expect(lines("a\u{03}b\u{7F}c") == ["a^Cb^?c"])
        #expect(lines("a\u{9B}31mb") == ["a31mb"])
        #expect(lines("a\u{202E}b") == ["a\u{FFFD}b"])
    }

    @Test("A sequence that never ends swallows its own line only", arguments: ["\u{1B}]0;title", "\u{1B}[1;2;3", "\u{1B}P", "\u{1B}"])
    func unfinished(text: String) {
        #expect(lines("one\n\(text)\nthree") == ["one", "", "three"])
    }

    @Test("Invalid UTF-8 is replaced, never dropped silently")
    func invalid() {
        #expect(PlainText.lines(of: [0x61, 0xFF, 0x62, 0xC3, 0x0A, 0xE4, 0xB8]) == ["a\u{FFFD}b\u{FFFD}", "\u{FFFD}"])
    }

    @Test("A progress bar is seen in its last state")
    func progress() {
        #expect(lines("10%\r50%\r100%\ndone") == ["100%", "done"])
        #expect(lines("a long line\rshort") == ["short"])
        #expect(lines("dos\r\nlines\r\n") == ["dos", "lines"])
        #expect(lines("wait -\u{08}\\\u{08}|") == ["wait |"])
        #expect(lines("世\u{08}界") == ["界"])
    }

    @Test("Tabs stand at every eighth column")
    func tabs() {
        #expect(lines("ab\tc") == ["ab      c"])
    }

    @Test("It makes no difference how the output is cut into pieces", arguments: 1...7)
    func pieces(length: Int) {
        let bytes = Array("a\u{1B}[31mrot\u{1B}[0m Größe\r世界\u{1B}]0;x\u{1B}\\!\r\n\tnext\nlast".utf8)
        var assembler = PlainText.Assembler(keeping: 10)
        var rest = bytes[...]
        while !rest.isEmpty {
            assembler.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        #expect(assembler.lines == ["世界!", "        next"])
        #expect(assembler.partial == "last")
    }

    @Test("Only the last lines are kept, and all are counted")
    func lastLines() {
        var assembler = PlainText.Assembler(keeping: 3)
        for number in 1...10_000 { assembler.append("line \(number)\n".utf8) }
        #expect(assembler.lines == ["line 9998", "line 9999", "line 10000"])
        #expect(assembler.lineCount == 10_000)
    }

    @Test("The last lines of one large piece are the same as those of many small ones", arguments: [0, 1, 3, 200])
    func onePiece(capacity: Int) {
        let text = (1...100).map { "line \($0)\n" }
        var whole = PlainText.Assembler(keeping: capacity)
        whole.append((text.joined() + "rest").utf8)
        #expect(whole.lines == text.suffix(capacity).map { String($0.dropLast()) })
        #expect(whole.lineCount == 100 && whole.partial == "rest")
    }

    @Test("Ten megabytes on one line are cut, and what follows is still read")
    func longLine() {
        var assembler = PlainText.Assembler(keeping: 3, lineLimit: 100)
        let piece = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<10 { assembler.append(piece) }
        #expect(assembler.partial == String(repeating: "x", count: 100) + "…")
        assembler.append("\nnext\n".utf8)
        #expect(assembler.lines == [String(repeating: "x", count: 100) + "…", "next"])
    }

    @Test("A line is not cut in the middle of a character", arguments: 1...8)
    func cutCharacters(limit: Int) {
        var assembler = PlainText.Assembler(keeping: 3, lineLimit: limit)
        assembler.append("世界世界世界\n".utf8)
        #expect(assembler.lines == [String(repeating: "世界", count: 3).prefix(limit / 3) + "…"])
    }

    @Test("Any byte at all gives text that a frame shows as it is")
    func anyByte() {
        var bytes: [UInt8] = []
        var state: UInt32 = 1
        for _ in 0..<50_000 {
            state = state &* 1_664_525 &+ 1_013_904_223
            bytes.append(UInt8(state >> 24))
        }
        let shown = PlainText.lines(of: bytes)
        #expect(shown.count > 100)
        let scalars = shown.joined().unicodeScalars
        #expect(scalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }
}
