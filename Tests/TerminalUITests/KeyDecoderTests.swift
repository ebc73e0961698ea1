import Testing

@testable import TerminalUI

@Suite("The keyboard")
struct KeyDecoderTests {
    private func keys(_ text: String) -> [Key] {
        var decoder = KeyDecoder()
        return text.utf8.flatMap { decoder.decode(Int($0)) } + decoder.flush()
    }

    @Test("Letters arrive as they were typed, in any script")
    func letters() {
        #expect(keys("aZ é世👍") == "aZ é世👍".map { Key.character($0) })
    }

    @Test("Broken UTF-8 is left out and harms nothing after it")
    func brokenLetters() {
        var decoder = KeyDecoder()
        let bytes = [0xC3, 0x61, 0x80, 0xFF, 0xE4, 0xB8, 0x62, 0xC3, 0xA9]
        let keys = bytes.flatMap { decoder.decode($0) }
        #expect(keys == [.character("a"), .character("b"), .character("é")])
    }

    @Test("Enter, Tab, Backspace and Ctrl keys have their names")
    func controls() {
        #expect(keys("\r\n\t\u{7F}\u{08}") == [.enter, .enter, .tab, .backspace, .backspace])
        #expect(keys("\u{03}\u{1A}\u{0C}\0") == [.control("c"), .control("z"), .control("l"), .control("@")])
    }

    @Test("Esc alone is Esc, once it is clear that nothing follows")
    func escape() {
        var decoder = KeyDecoder()
        #expect(decoder.decode(0x1B).isEmpty)
        #expect(decoder.isUndecided)
        #expect(decoder.flush() == [.escape])
        #expect(!decoder.isUndecided)
        #expect(decoder.flush().isEmpty)
    }

    @Test("Esc and a digit is a function key, and Esc 0 is F10")
    func digits() {
        #expect(keys("\u{1B}1\u{1B}9\u{1B}0") == [.function(1), .function(9), .function(10)])
    }

    @Test("Esc and anything else is both keys")
    func escapeAndLetter() {
        #expect(keys("\u{1B}x\u{1B}\u{1B}") == [.escape, .character("x"), .escape, .escape])
    }

    @Test(
        "Cursor keys are understood in both modes and with any modifier",
        arguments: ["\u{1B}[A", "\u{1B}OA", "\u{1B}[1;5A", "\u{1B}[1;2A"])
    func cursor(text: String) {
        #expect(keys(text + "k") == [.up, .character("k")])
    }

    @Test("Function keys are understood in all their spellings")
    func functions() {
        #expect(keys("\u{1B}OP\u{1B}[11~\u{1B}[[A") == [.function(1), .function(1), .function(1)])
        #expect(keys("\u{1B}[15~\u{1B}[21~\u{1B}[24~\u{1B}[15;2~") == [.function(5), .function(10), .function(12), .function(5)])
        #expect(keys("\u{1B}[Z\u{1B}[3~\u{1B}[2~\u{1B}[5~\u{1B}[6~") == [.backTab, .delete, .insert, .pageUp, .pageDown])
        #expect(keys("\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~") == [.home, .end, .home, .end, .home, .end])
    }

    @Test(
        "A sequence that nobody knows types no letters",
        arguments: ["\u{1B}[I", "\u{1B}[?1;2c", "\u{1B}[99~", "\u{1B}[<0;3;4M", "\u{1B}Oz", "\u{1B}[12"])
    func unknown(text: String) {
        #expect(keys(text).isEmpty)
    }

    @Test("A paste is one key, with newlines that press nothing and without escape sequences")
    func paste() {
        #expect(keys("\u{1B}[200~one\rtwo\tü\u{1B}[A\u{1B}[201~x") == [.paste("one\ntwo\tü[A"), .character("x")])
        #expect(keys("\u{1B}[200~\u{1B}[201~x") == [.character("x")])
    }

    @Test("Ctrl-C ends a paste whose end was lost, once nothing more of it comes")
    func lostPaste() {
        var decoder = KeyDecoder()
        #expect("\u{1B}[200~abc".utf8.flatMap { decoder.decode(Int($0)) }.isEmpty)
        #expect(decoder.isUndecided)
        #expect(decoder.flush().isEmpty && !decoder.isUndecided)
        #expect("\u{03}q".utf8.flatMap { decoder.decode(Int($0)) } == [.paste("abc"), .control("c"), .character("q")])
    }

    @Test("Ctrl-C in the middle of a paste presses nothing")
    func pastedInterrupt() {
        #expect(keys("\u{1B}[200~a\u{03}q\u{03}b\u{1B}[201~x") == [.paste("aqb"), .character("x")])
    }

    @Test("An endless paste comes in pieces, so that memory stays bounded")
    func endlessPaste() {
        let pasted = keys("\u{1B}[200~" + String(repeating: "x", count: KeyDecoder.pasteLimit + 5) + "\u{1B}[201~")
        #expect(pasted == [.paste(String(repeating: "x", count: KeyDecoder.pasteLimit)), .paste("xxxxx")])
    }
}
