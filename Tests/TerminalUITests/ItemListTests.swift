import Testing

import TerminalUI

@Suite("The list")
struct ItemListTests {
    static let steps = ItemList(
        items: [
            .heading("Shared directory"),
            .init("Install the NFS server", status: "[ OK ]", statusStyle: .success, indent: 1),
            .init("Export the shared directory", status: "[FAIL]", statusStyle: .failure, indent: 1),
            .heading("Database"),
            .init("Install MariaDB", status: "[TODO]", indent: 1),
        ], selectedIndex: 2)

    private func numbers(selected: Int, rows: Int = 3) -> [String] {
        let list = ItemList(items: (0..<9).map { .init("item \($0)") }, selectedIndex: selected)
        return picture(rows: rows, columns: 9) { list.paint(in: $0, of: &$1, palette: .unicode) }
    }

    @Test("Each row shows its status word and its text, cut with a mark")
    func rows() {
        #expect(
            picture(rows: 5, columns: 24) { Self.steps.paint(in: $0, of: &$1, palette: .ascii) } == [
                "Shared directory",
                " [ OK ] Install the NFS~",
                " [FAIL] Export the shar~",
                "Database",
                " [TODO] Install MariaDB",
            ])
    }

    @Test("The selected row is reversed as a whole and carries the hardware cursor")
    func selection() {
        let frame = frame(rows: 5, columns: 30) { Self.steps.paint(in: $0, of: &$1, palette: .ascii) }
        #expect(frame.cursor == Point(row: 2, column: 0))
        #expect((0..<30).allSatisfy { frame[2, $0].style == .selected })
        #expect(frame[1, 1].style == .success)
    }

    @Test("Without the focus the list leaves the cursor alone, and the selection is still seen")
    func unfocused() {
        var list = Self.steps
        list.isFocused = false
        let frame = frame(rows: 5, columns: 30) { list.paint(in: $0, of: &$1, palette: .ascii) }
        #expect(frame.cursor == nil)
        #expect(frame[2, 8].style.isBold)
    }

    @Test("The selection stays in sight, with marks where there is more")
    func scrolling() {
        #expect(numbers(selected: 0) == ["item 0", "item 1", "item 2  ▼"])
        #expect(numbers(selected: 4) == ["item 3  ▲", "item 4", "item 5  ▼"])
        #expect(numbers(selected: 8) == ["item 6  ▲", "item 7", "item 8"])
    }

    @Test("The selection is in sight at every height", arguments: 1...10, 0..<9)
    func alwaysInSight(rows: Int, selected: Int) {
        #expect(numbers(selected: selected, rows: rows).contains { $0.hasPrefix("item \(selected)") })
    }

    @Test("Moving skips headings and stops at both ends")
    func moving() {
        var list = Self.steps
        _ = list.handle(.down)
        #expect(list.selectedIndex == 4)
        _ = list.handle(.down)
        #expect(list.selectedIndex == 4)
        _ = list.handle(.character("k"))
        #expect(list.selectedIndex == 2)
        _ = list.handle(.home)
        #expect(list.selectedIndex == 1)
        _ = list.handle(.up)
        #expect(list.selectedIndex == 1)
        _ = list.handle(.pageDown, rows: 3)
        #expect(list.selectedIndex == 4)
        let isTaken = list.handle(.enter)
        #expect(!isTaken)
    }

    @Test("An empty list, or one of headings only, selects nothing")
    func nothingToSelect() {
        var list = ItemList(items: [.heading("Database")])
        _ = list.handle(.down)
        #expect(list.selectedIndex == nil)
        list.items = []
        _ = list.handle(.end)
        #expect(list.selectedIndex == nil)
    }
}
