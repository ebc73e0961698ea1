import StepEngine
import TerminalUI

/// Changes as lines: commands as they would be typed, files as diffs.
enum ChangeLines {
    static func lines(for change: Change) -> [StyledLine] {
        switch change {
        case .command(let line): return [StyledLine("$ \(line)")]
        case .statements(let lines): return [StyledLine("statements", style: .accent)] + lines.map { StyledLine("  \($0)") }
        case .directory(let path, let note): return [StyledLine("directory \(path): \(note)")]
        case .file(let path, let isNew, let diff):
            return [StyledLine(title(path, isNew, diff), style: .accent)]
                + diff.map(line(for:))
        }
    }

    /// What becomes of the file, in words as well: a diff's colours are not for everybody.
    private static func title(_ path: String, _ isNew: Bool, _ diff: [Change.DiffRow]) -> String {
        let added = diff.count { $0.sign == "+" }
        let removed = diff.count { $0.sign == "-" }
        if isNew { return "new file \(path), \(added == 1 ? "1 line" : "\(added) lines")" }
        let words = [(added, "added"), (removed, "removed")].filter { $0.0 > 0 }.map { "\($0.0 == 1 ? "1 line" : "\($0.0) lines") \($0.1)" }
        return "change \(path)" + (words.isEmpty ? "" : ": \(words.joined(separator: ", "))")
    }

    static func line(for row: Change.DiffRow) -> StyledLine { StyledLine(row.printed, style: style(of: row)) }

    private static func style(of row: Change.DiffRow) -> Style {
        switch row.sign {
        case "+": .success
        case "-": .failure
        case "@": .muted
        default: .normal
        }
    }
}
