import Testing

import TerminalUI

@Suite("Looking for words in the window")
struct ScrollViewSearchTests {
    private func view(_ lines: [String], wraps: Bool = false) -> ScrollView {
        var view = ScrollView(lines)
        view.wraps = wraps
        return view
    }

    /// The letters that are painted reversed, row by row.
    private func marked(_ view: ScrollView, rows: Int = 3, columns: Int = 20) -> [String] {
        let frame = frame(rows: rows, columns: columns) { view.paint(in: $0, of: &$1, palette: .unicode) }
        return (0..<rows).map { row in
            String(
                (0..<columns).filter { frame[row, $0].style.isReversed && !frame[row, $0].isContinuation }.map { frame[row, $0].character })
        }
    }

    @Test("Every match in sight is reversed, in capitals or not, and the rest keeps its style")
    func highlight() {
        var view = ScrollView(lines: [
            StyledLine([("an Err", .failure), ("or: ÄRGER", .success)]), StyledLine("error error"), "none".styled,
        ])
        view.highlight = "error"
        #expect(marked(view) == ["Error", "errorerror", ""])
        let frame = frame(rows: 3, columns: 20) { view.paint(in: $0, of: &$1, palette: .unicode) }
        #expect(frame.lines == ["an Error: ÄRGER", "error error", "none"])
        #expect(frame[0, 0].style == .failure && frame[0, 3].style == Style(tone: .failure, isReversed: true))
        #expect(frame[0, 6].style == Style(tone: .success, isReversed: true) && frame[0, 8].style == .success)
        view.highlight = "ärger"
        #expect(marked(view) == ["ÄRGER", "", ""])
        view.highlight = ""
        #expect(marked(view) == ["", "", ""])
    }

    @Test("A match is seen where it is cut by the edge, where the line is broken, and in a line that is selected")
    func cut() {
        var view = ScrollView(["0123456needle90"])
        view.highlight = "needle"
        view.column = 8
        #expect(marked(view) == ["eedle", "", ""])
        view.wraps = true
        #expect(marked(view, columns: 11) == ["nee", "dle", ""])
        var selected = ScrollView(["a needle"], style: .selected)
        selected.highlight = "needle"
        let frame = frame(rows: 1, columns: 20) { selected.paint(in: $0, of: &$1, palette: .unicode) }
        #expect(frame[0, 0].style == .selected && frame[0, 2].style == .normal)
    }

    @Test("The next match comes to the top, then the one after it, and after the last the first")
    func forward() {
        var view = view((0..<40).map { $0 % 10 == 3 ? "here \($0)" : "line \($0)" })
        var seen: [Int] = []
        for _ in 0..<5 {
            let isFound = view.find("HERE", forward: true, rows: 3, columns: 20)
            #expect(isFound)
            seen.append(view.visibleRange(rows: 3).lowerBound)
        }
        #expect(seen == [3, 13, 23, 33, 3])
    }

    @Test("Backwards it goes the other way round, and from the end of a log the last match is the first one found")
    func backward() {
        var view = view((0..<40).map { $0 % 10 == 3 ? "here \($0)" : "line \($0)" })
        view.followsEnd = true
        var seen: [Int] = []
        for _ in 0..<5 {
            let isFound = view.find("here", forward: false, rows: 3, columns: 20)
            #expect(isFound)
            seen.append(view.visibleRange(rows: 3).lowerBound)
        }
        #expect(seen == [33, 23, 13, 3, 33])
    }

    @Test("Matches on the last page are found one after another, though the window cannot move any further")
    func lastPage() {
        var view = view(["a", "b", "hit 1", "hit 2", "hit 3", "z"])
        var tops: [Range<Int>] = []
        for _ in 0..<4 {
            let isFound = view.find("hit", forward: true, rows: 4, columns: 20)
            #expect(isFound)
            tops.append(view.visibleRange(rows: 4))
        }
        #expect(tops == [2..<6, 2..<6, 2..<6, 2..<6])
        let isFound = view.find("b", forward: false, rows: 4, columns: 20)
        #expect(isFound)
        #expect(view.visibleRange(rows: 4).lowerBound == 1)
    }

    @Test("What is nowhere is not found, and nothing moves")
    func nowhere() {
        var view = view(["a", "b", "c", "d", "e"])
        view.offset = 1
        let before = view
        for text in ["x", "", "ab"] {
            let isBelow = view.find(text, forward: true, rows: 2, columns: 20)
            let isAbove = view.find(text, forward: false, rows: 2, columns: 20)
            #expect(!isBelow && !isAbove)
        }
        #expect(view == before)
        var empty = ScrollView(lines: [])
        let isFound = empty.find("a", forward: true, rows: 2, columns: 20)
        #expect(!isFound)
    }

    @Test("A match in a line that is scrolled sideways comes into sight")
    func sideways() {
        var view = view([String(repeating: ".", count: 100) + "needle" + String(repeating: ".", count: 100), "needle"])
        view.highlight = "needle"
        let isFound = view.find("needle", forward: true, rows: 1, columns: 20)
        #expect(isFound)
        #expect(marked(view, rows: 1) == ["needle"])
        let isFoundAgain = view.find("needle", forward: true, rows: 1, columns: 20)
        #expect(isFoundAgain)
        #expect(view.column == 0 && marked(view, rows: 1) == ["needle"])
    }

    @Test("In one broken line the matches are found row by row")
    func oneLine() {
        let unit = String(repeating: ".", count: 94) + "needle"
        var view = view([String(repeating: unit, count: 1000)], wraps: true)
        view.highlight = "needle"
        var places: [String] = []
        for _ in 0..<10 {
            let isFound = view.find("needle", forward: true, rows: 1, columns: 11)
            #expect(isFound)
            #expect(!marked(view, rows: 1, columns: 11)[0].isEmpty)
            places.append(view.position(rows: 1, columns: 11))
        }
        #expect(places.first == "line 1 of 1, 0 %" && places.last == "line 1 of 1, 0 %" && view.visibleRange(rows: 1, columns: 11) == 0..<1)
        let isFound = view.find("needle", forward: false, rows: 1, columns: 11)
        #expect(isFound)
        view.followsEnd = true
        let isLast = view.find("needle", forward: false, rows: 1, columns: 11)
        #expect(isLast)
        #expect(view.position(rows: 1, columns: 11) == "the end, line 1")
    }

    @Test("Where one is, in words")
    func position() {
        var view = view((0..<512).map { "line \($0)" })
        #expect(view.position(rows: 20) == "lines 1-20 of 512")
        view.offset = 20
        #expect(view.position(rows: 20) == "lines 21-40 of 512")
        view.followsEnd = true
        #expect(view.position(rows: 20) == "the end, line 512")
        #expect(view.position(rows: 600) == "all 512 lines")
        view.followsEnd = false
        #expect(view.position(rows: 1) == "line 21 of 512")
        #expect(ScrollView(["a"]).position(rows: 3) == "the only line")
    }
}

extension String {
    fileprivate var styled: StyledLine { StyledLine(self) }
}
