import Machines
import StepEngine

/// Writes a report as Markdown, for people and for a change board's files.
public struct MarkdownReport {
    var lines: [String] = []

    /// The whole document.
    public static func text(of report: Report) -> String {
        var document = MarkdownReport()
        document.writeHead(report)
        document.writeOverview(report)
        document.writeDeviations(report)
        var section = ""
        for step in report.steps {
            if step.section != section {
                section = step.section
                document.lines += ["## \(text(section))", ""]
            }
            document.write(step)
        }
        return document.lines.joined(separator: "\n") + "\n"
    }

    private mutating func writeHead(_ report: Report) {
        let settled = report.steps.count(where: \.isSettled)
        lines += [
            "# Completion report: \(MarkdownReport.text(report.server.name)) in cluster \(MarkdownReport.text(report.cluster))", "",
            report.isComplete
                ? "**Complete:** all \(report.steps.count) steps of this server are settled."
                : "**Not complete:** \(settled) of \(report.steps.count) steps of this server are settled.", "",
            "| | |", "|---|---|",
        ]
        let rows: [(String, String?)] = [
            ("Server", "\(report.server.name) (\(report.server.address))"), ("Roles", report.server.roles.joined(separator: ", ")),
            ("Host name", report.server.hostName), ("Machine id", report.server.machineID), ("Release", report.server.release),
            ("Begun", report.began), ("Last event", report.latest), ("Starts of the program", String(report.starts)),
            ("Worked by", report.user), ("Program", "joget-cluster \(report.program)"), ("Guide", "SHA-256 \(report.guide)"),
            ("Report made", report.made),
        ]
        lines += rows.compactMap { name, value in value.map { "| \(name) | \(MarkdownReport.cell($0)) |" } } + [""]
        if !report.repairs.isEmpty {
            lines += ["The journal was damaged: \(report.repairs.map(MarkdownReport.text).joined(separator: "; ")).", ""]
        }
        if let words = report.clockWords { lines += ["Times do not run on: \(MarkdownReport.text(words)).", ""] }
    }

    private mutating func writeOverview(_ report: Report) {
        lines += ["| Status | Step | Outcome | Attempts | Seconds |", "|---|---|---|---:|---:|"]
        for step in report.steps {
            lines.append(
                "| `\(step.word)` | \(MarkdownReport.cell(step.title)) (`\(step.id)`) | \(step.outcome?.rawValue ?? "-") | \(step.attempts) | \(step.seconds) |"
            )
        }
        lines.append("")
    }

    /// What was left out, let pass and put right: what a reader must know who reads nothing else.
    private mutating func writeDeviations(_ report: Report) {
        let waived = report.waived.map(\.step)
        let skipped = report.steps.filter { $0.status == .skipped && !waived.contains($0.id) }
        list("Left out", skipped) { "by \($0.skippedBy ?? "?") at \($0.ended ?? "?"): \($0.skipReason ?? "")" }
        if !report.waived.isEmpty {
            lines += ["## Waived", "", "| Check | Reason | By | At |", "|---|---|---|---|"]
            lines += report.waived.map {
                "| \(MarkdownReport.cell($0.title)) (`\($0.step)`) | \(MarkdownReport.cell($0.reason)) | \(MarkdownReport.cell($0.user)) | \($0.time) |"
            }
            lines.append("")
        }
        if !report.errata.isEmpty {
            lines += ["## Errata applied", "", "Where the published guide was not followed, and why:", ""]
            lines += report.errata.map { "- `\($0.step)`: \(MarkdownReport.text($0.text))" }
            lines.append("")
        }
    }

    private mutating func list(_ heading: String, _ steps: [Report.StepEntry], _ words: (Report.StepEntry) -> String) {
        guard !steps.isEmpty else { return }
        lines += ["## \(heading)", ""] + steps.map { "- `\($0.id)` \(MarkdownReport.text(words($0)))" } + [""]
    }

