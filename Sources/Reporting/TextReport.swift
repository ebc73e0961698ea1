import StepEngine

/// Writes a report as plain text of 80 columns, for terminals, mail and printers of any age.
public struct TextReport {
    private static let width = 80

    private let completion: Completion
    private var lines: [String] = []

    /// The report of one server.
    public static func text(of report: Report) -> String {
        var text = TextReport(completion: Completion(report))
        text.write("Completion report: \(report.server.name) in cluster \(report.cluster)", under: "=")
        text.writeVerdict()
        text.writeFacts(report)
        text.writeRest()
        return text.document
    }

    /// The report of a cluster: its board, then the same chapters over all servers.
    public static func text(of cluster: ClusterReport) -> String {
        var text = TextReport(completion: Completion(cluster))
        text.write("Completion report: cluster \(cluster.cluster)", under: "=")
        text.writeVerdict()
        text.wrap("Merged \(ReadableTime.text(cluster.made)) by joget-cluster \(cluster.program)")
        text.lines.append("")
        text.lines.append(BoardText.text(of: cluster.board, remarks: cluster.remarks))
        text.writeRest()
        return text.document
    }

    private init(completion: Completion) { self.completion = completion }

    private var document: String { lines.joined(separator: "\n") + "\n" }

    // MARK: - Chapters

    private mutating func writeVerdict() {
        wrap("\(completion.headline.uppercased()). \(completion.sentences.joined(separator: " "))")
        lines.append("")
    }

    private mutating func writeFacts(_ report: Report) {
        let facts: [(String, String?)] = [
            ("Server", "\(report.server.name) (\(report.server.address))"), ("Roles", report.server.roles.joined(separator: ", ")),
            ("Host name", report.server.hostName), ("Machine id", report.server.machineID), ("Release", report.server.release),
            ("Begun", report.began.map(ReadableTime.text)), ("Last event", report.latest.map(ReadableTime.text)),
            ("Starts", String(report.starts)), ("Worked by", report.user), ("Program", "joget-cluster \(report.program)"),
            ("Guide", report.guide), ("Journal", report.journal.map { "\($0.lines) lines, \($0.head)" }),
            ("Report made", ReadableTime.text(report.made)),
        ]
        for (name, value) in facts { if let value { wrap(value, lead: TextReport.padded(name, 13), indent: 13) } }
    }

    private mutating func writeRest() {
        writeAsked()
        writeDeviations()
        writeProofs()
        writeSteps()
    }

    private mutating func writeAsked() {
        guard let description = completion.reports.first?.description else { return }
        write("What was asked")
        for server in description.servers {
            let route = server.route.map { ", \($0)" } ?? ""
            let name = TextReport.padded(server.name.onOneLine.fitted(30), 12)
            wrap("\(server.address), \(server.roles.joined(separator: ", "))\(route)", lead: "\(name) ", indent: 13)
        }
        let own = description.answers.filter { !$0.isStandard }
        wrap(own.isEmpty ? "Every answer is the standard one." : "Answers that differ from the standard:")
        for answer in own { wrap("\(answer.id): \(answer.text.isEmpty ? "(empty)" : answer.text)", lead: "  ", indent: 4) }
    }

    private mutating func writeDeviations() {
        let several = completion.board != nil
        func name(_ place: Completion.Place, _ servers: [String]? = nil) -> String {
            (several ? "\(Completion.listed(servers ?? [place.server])): " : "") + place.step.title
        }
        var rows: [String] = []
        for place in completion.unsettled where place.step.status != .todo {
            let why =
                ([place.step.reason].compactMap { $0 } + place.step.findings.filter { !$0.isAcceptable }.map { "\($0.title): \($0.found)" })
            rows.append("\(place.step.word) \(name(place)) - \(why.joined(separator: "; "))")
        }
        let open = completion.unsettled.count { $0.step.status == .todo }
        if open > 0 { rows.append("[TODO] \(Completion.counted(open, "step")) not begun") }
        for place in completion.leftOut + completion.waived {
            let when = place.step.ended.map { ", \(ReadableTime.text($0))" } ?? ""
            rows.append(
                "\(place.step.word) \(name(place)) - \(place.step.skipReason ?? "no reason given") (\(place.step.skippedBy ?? "?")\(when))")
        }
        rows += completion.warned.map { "\($0.place.step.word) \(name($0.place, $0.servers)) - \($0.place.step.warning)" }
        rows += completion.reports.compactMap { report in
            report.clockWords.map { "Times of \(report.server.name) do not run on: \($0)" }
        }
        rows += completion.repairs.map { "Journal of \($0.server): \($0.text)" }
        write("What deviates, and why")
        if rows.isEmpty && completion.errata.isEmpty { wrap("Nothing.") }
        for row in rows { wrap(row, indent: 7) }
        guard !completion.errata.isEmpty else { return }
        lines.append("")
        wrap("Where the published guide was not followed, and why:")
        for (place, _) in completion.errata { wrap("- \(place.step.title): \(place.step.erratum ?? "")", indent: 2) }
    }

    private mutating func writeProofs() {
        guard !completion.proofs.isEmpty else { return }
        write("What was proven")
        let told = completion.isBrief ? completion.proofs.filter { $0.step.status != .done } : completion.proofs
        for place in told {
            let server = completion.board == nil ? "" : "\(place.server): "
            wrap("\(place.step.word) \(server)\(place.step.title), \(ReadableTime.span(place.step.seconds))", indent: 7)
            for finding in place.step.findings {
                let expected = finding.verdict == .holds ? "" : ", expected \(finding.expected)"
                wrap("\(finding.title): \(finding.found)\(expected)", lead: "       \(finding.verdict.word) ", indent: 12)
            }
        }
        let held = completion.proofs.count { $0.step.status == .done || $0.step.status == .warned }
        wrap("\(held) of \(Completion.counted(completion.proofs.count, "proof")) were given.")
    }

    private mutating func writeSteps() {
        guard !completion.isBrief else { return }
        for report in completion.reports {
            write(completion.board == nil ? "The steps" : "The steps of \(report.server.name)")
            var section = ""
            for step in report.steps where step.counts {
                if step.section != section {
                    section = step.section
                    wrap(section)
                }
                let end = "\(step.outcome?.rawValue ?? "-"), \(ReadableTime.span(step.seconds))"
                let title = "  \(step.word) \(step.title.onOneLine)"
                lines.append(TextReport.padded(title.fitted(TextReport.width - end.columns - 2), TextReport.width - end.columns) + end)
            }
        }
    }

    // MARK: - Lines

    private mutating func write(_ heading: String, under line: Character = "-") {
        if !lines.isEmpty { lines.append("") }
        let heading = heading.onOneLine.fitted(TextReport.width)
        lines += [heading, String(repeating: line, count: heading.columns)]
    }

    /// Writes a text, broken between words, and within one only where it is wider than the page.
    private mutating func wrap(_ text: String, lead: String = "", indent: Int = 0) {
        let blank = String(repeating: " ", count: indent)
        var line = lead
        var isEmpty = true
        for word in text.onOneLine.split(separator: " ") {
            var word = String(word)
            if !isEmpty && line.columns + 1 + word.columns <= TextReport.width {
                line += " " + word
                continue
            }
            if !isEmpty {
                lines.append(line)
                line = blank
            }
            while line.columns + word.columns > TextReport.width {
                let head = word.leading(TextReport.width - line.columns)
                lines.append(line + head)
                word = String(word.unicodeScalars.dropFirst(head.unicodeScalars.count))
                line = blank
            }
            line += word
            isEmpty = false
        }
        lines.append(line)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.columns))
    }
}
