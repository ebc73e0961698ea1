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
            return [StyledLine("\(isNew ? "new file" : "change") \(path)", style: .accent)]
                + diff.map { StyledLine($0.printed, style: style(of: $0)) }
        }
    }

    private static func style(of row: Change.DiffRow) -> Style {
        switch row.sign {
        case "+": .success
        case "-": .failure
        case "@": .muted
        default: .normal
        }
    }
}
