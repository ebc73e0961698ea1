import Testing

import TerminalUI

@Suite("The frame")
struct FrameTests {
    @Test("Text is clipped at the right edge and at its limit")
    func clipping() {
        var frame = Frame(size: Size(rows: 2, columns: 8))
        #expect(frame.put("abcdefghij", row: 0, column: 5) == 3)
        #expect(frame.put("abcdefghij", row: 1, column: 0, limit: 4) == 4)
        #expect(frame.lines == ["     abc", "abcd"])
    }

    @Test("Text outside of the frame leaves no trace")
    func outside() {
        var frame = Frame(size: Size(rows: 1, columns: 4))
        let empty = frame
        frame.put("x", row: -1, column: 0)
        frame.put("x", row: 1, column: 0)
        frame.put("x", row: 0, column: 4)
        frame.put("x", row: 0, column: 1, limit: -3)
        #expect(frame == empty)
        #expect(frame[7, 7] == .blank)
    }

    @Test("Text that begins left of the frame shows its end")
    func leftOfTheFrame() {
        var frame = Frame(size: Size(rows: 1, columns: 4))
        #expect(frame.put("abcdef", row: 0, column: -2) == 6)
        #expect(frame.lines == ["cdef"])
        frame.put("世界", row: 0, column: -1)
        #expect(frame.lines == [" 界f"])
    }

    @Test("A wide character takes two cells and is never cut in half")
    func wide() {
        var frame = Frame(size: Size(rows: 1, columns: 5))
        #expect(frame.put("世界世", row: 0, column: 0) == 4)
        #expect(frame[0, 1].isContinuation)
        #expect(frame.lines == ["世界"])
    }

    @Test("Overwriting one half of a wide character blanks the other", arguments: [(0, "x 界"), (1, " x界"), (2, "世x"), (3, "世 x")])
    func halves(column: Int, expected: String) {
        var frame = Frame(size: Size(rows: 1, columns: 4))
        frame.put("世界", row: 0, column: 0)
        frame.put("x", row: 0, column: column)
        #expect(frame.lines == [expected])
    }

    @Test("A wide character over the halves of two others blanks what is left of them")
    func wideOverWide() {
        var frame = Frame(size: Size(rows: 1, columns: 4))
        frame.put("世界", row: 0, column: 0)
        frame.put("国", row: 0, column: 1)
        #expect(frame.lines == [" 国"])
        #expect(frame[0, 3] == .blank)
    }

    @Test("A combining mark stays with its letter in one cell")
    func combining() {
        var frame = Frame(size: Size(rows: 1, columns: 4))
        #expect(frame.put("e\u{301}a\u{323}\u{302}", row: 0, column: 0) == 2)
        #expect(frame[0, 0].character == "é")
        #expect(frame[0, 1].character == "ậ")
    }

    @Test("Any number of combining marks is cut to what a terminal cell holds")
    func manyMarks() {
        var frame = Frame(size: Size(rows: 1, columns: 2))
        frame.put("a" + String(repeating: "\u{301}", count: 500), row: 0, column: 0)
        #expect(frame[0, 0].character.unicodeScalars.count == 5)
    }

    @Test("Emoji that terminals draw in different widths shrink to their first picture")
    func emoji() {
        #expect("👩‍👩‍👧".columnWidth == 2)
        #expect("👍🏽".columnWidth == 2)
        var frame = Frame(size: Size(rows: 1, columns: 4))
        frame.put("👍🏽x", row: 0, column: 0)
        #expect(frame.lines == ["👍x"])
    }

    @Test(
        "Control characters and marks that turn the writing direction are replaced",
        arguments: ["\u{1B}", "\0", "\u{7F}", "\u{9B}", "\u{202E}", "\u{2066}"])
    func hostile(text: String) {
        var frame = Frame(size: Size(rows: 1, columns: 3))
        frame.put("a" + text + "b", row: 0, column: 0)
        #expect(frame[0, 1].character == "\u{FFFD}")
    }

    @Test("A combining mark without a letter is replaced, so that it marks no border")
    func loneMark() {
        var frame = Frame(size: Size(rows: 1, columns: 3))
        #expect(frame.put("\u{301}", row: 0, column: 1) == 1)
        #expect(frame[0, 1].character == "\u{FFFD}")
    }

    @Test("A tab or a newline in a line of text is one space, however it is written", arguments: ["\t", "\n", "\r", "\r\n", "\u{2028}"])
    func whitespace(text: String) {
        var frame = Frame(size: Size(rows: 1, columns: 3))
        frame.put("a\(text)b", row: 0, column: 0)
        #expect(frame.lines == ["a b"])
    }

    @Test("Characters without any width take no cell", arguments: ["\u{200B}", "\u{FEFF}", "\u{2060}"])
    func widthless(text: String) {
        var frame = Frame(size: Size(rows: 1, columns: 3))
        #expect(frame.put("a\(text)b", row: 0, column: 0) == 2)
        #expect(frame.lines == ["ab"])
    }

    @Test("Filling a rectangle clears what was there and stays inside")
    func filling() {
        var frame = Frame(size: Size(rows: 3, columns: 4))
        for row in 0..<3 { frame.put("世界", row: row, column: 0) }
        frame.fill(Rect(row: 1, column: 1, rows: 9, columns: 9), with: "#", style: .accent)
        #expect(frame.lines == ["世界", " ###", " ###"])
        #expect(frame[1, 1].style == .accent)
        frame.fill(Rect(row: -2, column: -2, rows: 3, columns: 3))
        #expect(frame.lines[0] == "  界")
    }

    @Test("A snapshot with styles names the style of each cell, the legend and the cursor")
    func snapshot() {
        var frame = Frame(size: Size(rows: 2, columns: 10))
        frame.put("ok", row: 0, column: 0, style: .success)
        frame.put("no", row: 0, column: 3, style: Style(tone: .failure, isBold: true))
        frame.cursor = Point(row: 1, column: 2)
        #expect(frame.snapshot == "ok no\n\n")
        #expect(
            frame.snapshot(styles: true) == """
                ok no

                --- styles
                ss FF

                --- legend
                F failure bold
                s success
                cursor at row 1, column 2

                """)
    }
}
