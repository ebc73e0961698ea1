import Glibc
import Reporting
import StepEngine
import TerminalUI

/// Lines of plain text for terminals and logs. Whatever came from outside is made safe to print.
enum Lines {
    /// The width of the terminal on standard output; 100 where there is none.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return max(60, Int(size.ws_col))
    }

    /// A text without anything that a terminal would obey.
    static func safe(_ text: String) -> String {
        var assembler = PlainText.Assembler(keeping: 50)
        assembler.append(Array(text.utf8))
        return (assembler.lines + (assembler.partial.isEmpty ? [] : [assembler.partial])).joined(separator: " ")
    }

    /// A change, with its diff; every line ends.
    static func of(_ change: Change) -> String {
        switch change {
        case .command(let line): return "    $ \(safe(line))\n"
        case .statements(let lines): return "    statements\n" + lines.map { "      \(safe($0))\n" }.joined()
        case .directory(let path, let note): return "    directory \(safe(path)): \(safe(note))\n"
        case .file(let path, let isNew, let rows):
            let diff = rows.map { "      \(safe($0.printed))\n" }.joined()
            return "    \(isNew ? "new file" : "file") \(safe(path))\n\(diff)"
        }
    }

    /// A finding in one line, or two where something proves it.
    static func of(_ finding: Finding) -> String {
        var line = "    \(finding.verdict.word) \(safe(finding.title)): expected \(safe(finding.expected)), found \(safe(finding.found))"
        if finding.verdict == .holds { line = "    \(finding.verdict.word) \(safe(finding.title)): \(safe(finding.found))" }
        if let evidence = finding.evidence, !evidence.isEmpty { line += "\n         proof: \(safe(evidence))" }
        if let remedy = finding.remedy { line += "\n         what to do: \(safe(remedy))" }
        return line
    }

    /// A step's state in one line.
    static func of(_ state: StepState, title: String, id: String) -> String {
        let note = [state.outcome?.rawValue, state.seconds > 0 ? "\(state.seconds) s" : nil].compactMap(\.self).joined(separator: ", ")
        return "\(state.status.word(of: id)) \(id): \(safe(title))\(note.isEmpty ? "" : " (\(note))")"
    }
}
