import Guidebook
import Machines
import Reporting
import StepEngine
import TerminalUI

/// Long texts: help, changes, commands.
extension Model {
    /// The rows between header and key bar.
    var bodyRows: Int { max(0, size.rows - 2) }

    func pagerRows(_ pager: Pager) -> Int { pager.subject == .help ? max(0, bodyRows - 2) : max(0, bodyRows - 1) }

    mutating func showHelp() {
        let context = context
        let bindings = Bindings.active(in: self, context: context).filter { !$0.names.isEmpty }
        let width = bindings.map(\.names.columnWidth).max() ?? 0
        var lines = bindings.map { binding in
            StyledLine([
                (binding.names.padded(to: min(width, 28)) + "  ", .accent), (binding.help, .normal),
            ])
        }
        if context.takesText {
            lines += [StyledLine(""), StyledLine("Letters and digits are typed into the field.", style: .muted)]
        }
        lines += [
            StyledLine(""), StyledLine("Esc and a digit stand for the F-key of that number.", style: .muted),
            StyledLine("The command line that does the same stands below each step.", style: .muted),
        ]
        overlays.append(.pager(Pager(subject: .help, title: "Keys that count here", view: ScrollView(lines: lines))))
    }

    mutating func showChanges(of step: Step) {
        guard let run else { return }
        if let text = run.plan.textByHand(for: step) {
            // Nothing but the text, so that it can be copied as it stands.
            let view = ScrollView(lines: text.map { StyledLine($0) })
            return overlays.append(.pager(Pager(subject: .changes, title: "By hand: \(step.title)", view: view)))
        }
        var lines: [StyledLine] = []
        let done = run.state[step.id].changes
        if !done.isEmpty {
            lines.append(StyledLine("What was changed so far", style: .heading))
            lines += done.flatMap { ChangeLines.lines(for: $0) } + [StyledLine("")]
        }
        lines.append(StyledLine("What would be changed now", style: .heading))
        if let preview = run.previews[step.id] {
            lines += preview.changes.flatMap { ChangeLines.lines(for: $0) }
            if preview.changes.isEmpty { lines.append(StyledLine(preview.problem ?? "nothing", style: .muted)) }
        } else {
            lines.append(StyledLine("the step has not been looked at yet", style: .muted))
        }
        overlays.append(.pager(Pager(subject: .changes, title: "Changes: \(step.title)", view: ScrollView(lines: lines))))
    }

    mutating func showCommands() {
        guard let run else { return }
        var lines: [StyledLine] = []
        for step in run.steps where !run.state[step.id].runs.isEmpty {
            lines.append(StyledLine(step.title, style: .heading))
            for command in run.state[step.id].runs {
                let end = command.end.map(\.words) ?? "still running"
                let time = command.seconds.map { ", \(Seconds.text($0))" } ?? ""
                let isWell = command.end == nil || command.end == .exited(0)
                lines.append(StyledLine("$ \(command.line)"))
                lines.append(StyledLine("  \(end)\(time)", style: isWell ? .muted : .failure))
            }
        }
        if lines.isEmpty { lines = [StyledLine("No command has run yet.", style: .muted)] }
        let view = ScrollView(lines: lines, followsEnd: true)
        overlays.append(.pager(Pager(subject: .commands, title: "All commands of this run", view: view)))
    }
}
