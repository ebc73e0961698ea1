import Testing

import TerminalUI

@Suite("The dialog")
struct DialogTests {
    static let question = Dialog(
        title: "Restart MariaDB?", text: "The database is restarted; whoever is connected loses the connection.",
        buttons: ["Yes", "No"], focusedIndex: 1)

    @Test("It stands in the middle, with the careful answer in focus")
    func painting() {
        let frame = frame(rows: 8, columns: 46) { rect, frame in
            frame.fill(rect, with: "#")
            Self.question.paint(in: rect, of: &frame, palette: .unicode)
        }
        #expect(
            frame.lines == [
                "##############################################",
                "##┌─ Restart MariaDB? ────────────────────┐###",
                "##│ The database is restarted; whoever is │###",
                "##│ connected loses the connection.       │###",
                "##│                                       │###",
                "##│            [ Yes ]  [ No ]            │###",
                "##└───────────────────────────────────────┘###",
                "##############################################",
            ])
        #expect(Self.question.focusedButton == "No")
        let cursor = frame.cursor ?? Point(row: 0, column: 0)
        #expect(frame[cursor.row, cursor.column + 2].character == "N")
        #expect(frame[cursor.row, cursor.column].style == .selected)
    }

    @Test("Arrows and Tab move the focus round; Enter is the screen's business")
    func focus() {
        var dialog = Self.question
        _ = dialog.handle(.left)
        #expect(dialog.focusedButton == "Yes")
        _ = dialog.handle(.backTab)
        #expect(dialog.focusedButton == "No")
        _ = dialog.handle(.tab)
        #expect(dialog.focusedButton == "Yes")
        let isTaken = dialog.handle(.enter)
        #expect(!isTaken)
    }

    @Test("A text that is too long scrolls to its end and back, and says that there is more")
    func scrolling() {
        var dialog = Dialog(title: "", text: (1...9).map { "line \($0)" }.joined(separator: "\n"), buttons: ["OK"])
        let rect = Rect(row: 0, column: 0, rows: 6, columns: 20)
        func shown() -> String { picture(rows: 6, columns: 20) { dialog.paint(in: $0, of: &$1, palette: .ascii) }.joined(separator: "\n") }
        #expect(shown().contains("line 1") && shown().contains("v"))
        for _ in 0..<30 { _ = dialog.handle(.down, in: rect) }
        #expect(shown().contains("line 9") && !shown().contains("line 7") && shown().contains("^"))
        _ = dialog.handle(.up, in: rect)
        #expect(shown().contains("line 7") && !shown().contains("line 9"))
    }

    @Test("Where almost nothing fits the focused button does", arguments: 1...6)
    func small(rows: Int) {
        let lines = picture(rows: rows, columns: 14) { Self.question.paint(in: $0, of: &$1, palette: .ascii) }
        #expect(lines.contains { $0.contains("[ No ]") })
    }
}
