import StepEngine
import TerminalUI

/// A file from three sides: as it was before us, as we want it, as somebody made it.
enum ConflictLines {
    static func lines(for conflict: Conflict) -> [StyledLine] {
        let who = [conflict.modified, conflict.owner.map { "by \($0)" }].compactMap { $0 }.joined(separator: ", ")
        var lines = [
            StyledLine(conflict.path, style: .heading), StyledLine(who.isEmpty ? "" : "changed \(who)", style: .muted), StyledLine(""),
        ]
        if conflict.isSecret {
            return lines + [StyledLine("It holds a secret, so only ours is shown, with bullets.", style: .warning)] + text(conflict.ours)
        }
        lines.append(StyledLine("1. What they changed: ours -> theirs", style: .accent))
        lines += difference(from: conflict.ours, to: conflict.theirs ?? [], conflict.path)
        lines += [StyledLine(""), StyledLine("2. What we changed: before us -> ours", style: .accent)]
        lines += difference(from: conflict.before ?? [], to: conflict.ours, conflict.path)
        lines += [StyledLine(""), StyledLine("3. The file as it stands there now", style: .accent)]
        return lines + text(conflict.theirs ?? [])
    }

    private static func difference(from old: [UInt8], to new: [UInt8], _ path: String) -> [StyledLine] {
        let rows = Change.rows(from: old, to: new, path: path)
        if rows.isEmpty { return [StyledLine("(no difference)", style: .muted)] }
        return rows.map { ChangeLines.line(for: $0) }
    }

    private static func text(_ bytes: [UInt8]) -> [StyledLine] { PlainText.lines(of: bytes).map { StyledLine($0) } }
}
