import Testing

import TerminalUI

@Suite("Tiny and odd screens")
struct TinyScreenTests {
    static let sizes = [
        Size(rows: 0, columns: 0), Size(rows: 1, columns: 1), Size(rows: 1, columns: 80), Size(rows: 24, columns: 1),
        Size(rows: 2, columns: 2), Size(rows: 3, columns: 5), Size(rows: 10, columns: 40), Size(rows: 100, columns: 300),
    ]
    /// Where widgets are asked to paint, relative to such a screen: inside, across its edges, outside, empty.
    static let places: [@Sendable (Size) -> Rect] = [
        { Rect(size: $0) }, { Rect(size: $0).inset(by: 1) }, { Rect(row: -1, column: -1, rows: $0.rows + 2, columns: $0.columns + 2) },
        { Rect(row: $0.rows, column: $0.columns, rows: 5, columns: 5) }, { _ in Rect(row: 0, column: 0, rows: 0, columns: 9) },
        { _ in Rect(row: 0, column: 0, rows: 9, columns: 0) },
    ]
    static let text = "Größe 世界 e\u{301} 👩‍👩‍👧 \u{1B}[31m, a-word-that-is-much-too-long-for-most-of-these-screens"
    static let items: [ItemList.Item] = [.heading(text), .init(text, status: "[ OK ]", indent: 3)]

    typealias Paint = @Sendable (Rect, inout Frame, Palette) -> Void
    static let widgets: [(name: String, paint: Paint)] = [
        ("paragraph", { Paragraph(text, offset: 1).paint(in: $0, of: &$1, palette: $2) }),
        ("box", { Box(title: text).paint(in: $0, of: &$1, palette: $2) }),
        ("list", { ItemList(items: items, selectedIndex: 9).paint(in: $0, of: &$1, palette: $2) }),
        ("empty list", { ItemList(items: [], selectedIndex: 2).paint(in: $0, of: &$1, palette: $2) }),
        ("key bar", { KeyBar([.init("F1", text), .init("q", "Leave")]).paint(in: $0, of: &$1, palette: $2) }),
        ("header", { HeaderBar(left: text, right: text).paint(in: $0, of: &$1, palette: $2) }),
        ("text field", { TextField(text).paint(in: $0, of: &$1, palette: $2) }),
        ("masked field", { TextField(text, isMasked: true).paint(in: $0, of: &$1, palette: $2) }),
        ("choices", { ChoiceField(choices: [text, "b", text], selectedIndex: 7).paint(in: $0, of: &$1, palette: $2) }),
        ("no choices", { ChoiceField(choices: []).paint(in: $0, of: &$1, palette: $2) }),
        ("dialog", { Dialog(title: text, text: text, buttons: [text, "No"], focusedIndex: 1).paint(in: $0, of: &$1, palette: $2) }),
        ("bare dialog", { Dialog(title: "", text: "", buttons: [], focusedIndex: 3).paint(in: $0, of: &$1, palette: $2) }),
        ("lines", { ScrollView([text, "", text], offset: 1).paint(in: $0, of: &$1, palette: $2) }),
        ("followed lines", { ScrollView([text, "", text], followsEnd: true).paint(in: $0, of: &$1, palette: $2) }),
        ("spinner", { Spinner(text, elapsed: .seconds(9), silence: .seconds(300)).paint(in: $0, of: &$1, palette: $2) }),
    ]

    @Test("Every widget survives every screen and paints only inside of its rectangle", arguments: widgets.indices, sizes)
    func survives(index: Int, size: Size) {
        for (place, palette) in zip(Self.places, [Palette.unicode, .ascii, .linuxConsole, .ascii, .unicode, .ascii]) {
            let rect = place(size)
            var frame = Frame(size: size)
            frame.fill(Rect(size: size), with: "#")
            Self.widgets[index].paint(rect, &frame, palette)
            let cells = (0..<size.rows).flatMap { row in (0..<size.columns).map { Point(row: row, column: $0) } }
            let stray = cells.first { !rect.contains($0) && frame[$0.row, $0.column].character != "#" }
            #expect(stray == nil, "\(Self.widgets[index].name) outside of \(rect)")
            #expect(frame.lines.allSatisfy { $0.columnWidth <= size.columns })
            if let cursor = frame.cursor { #expect(rect.contains(cursor), "\(Self.widgets[index].name) in \(rect)") }
        }
    }

    @Test("Keys do no harm where there is nothing to move in")
    func keys() {
        let keys: [Key] = [.up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .backTab, .backspace, .delete]
        var list = ItemList(items: [])
        var choice = ChoiceField(choices: [])
        var lines = ScrollView([])
        var dialog = Dialog(title: "", text: "", buttons: [])
        var field = TextField()
        for key in keys {
            _ = list.handle(key, rows: 0)
            _ = choice.handle(key)
            _ = lines.handle(key, rows: 0)
            _ = dialog.handle(key, in: Rect(row: 0, column: 0, rows: 0, columns: 0))
            _ = field.handle(key)
        }
        #expect(list.selectedIndex == nil && choice.selected == nil && lines.offset == 0)
        #expect(dialog.focusedButton == nil && field.text.isEmpty)
    }
}
