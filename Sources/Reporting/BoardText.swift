/// Writes the board as plain text, no wider than a terminal of 80 columns.
public struct BoardText {
    private static let width = 80
    private static let serversInARow = 5

    private var lines: [String] = []

    /// The whole board: verdict, servers, what differs, and the matrix of steps.
    /// - Parameter remarks: what else there is to say, in sentences.
    public static func text(of board: Board, remarks: [String] = []) -> String {
        var text = BoardText()
        text.wrap("Cluster \(visible(board.cluster)): \(board.columns.count) \(board.columns.count == 1 ? "server" : "servers")")
        text.wrap(board.verdict)
        for remark in remarks { text.wrap("Note: \(visible(remark)).") }
        let groups = board.alike(keeping: serversInARow)
        text.writeServers(groups, of: board)
        text.writeLints(board.lints)
        for start in stride(from: 0, to: groups.count, by: serversInARow) {
            text.writeMatrix(board, Array(groups[start..<min(start + serversInARow, groups.count)]), from: start)
        }
        return text.lines.joined(separator: "\n") + "\n"
    }

    private mutating func writeServers(_ groups: [Board.Alike], of board: Board) {
        lines.append("")
        for (index, group) in groups.enumerated() {
            let server = group.column.server
            let what = group.names.count > 1 ? "" : " (\(server.address)), \(server.roles.joined(separator: ", "))"
            let end = "\(board.word(group.place)) \(group.column.progress)\(group.names.count > 1 ? " each" : "")"
            let label = BoardText.visible("\(BoardText.number(index)) \(group.title)\(what)")
            lines.append(BoardText.padded(label, BoardText.width - end.columns - 1) + " " + end)
        }
    }

    private mutating func writeLints(_ lints: [BoardLint]) {
        for (index, lint) in lints.enumerated() {
            if index == 0 { lines += ["", "Between the servers:"] }
            lines.append("")
            wrap("\(index + 1). \(BoardText.visible(lint.title))", indent: 3)
            for seen in lint.found { wrap("   - \(BoardText.visible("\(BoardLint.list(seen.servers)): \(seen.text)"))", indent: 5) }
            wrap("   What to do: \(BoardText.visible(lint.remedy))", indent: 3)
        }
    }

    private mutating func writeMatrix(_ board: Board, _ groups: [Board.Alike], from start: Int) {
        guard !board.rows.isEmpty else { return }
        let label = BoardText.width - 7 * groups.count - 1
        let names = groups.map { $0.names.count == 1 ? BoardText.visible($0.names[0]) : "" }
        let areShort = names.allSatisfy { !$0.isEmpty && $0.columns <= 6 }
        let heads = groups.indices.map { areShort ? names[$0] : BoardText.number(start + $0) }
        lines += ["", BoardText.row("", heads, label)]
        var section = ""
        for row in board.rows {
            let words = groups.map { row.word($0.place, board) }
            if words.allSatisfy({ $0 == "      " }) { continue }
            if row.section != section {
                section = row.section
                lines.append(BoardText.visible(section).fitted(BoardText.width))
            }
            lines.append(BoardText.row("  \(BoardText.visible(row.title))", words, label))
        }
    }

    private static func number(_ index: Int) -> String { "#\(index + 1)" }

    private static func row(_ label: String, _ cells: [String], _ width: Int) -> String {
        let line = padded(label, width) + cells.map { " " + padded($0, 6) }.joined()
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        let fitted = text.fitted(width)
        return fitted + String(repeating: " ", count: max(0, width - fitted.columns))
    }

    /// Breaks a line between words; lines after the first are indented.
    private mutating func wrap(_ text: String, indent: Int = 0) {
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
            if line.isEmpty {
                line = word
            } else if line.columns + 1 + word.columns <= BoardText.width {
                line += " " + word
            } else {
                lines.append(line.fitted(BoardText.width))
                line = String(repeating: " ", count: indent) + word
            }
        }
        lines.append(line.fitted(BoardText.width))
    }

    /// On one line, and without anything that a terminal obeys.
    private static func visible(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 9, 10, 13: " "
            case 0..<32, 127...159, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
            default: String(scalar)
            }
        }.joined()
    }
}
