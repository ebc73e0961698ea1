import Machines
import TerminalUI

/// The processes of a silent command, what each waits for, and the keys.
struct HangScreen {
    let card: HangCard
    /// Seconds without a word.
    let silence: Int

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let columns = min(body.columns - 4, 96)
        let lines = lines(columns: columns - 4)
        let outer = body.centered(rows: min(body.rows, lines.count + 5), columns: columns)
        frame.fill(outer)
        Box(title: silence < 2 ? "It prints again" : "No output for \(silence) s", style: .normal, titleStyle: .warning).paint(
            in: outer, of: &frame, palette: palette)
        let (text, foot) = outer.inset(rows: 1, columns: 2).splitBottom(3)
        ScrollView(lines: lines).paint(in: text, of: &frame, palette: palette)
        frame.put(card.focus.words.clipped(to: foot.columns, mark: palette.ellipsis), row: foot.row + 1, column: foot.column, style: .muted)
        paintButtons(row: foot.row + 2, column: foot.column, &frame)
    }

    private func lines(columns: Int) -> [StyledLine] {
        var lines = Paragraph.wrap("$ \(PlainText.line(card.line))", columns: columns).prefix(3).map { StyledLine($0, style: .accent) }
        lines.append(StyledLine(""))
        if card.entries.isEmpty {
            lines.append(StyledLine(card.isLooked ? "None of its processes can be seen." : "looking at its processes", style: .muted))
        }
        for entry in card.entries {
            let lead = String(repeating: "  ", count: min(entry.depth, 8))
            let number = "\(entry.pid)".padded(to: 7)
            let words = "\(lead)\(PlainText.line(entry.command))"
            lines.append(StyledLine([("\(number) \(entry.state) ", .muted), (words, .normal)]))
            if let wait = entry.waitsFor {
                lines += Paragraph.wrap("waits for \(PlainText.line(wait))", columns: max(10, columns - 12 - lead.count)).map {
                    StyledLine(String(repeating: " ", count: 12) + lead + $0, style: .warning)
                }
            }
        }
        if let letters = legend {
            lines += [StyledLine("")] + Paragraph.wrap(letters, columns: columns).map { StyledLine($0, style: .muted) }
        }
        return lines
    }

    /// The state letters that are in sight, explained.
    private var legend: String? {
        let known: [(Character, String)] = [
            ("R", "runs"), ("S", "sleeps"), ("D", "waits in the kernel, no signal reaches it"), ("T", "stopped"), ("Z", "has ended"),
        ]
        let words = known.filter { letter, _ in card.entries.contains { $0.state == letter } }.map { "\($0) \($1)" }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private func paintButtons(row: Int, column: Int, _ frame: inout Frame) {
        var column = column
        for choice in HangCard.Choice.allCases {
            let isFocused = choice == card.focus
            let label = "[ \(choice.label) ]"
            frame.put(label, row: row, column: column, style: isFocused ? .selected : .normal)
            if isFocused { frame.cursor = Point(row: row, column: column) }
            column += label.columnWidth + 2
        }
    }
}