    private mutating func write(_ step: Report.StepEntry) {
        lines += ["### `\(step.word)` \(MarkdownReport.text(step.title))", ""]
        var facts = ["`\(step.id)`"]
        if let started = step.started { facts.append("begun \(started)") }
        if let ended = step.ended { facts.append("ended \(ended)") }
        facts.append("\(step.seconds) s")
        lines += [facts.joined(separator: ", "), ""]
        if let reason = step.reason { lines += ["Reason: \(MarkdownReport.text(reason))", ""] }
        if let reason = step.skipReason {
            let what = Preflight.includes(step.id) ? "Waived" : "Left out"
            lines += ["\(what) by \(MarkdownReport.text(step.skippedBy ?? "?")): \(MarkdownReport.text(reason))", ""]
        }
        if !step.commands.isEmpty {
            lines += ["| Command | End | Seconds |", "|---|---|---:|"]
            lines += step.commands.map {
                "| \(MarkdownReport.code($0.line)) | \($0.end ?? "still running") | \($0.seconds.map { "\($0)" } ?? "-") |"
            }
            lines.append("")
        }
        for change in step.changes { write(change) }
        for finding in step.findings where finding.isKnownFailure && finding.verdict != .holds { write(cause: finding) }
        guard !step.findings.isEmpty else { return }
        lines += ["| | Check | Expected | Found | Proof |", "|---|---|---|---|---|"]
        lines += step.findings.map {
            "| \($0.verdict.word) | \(MarkdownReport.cell($0.title)) | \(MarkdownReport.cell($0.expected)) | \(MarkdownReport.cell($0.found)) | \($0.evidence.map(MarkdownReport.code) ?? "") |"
        }
        lines.append("")
    }

    private mutating func write(cause finding: Finding) {
        let title = finding.title.prefix(1).uppercased() + finding.title.dropFirst()
        lines += ["**\(MarkdownReport.text(title)).** \(MarkdownReport.text(finding.found))", ""]
        if let evidence = finding.evidence { lines += ["Proof: \(MarkdownReport.code(evidence))", ""] }
        if let remedy = finding.remedy { lines += ["What to do: \(MarkdownReport.text(remedy))", ""] }
    }

    private mutating func write(_ change: Change) {
        switch change {
        case .command: break  // its run is in the table
        case .directory(let path, let note): lines += ["Directory `\(path)`: \(MarkdownReport.text(note))", ""]
        case .file(let path, let isNew, let rows):
            write("\(isNew ? "New file" : "File") \(MarkdownReport.code(path)):", rows.map(\.printed), language: "diff")
        case .statements(let rows): write("Statements:", rows, language: "sql")
        }
    }

    private mutating func write(_ heading: String, _ rows: [String], language: String) {
        let rows = rows.map(MarkdownReport.visible)
        // Longer than any run of backticks in the rows, which could end it else.
        let fence = String(repeating: "`", count: max(3, (rows.map(MarkdownReport.longestRun).max() ?? 0) + 1))
        lines += [heading, "", fence + language] + rows + [fence, ""]
    }

    /// Text from outside, with nothing in it that Markdown takes for markup or HTML.
    static func text(_ text: String) -> String {
        visible(text).unicodeScalars.map { scalar in
            switch scalar {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            case "|", "*", "_", "`", "[", "]", "\\": "\\\(scalar)"
            default: String(scalar)
            }
        }.joined()
    }

    static func cell(_ text: String) -> String { self.text(text) }

    /// A command or line of output, kept together as code.
    private static func code(_ text: String) -> String {
        let line = visible(text)
        // A backslash before a pipe cannot be written as code within a table.
        if line.isEmpty || line.contains("\\|") { return self.text(line) }
        let fence = String(repeating: "`", count: longestRun(line) + 1)
        let cell = line.unicodeScalars.map { $0 == "|" ? "\\|" : String($0) }.joined()
        return fence.count > 1 ? "\(fence) \(cell) \(fence)" : "`\(cell)`"
    }

    /// On one line, and without anything that a terminal obeys.
    private static func visible(_ text: String) -> String {
        text.replacing("\r\n", with: " ").unicodeScalars.map { scalar in
            switch scalar.value {
            case 9, 10, 13: " "
            case 0..<32, 127...159: "\u{FFFD}"
            default: String(scalar)
            }
        }.joined()
    }

    /// The length of the longest run of backticks.
    private static func longestRun(_ text: String) -> Int {
        text.unicodeScalars.reduce(into: (longest: 0, now: 0)) { run, scalar in
            run.now = scalar == "`" ? run.now + 1 : 0
            run.longest = max(run.longest, run.now)
        }.longest
    }
}
