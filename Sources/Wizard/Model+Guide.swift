import Guidebook
import TerminalUI

/// The guide as a book: all of its sections for this server, in one text that can be searched.
extension Model {
    private static let widest = 100

    /// Opens the guide at the section of the selected step.
    mutating func showGuide() {
        guard let run else { return }
        let columns = max(20, min(size.columns, Model.widest) - 2)
        let here = selectedStep.flatMap { run.plan.section(of: $0.id)?.id }
        var lines: [StyledLine] = []
        var start = 0
        for section in run.plan.sections {
            if !lines.isEmpty { lines += [StyledLine(""), StyledLine("")] }
            if section.id == here { start = lines.count }
            lines += chapter(section, run, columns)
        }
        overlays.append(.pager(Pager(subject: .guide, title: "The guide", view: ScrollView(lines: lines, offset: start))))
    }

    private func chapter(_ section: Section, _ run: Run, _ columns: Int) -> [StyledLine] {
        var lines = [StyledLine(section.title.uppercased(), style: .heading), StyledLine("")] + wrapped(section.text, columns)
        for step in section.steps {
            let word = StatusWord.of(step, in: run)
            lines += [StyledLine(""), StyledLine([(word.text + " ", word.style), (step.title, .heading)])]
            lines += wrapped(step.text, columns)
            if let erratum = step.erratum { lines += [StyledLine("")] + wrapped("Erratum: \(erratum)", columns, .warning) }
            if let warning = step.warning { lines += [StyledLine("")] + wrapped("Careful: \(warning)", columns, .warning) }
            lines += [StyledLine("")] + wrapped("Does: \(step.summary)", columns, .muted) + wrapped(step.commandLine, columns, .muted)
        }
        return lines
    }

    private func wrapped(_ text: String, _ columns: Int, _ style: Style = .normal) -> [StyledLine] {
        Paragraph.wrap(text, columns: columns).map { StyledLine($0, style: style) }
    }
}

extension Step {
    /// The command line that does the same without the wizard.
    var commandLine: String {
        if case .proof(let kind?) = action { return "joget-cluster proof \(kind.rawValue)" }
        return "joget-cluster apply \(id)"
    }
}
