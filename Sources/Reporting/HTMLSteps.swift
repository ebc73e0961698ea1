import StepEngine

/// Every step with what was seen, run and changed.
struct HTMLSteps {
    let completion: Completion
    /// The last lines of a log by its path; none where it is not at hand.
    let logs: (String) -> [String]

    func markup() -> HTMLMarkup {
        let parts = completion.reports.enumerated().map { number, report in server(report, number) }
        return "<section aria-labelledby=\"steps\"><h2 id=\"steps\">The steps</h2>\(parts.joined())</section>"
    }

    private func server(_ report: Report, _ number: Int) -> HTMLMarkup {
        var parts: [HTMLMarkup] = completion.board == nil ? [] : [head(report, number)]
        var section = ""
        var quiet = 0
        for (index, step) in report.steps.enumerated() {
            guard completion.isTold(step) else {
                if step.counts { quiet += 1 }
                continue
            }
            if step.section != section {
                section = step.section
                parts.append("<h4>\(section)</h4>")
            }
            parts.append(self.step(step, "step-\(number)-\(index)"))
        }
        if quiet > 0 {
            parts.append("<p class=\"note\">\(Completion.counted(quiet, "more step")): the server\u{2019}s own report tells them.</p>")
        }
        return "<div class=\"server\" id=\"server-\(number)\">\(parts.joined())</div>"
    }

    private func head(_ report: Report, _ number: Int) -> HTMLMarkup {
        let counted = report.steps.filter(\.counts)
        let mark = report.isComplete ? HTMLBadge.mark("COMPLETE", "good") : HTMLBadge.mark("NOT COMPLETE", "bad")
        return """
            <h3>\(report.server.name) \(mark)</h3>
            <p class="note">\(counted.count(where: \.isSettled)) of \(counted.count) steps are settled. \(HTMLFacts.line(of: report))</p>
            """
    }

    private func step(_ step: Report.StepEntry, _ anchor: HTMLMarkup) -> HTMLMarkup {
        let open: HTMLMarkup = step.status == .failed || step.status == .warned ? " open=\"open\"" : ""
        return """
            <details class="step" id="\(anchor)"\(open)><summary>\(HTMLBadge.mark(step)) <span class="title">\(step.title)</span> \
            <span class="quiet">\(step.outcome?.rawValue ?? "not done"), \(ReadableTime.span(step.seconds))</span></summary>
            <div class="body">\(origin(step))\(reasons(step))\(causes(step))\(findings(step))\
            \(commands(step))\(step.changes.map(change))\(output(step))</div>
            </details>
            """
    }

    private func origin(_ step: Report.StepEntry) -> HTMLMarkup {
        var parts: [HTMLMarkup] = ["<code>\(step.id)</code>", "\(step.kind)"]
        if let started = step.started { parts.append("begun \(ReadableTime.text(started))") }
        if let ended = step.ended { parts.append("ended \(ReadableTime.text(ended))") }
        if step.attempts > 1 { parts.append("\(step.attempts) attempts") }
        return "<p class=\"note\">\(parts.joined(by: " \u{00B7} "))</p>"
    }

    private func reasons(_ step: Report.StepEntry) -> HTMLMarkup {
        var parts: [HTMLMarkup] = []
        if let reason = step.reason { parts.append("<p><strong>Reason:</strong> \(reason)</p>") }
        if let reason = step.skipReason {
            let what = Preflight.includes(step.id) ? "Let pass" : "Left out"
            parts.append("<p><strong>\(what)</strong> by \(step.skippedBy ?? "?"): \(reason)</p>")
        }
        if let erratum = step.erratum { parts.append("<p><strong>The published guide:</strong> \(erratum)</p>") }
        return parts.joined()
    }

    /// Known causes of a failure, which help more than the table does.
    private func causes(_ step: Report.StepEntry) -> HTMLMarkup {
        step.findings.filter { $0.isKnownFailure && $0.verdict != .holds }.map { finding in
            """
            <div class="cause"><p><strong>\(finding.title)</strong></p><p>\(finding.found)</p>\
            \(finding.evidence.map { "<p>Proof: <code>\($0)</code></p>" as HTMLMarkup } ?? "")\
            \(finding.remedy.map { "<p>What to do: \($0)</p>" as HTMLMarkup } ?? "")</div>
            """
        }.joined()
    }

    private func findings(_ step: Report.StepEntry) -> HTMLMarkup {
        guard !step.findings.isEmpty else { return "" }
        var table = HTMLTable(caption: "What the checks saw", columns: ["Verdict", "Check", "Expected", "Found"])
        table.rows = step.findings.map { finding in
            var found: HTMLMarkup = "\(finding.found)"
            if let evidence = finding.evidence { found += "<br/><code class=\"quiet\">\(evidence)</code>" }
            if let remedy = finding.remedy, !finding.isAcceptable, !finding.isKnownFailure { found += "<br/>What to do: \(remedy)" }
            return [HTMLBadge.mark(finding.verdict), "\(finding.title)", "\(finding.expected)", found]
        }
        return table.markup
    }

    private func commands(_ step: Report.StepEntry) -> HTMLMarkup {
        guard !step.commands.isEmpty else { return "" }
        var table = HTMLTable(caption: "Commands that were run", columns: ["Command", "End", "Time"])
        table.rows = step.commands.map { command in
            [
                "<code>\(command.line)</code>", "\(command.end ?? "still running")",
                "<span class=\"time\">\(command.seconds.map(ReadableTime.span) ?? "\u{2013}")</span>",
            ]
        }
        return table.markup
    }

    private func output(_ step: Report.StepEntry) -> HTMLMarkup {
        var seen: Set<String> = []
        return step.commands.filter { seen.insert($0.log).inserted }.map { command in
            let lines = logs(command.log).suffix(200)
            guard !lines.isEmpty else { return "" as HTMLMarkup }
            return """
                <details class="output"><summary>Output, the last \(Completion.counted(lines.count, "line"))</summary>\
                <pre tabindex="0">\(lines.joined(separator: "\n"))</pre></details>
                """
        }.joined()
    }

    private func change(_ change: Change) -> HTMLMarkup {
        switch change {
        case .command: ""  // its run is in the table
        case .directory(let path, let note): "<p>Directory <code>\(path)</code>: \(note)</p>"
        case .statements(let rows): "<p>Statements:</p><pre tabindex=\"0\">\(rows.joined(separator: "\n"))</pre>"
        case .file(let path, let isNew, let rows): file(path, isNew, rows)
        }
    }

    private func file(_ path: String, _ isNew: Bool, _ rows: [Change.DiffRow]) -> HTMLMarkup {
        let added = rows.count { $0.sign == "+" }
        let removed = rows.count { $0.sign == "-" }
        let lines = rows.map { row -> HTMLMarkup in
            switch row.sign {
            case "+": "<ins>\(row.printed)\n</ins>"
            case "-": "<del>\(row.printed)\n</del>"
            case "@": "<span class=\"hunk\">\(row.printed)\n</span>"
            default: "<span>\(row.printed)\n</span>"
            }
        }
        return """
            <p>\(isNew ? "New file" : "File") <code>\(path)</code>: \(Completion.counted(added, "line")) added, \(removed) removed</p>\
            \(rows.isEmpty ? "" : "<pre class=\"diff\" tabindex=\"0\">\(lines)</pre>")
            """
    }
}
