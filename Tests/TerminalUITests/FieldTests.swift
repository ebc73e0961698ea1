import Testing

import TerminalUI

@Suite("Fields of a form")
struct FieldTests {
    private func edited(_ text: String, _ keys: Key..., maximum: Int? = nil) -> (text: String, cursor: Int) {
        var field = TextField(text, maximumLength: maximum)
        for key in keys { _ = field.handle(key) }
        return (field.text, field.cursor)
    }

    @Test("What is typed goes where the cursor is")
    func typing() {
        #expect(edited("ac", .left, .character("b")) == ("abc", 2))
        #expect(edited("bc", .home, .character("a"), .end, .character("d")) == ("abcd", 4))
        #expect(edited("ab", .right, .right, .character("c")) == ("abc", 3))
    }

    @Test("Backspace, Delete, Ctrl-U, Ctrl-K and Ctrl-W remove what they should")
    func removing() {
        #expect(edited("abc", .backspace) == ("ab", 2))
        #expect(edited("abc", .home, .backspace) == ("abc", 0))
        #expect(edited("abc", .home, .delete) == ("bc", 0))
        #expect(edited("abc", .delete) == ("abc", 3))
        #expect(edited("abc", .left, .control("u")) == ("c", 0))
        #expect(edited("abc", .control("a"), .right, .control("k")) == ("a", 1))
        #expect(edited("one two  ", .control("w")) == ("one ", 4))
        #expect(edited("one two", .left, .control("w"), .control("w"), .control("e")) == ("o", 1))
    }

    @Test("A letter with an accent is one character for the cursor and for Backspace")
    func combining() {
        #expect(edited("ne\u{301}", .backspace) == ("n", 1))
        #expect(edited("e", .character("\u{301}")) == ("é", 1))
    }

    @Test("A pasted newline does not press Enter, and other control characters are dropped")
    func pasting() {
        #expect(edited("", .paste("10.0.0.1\n")) == ("10.0.0.1", 8))
        #expect(edited("", .paste("a\r\nb\u{1B}\0c")) == ("a bc", 4))
        #expect(edited("ad", .left, .paste("bc")) == ("abcd", 3))
    }

    @Test("No more is taken than the maximum length")
    func maximum() {
        #expect(edited("abc", .character("d"), maximum: 3) == ("abc", 3))
        #expect(edited("ab", .home, .paste("12345"), maximum: 4) == ("12ab", 2))
        #expect(edited("", .paste(String(repeating: "x", count: 60_000))).cursor == 4096)
    }

    @Test("Keys for the form around it are left alone", arguments: [Key.enter, .tab, .up, .escape, .function(1), .control("c")])
    func othersKeys(key: Key) {
        var field = TextField("abc")
        let isTaken = field.handle(key)
        #expect(!isTaken)
        #expect(field.text == "abc")
    }

    @Test("A text longer than the field scrolls with the cursor, which is always inside")
    func scrolling() {
        var field = TextField("abcdefgh")
        func shown() -> Frame { frame(rows: 1, columns: 5) { field.paint(in: $0, of: &$1, palette: .unicode) } }
        #expect(shown().lines == ["efgh"] && shown().cursor == Point(row: 0, column: 4))
        _ = field.handle(.home)
        #expect(shown().lines == ["abcde"] && shown().cursor == Point(row: 0, column: 0))
    }

    @Test("A masked text is nowhere: not on the screen, not in a description, not in a dump")
    func masking() {
        let field = TextField("geheim", isMasked: true)
        #expect(picture(rows: 1, columns: 9) { field.paint(in: $0, of: &$1, palette: .unicode) } == ["••••••"])
        #expect(picture(rows: 1, columns: 9) { field.paint(in: $0, of: &$1, palette: .ascii) } == ["******"])
        var dumped = ""
        dump(field, to: &dumped)
        #expect(!"\(field)\(String(reflecting: field))\(dumped)".contains("geheim"))
    }

    @Test("Space and the arrows go round the choices")
    func choosing() {
        var field = ChoiceField(choices: ["nfs", "glusterfs", "none"])
        _ = field.handle(.character(" "))
        #expect(field.selected == "glusterfs")
        _ = field.handle(.left)
        _ = field.handle(.left)
        #expect(field.selected == "none")
        _ = field.handle(.right)
        #expect(field.selected == "nfs")
        let isTaken = field.handle(.enter)
        #expect(!isTaken)
    }

    @Test("All choices are shown, or at least the selected one")
    func choices() {
        var field = ChoiceField(choices: ["nfs", "glusterfs", "none"], selectedIndex: 1)
        #expect(picture(rows: 1, columns: 40) { field.paint(in: $0, of: &$1, palette: .ascii) } == ["( ) nfs  (*) glusterfs  ( ) none"])
        field.selectedIndex = 2
        let narrow = frame(rows: 1, columns: 10) { field.paint(in: $0, of: &$1, palette: .ascii) }
        #expect(narrow.lines == ["(*) none"] && narrow.cursor == Point(row: 0, column: 0))
    }
}
