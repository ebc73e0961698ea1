import Testing

import TerminalUI

@Suite("Broken lines in the window")
struct ScrollViewWrapTests {
    private func view(_ lines: [String], offset: Int = 0, followsEnd: Bool = false) -> ScrollView {
        var view = ScrollView(lines, offset: offset, followsEnd: followsEnd)
        view.wraps = true
        return view
    }

    private func shown(_ view: ScrollView, rows: Int = 3, columns: Int = 5) -> [String] {
        picture(rows: rows, columns: columns) { view.paint(in: $0, of: &$1, palette: .unicode) }
    }

    @Test("Long lines are broken, and the last column is kept for the marks")
    func breaking() {
        #expect(shown(view(["abcdefgh", "", "xy"]), rows: 4) == ["abcd", "efgh", "", "xy"])
        #expect(shown(view(["abcdefghij", "x", "y"], offset: 0)) == ["abcd", "efgh", "ij  ▼"])
    }

    @Test("A wide character is not cut in two, and a mark stays with its letter")
    func wide() {
        #expect(shown(view(["ab世界x"]), columns: 4) == ["ab", "世", "界x"])
        #expect(shown(view(["abce\u{301}fg"])) == ["abce\u{301}", "fg", ""])
        #expect(shown(view(["世界"]), columns: 1).count == 3, "there is no room for a wide one")
    }

    @Test("The parts of a line keep their styles where it is broken")
    func styles() {
        var view = ScrollView(lines: [StyledLine([("abcdef", .failure), ("ghi", .success)])])
        view.wraps = true
        let frame = frame(rows: 3, columns: 5) { view.paint(in: $0, of: &$1, palette: .unicode) }
        #expect(frame.lines == ["abcd", "efgh", "i"])
        #expect(frame[1, 1].style == .failure && frame[1, 2].style == .success && frame[2, 0].style == .success)
    }

    @Test("Row by row every part of a line that is longer than the window is reached, there and back")
    func everything() {
        // Long enough for several of the pieces in which such a line is looked at.
        let letters = String((0..<2200).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) }) + "世" + String(repeating: "é", count: 1200)
        var view = view(["first", letters, "last"])
        var rows: [String] = []
        var tops: [[String]] = []
        repeat {
            tops.append(shown(view, rows: 2, columns: 9))
            rows.append(String(tops[tops.count - 1][0].prefix(8)))
            _ = view.handle(.down, rows: 2, columns: 9)
        } while !view.followsEnd
        rows += shown(view, rows: 2, columns: 9).map { String($0.prefix(8)) }
        #expect(rows.map { $0.filter { $0 != " " && $0 != "▲" } }.joined() == "first" + letters + "last")
        for top in tops.reversed() {
            _ = view.handle(.up, rows: 2, columns: 9)
            #expect(shown(view, rows: 2, columns: 9) == top)
        }
        #expect(view.offset == 0)
    }

    @Test("The end is shown filled, is followed, and is left by a key upwards")
    func end() {
        var log = view(["abcdefgh", "ijklmnop"], followsEnd: true)
        #expect(shown(log) == ["efgh▲", "ijkl", "mnop"])
        log.lines.append(StyledLine("new"))
        #expect(shown(log) == ["ijkl▲", "mnop", "new"])
        _ = log.handle(.up, rows: 3, columns: 5)
        #expect(!log.followsEnd)
        log.lines.append(StyledLine("newer"))
        #expect(shown(log) == ["efgh▲", "ijkl", "mnop▼"])
        _ = log.handle(.end, rows: 3, columns: 5)
        #expect(log.followsEnd && shown(log).last == "r")
        _ = log.handle(.home, rows: 3, columns: 5)
        #expect(log.offset == 0 && shown(log)[0] == "abcd")
    }

    @Test("Breaking lines or not, and in whatever width, the same line stays on top")
    func place() {
        var view = view((0..<50).map { "line \($0) and some more" }, offset: 20)
        #expect(shown(view, columns: 13)[0] == "line 20 and ▲")
        _ = view.handle(.down, rows: 3, columns: 13)
        #expect(shown(view, columns: 13)[0] == "some more   ▲")
        #expect(shown(view, columns: 17)[0] == "line 20 and some▲", "the letter that was on top is still in the first row")
        view.wraps = false
        #expect(view.offset == 20 && shown(view, columns: 13)[0] == "line 20 and ▲")
        #expect(view.visibleRange(rows: 3) == 20..<23)
        view.wraps = true
        #expect(view.visibleRange(rows: 3, columns: 13) == 20..<22)
    }

    @Test("Ten megabytes in one line are shown as quickly as ten letters")
    func enormous() {
        let count = 10_000_000
        var view = view([String(repeating: "0123456789", count: count / 10)])
        // Every look at the whole text would take part of a second.
        for _ in 0..<25 {
            _ = view.handle(.end, rows: 24, columns: 80)
            _ = view.handle(.pageUp, rows: 24, columns: 80)
            #expect(shown(view, rows: 24, columns: 80).count == 24)
            _ = view.handle(.home, rows: 24, columns: 80)
            _ = view.handle(.pageDown, rows: 24, columns: 80)
        }
        #expect(shown(view, rows: 24, columns: 80)[0].hasPrefix(String("0123456789".dropFirst(23 * 79 % 10))))
        #expect(view.position(rows: 24, columns: 80) == "line 1 of 1, 0 %")
        _ = view.handle(.end, rows: 24, columns: 80)
        #expect(view.position(rows: 24, columns: 80) == "the end, line 1")
        #expect(shown(view, rows: 24, columns: 80)[23].hasSuffix("789"))
        view.wraps = false
        #expect(shown(view, rows: 1, columns: 10) == ["012345678…"])
    }

    @Test("A heap of combining marks and text without a single visible letter are no trouble either")
    func hostile() {
        let marks = "e" + String(repeating: "\u{301}", count: 20_000)
        var view = view([marks + "end", String(repeating: "\u{200B}", count: 20_000), "", "last"])
        for _ in 0..<50 { _ = view.handle(.down, rows: 3, columns: 5) }
        #expect(shown(view).last == "last")
        for _ in 0..<60 { _ = view.handle(.up, rows: 3, columns: 5) }
        #expect(view.offset == 0 && shown(view)[0].unicodeScalars.first == "e")
    }

    @Test("An empty text, and a window without rows, are no trouble")
    func nothing() {
        var view = view([])
        for key in [Key.up, .down, .pageDown, .end, .home, .right] { _ = view.handle(key, rows: 3, columns: 5) }
        #expect(shown(view) == ["", "", ""])
        #expect(view.visibleRange(rows: 0, columns: 0).isEmpty && view.position(rows: 3, columns: 5) == "no lines")
        var full = self.view(["abc"])
        _ = full.handle(.down, rows: 0, columns: 0)
        #expect(full.visibleRange(rows: 0, columns: 0).isEmpty)
    }
}
