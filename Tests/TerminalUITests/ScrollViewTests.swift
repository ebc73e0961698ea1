import Testing

import TerminalUI

@Suite("The window over lines")
struct ScrollViewTests {
    private func view(_ count: Int, offset: Int = 0, followsEnd: Bool = false) -> ScrollView {
        ScrollView((0..<count).map { "line \($0)" }, offset: offset, followsEnd: followsEnd)
    }

    private func shown(_ view: ScrollView, columns: Int = 8) -> [String] {
        picture(rows: 3, columns: columns) { view.paint(in: $0, of: &$1, palette: .unicode) }
    }

    @Test("It shows the lines from its offset, with marks where there is more")
    func painting() {
        #expect(shown(view(2)) == ["line 0", "line 1", ""])
        #expect(shown(view(9, offset: 4)) == ["line 4 ▲", "line 5", "line 6 ▼"])
        #expect(shown(view(9, offset: 99)) == ["line 6 ▲", "line 7", "line 8"])
    }

    @Test("At the end it follows new lines, after a key upwards it stays, and the end key follows again")
    func following() {
        var log = view(9, followsEnd: true)
        log.lines.append(StyledLine("line 9"))
        #expect(shown(log).last == "line 9")
        _ = log.handle(.up, rows: 3)
        #expect(!log.followsEnd)
        log.lines.append(StyledLine("line 10"))
        #expect(shown(log) == ["line 6 ▲", "line 7", "line 8 ▼"])
        _ = log.handle(.end, rows: 3)
        #expect(log.followsEnd)
        #expect(shown(log, columns: 9).last == "line 10")
    }

    @Test("Pages overlap by one line")
    func pages() {
        var log = view(9)
        _ = log.handle(.pageDown, rows: 3)
        #expect(log.offset == 2)
        _ = log.handle(.pageUp, rows: 3)
        #expect(log.offset == 0)
        _ = log.handle(.up, rows: 3)
        #expect(log.offset == 0)
        let isTaken = log.handle(.enter, rows: 3)
        #expect(!isTaken)
    }

    @Test("A line that is too wide is marked, and its end is reached with the right key")
    func sideways() {
        var log = ScrollView(["0123456789abcdef"])
        #expect(shown(log)[0] == "0123456…")
        _ = log.handle(.right, rows: 3)
        #expect(shown(log)[0] == "89abcdef")
    }

    @Test("The parts of a line keep their styles when it is moved sideways")
    func styles() {
        let line = StyledLine([("-old ", .failure), ("+new", .success)])
        let view = ScrollView(lines: [line], column: 3)
        let frame = frame(rows: 1, columns: 8) { view.paint(in: $0, of: &$1, palette: .unicode) }
        #expect(frame.lines == ["d +new"])
        #expect(frame[0, 0].style == .failure && frame[0, 2].style == .success)
    }
}
