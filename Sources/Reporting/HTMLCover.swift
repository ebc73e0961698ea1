import StepEngine

/// The first pages: what a change board reads who reads nothing else.
struct HTMLCover {
    /// Up to how many rows a table stands open.
    static let mostOpenRows = 30

    let completion: Completion

    // MARK: - What was asked

    func asked() -> HTMLMarkup {
        let description = completion.reports.first?.description
        let answers = description?.answers ?? []
        let own = answers.filter { !$0.isStandard }
        let standard = answers.filter(\.isStandard)
        return """
            <section aria-labelledby="asked"><h2 id="asked">What was asked</h2>
            <p>\(Completion.counted(description?.servers.count ?? 0, "server")), \
            \(Completion.counted(own.count, "answer")) of the operator\u{2019}s own, \
            \(standard.count) as the program proposes.</p>
            \(folded("Servers", servers(description?.servers ?? [])))
            \(own.isEmpty ? "<p>Every answer is the standard one.</p>" : answersTable("Answers that differ from the standard", own))
            <details><summary>\(Completion.counted(standard.count, "standard answer"))</summary>
            \(answersTable("Standard answers", standard))
            </details></section>
            """
    }

    private func servers(_ servers: [Report.ServerEntry]) -> HTMLTable {
        var table = HTMLTable(caption: "Servers", columns: ["Server", "Address", "Roles", "Route", "Report"], naming: 0)
        let columns = Dictionary((completion.board?.columns ?? []).map { ($0.server.name, $0) }) { first, _ in first }
        let own = completion.reports.first?.server.name
        table.rows = servers.map { server in
            let roles = server.roles.joined(separator: ", ")
            let state: HTMLMarkup =
                if let column = columns[server.name] {
                    !column.hasReport
                        ? HTMLBadge.mark("NO REPORT", "open")
                        : column.isComplete ? HTMLBadge.mark("COMPLETE", "good") : HTMLBadge.mark("NOT COMPLETE", "bad")
                } else {
                    completion.board == nil && server.name == own ? "this report" : "\u{2013}"
                }
            return ["\(server.name)", "\(server.address)", "\(roles)", "\(server.route ?? "\u{2013}")", state]
        }
        return table
    }

    private func answersTable(_ caption: String, _ answers: [Report.AnswerEntry]) -> HTMLMarkup {
        var table = HTMLTable(caption: caption, columns: ["Question", "Answer", "Name"], naming: 0)
        table.rows = answers.map { answer in
            let text: HTMLMarkup = answer.text.isEmpty ? "<span class=\"quiet\">empty</span>" : "<code>\(answer.text)</code>"
            return ["\(answer.title)", text, "<code class=\"quiet\">\(answer.id)</code>"]
        }
        return table.markup
    }

    // MARK: - What was done

    func done() -> HTMLMarkup {
        let span = completion.span.flatMap { span -> String? in
            guard let began = ReadableTime.seconds(span.began), let latest = ReadableTime.seconds(span.latest) else { return nil }
            return
                "From \(ReadableTime.text(span.began)) to \(ReadableTime.text(span.latest)), \(ReadableTime.span(max(0, latest - began)))."
        }
        let worked = completion.places.reduce(0) { $0 + ($1.step.seconds.isFinite ? max(0, $1.step.seconds) : 0) }
        let timeline = SVGTimeline.markup(of: completion)
        return """
            <section aria-labelledby="done"><h2 id="done">What was done</h2>
            <p>\(span ?? "Nothing has happened yet.") The last attempts at the steps took \(ReadableTime.span(worked)) together.</p>
            \(tally())
            \(timeline.isEmpty ? "" : "<h3>Timeline</h3><figure>\(timeline)</figure>\(moments())")
            </section>
            """
    }

    /// The timeline as a table.
    private func moments() -> HTMLMarkup {
        guard !completion.isBrief else { return "" }
        var table = HTMLTable(caption: "What happened", columns: ["At", "Server", "What", "Time"])
        for report in completion.reports {
            let titles = Dictionary(report.steps.map { ($0.id, $0.title) }) { first, _ in first }
            table.rows += report.timeline.map { moment in
                let step = moment.step.map { "\(titles[$0] ?? $0): " } ?? ""
                let time = moment.seconds.map { ReadableTime.span($0) } ?? "\u{2013}"
                return [
                    "\(ReadableTime.text(moment.time))", "\(report.server.name)", "\(step)\(moment.text)",
                    "<span class=\"time\">\(time)</span>",
                ]
            }
        }
        guard !table.rows.isEmpty else { return "" }
        return "<details><summary>What happened when: \(Completion.counted(table.rows.count, "event"))</summary>\(table.markup)</details>"
    }

    /// How many steps ended how, as a list of numbers.
    private func tally() -> HTMLMarkup {
        let steps = completion.places.map(\.step)
        let done = steps.filter { $0.status == .done || $0.status == .warned }
        let known: [Outcome] = [.changed, .unchanged, .confirmed, .proven]
        let parts: [(Int, String, String)] = [
            (done.count { $0.hasChanged }, "changed something", "good"),
            (done.count { $0.outcome == .unchanged && !$0.hasChanged }, "found as it should be", "good"),
            (done.count { $0.outcome == .confirmed }, "done by hand", "good"),
            (done.count { $0.outcome == .proven }, "shown to work", "good"),
            (done.count { $0.outcome.map { !known.contains($0) } ?? true }, "settled otherwise", "good"),
            (steps.count { $0.status == .skipped }, "left out or let pass", "left"),
            (steps.count { $0.status == .failed }, "failed", "bad"),
            (steps.count { $0.status == .running || $0.status == .todo }, "not done", "open"),
        ]
        let items = parts.filter { $0.0 > 0 }.map { "<li class=\"\($0.2)\"><strong>\($0.0)</strong> \($0.1)</li>" as HTMLMarkup }
        return "<ul class=\"tally\">\(items)</ul>"
    }

    // MARK: - What was proven

    func proven() -> HTMLMarkup {
        let proofs = completion.proofs
        let shown = proofs.filter { $0.step.status == .done || $0.step.status == .warned }
        let looks = completion.preconditions
        let held = looks.count { $0.step.status == .done || $0.step.status == .warned }
        var table = HTMLTable(
            caption: "Proofs", columns: (completion.board == nil ? [] : ["Server"]) + ["Verdict", "Proof", "Expected", "Found", "Time"])
        for place in proofs where place.step.status != .done { table.rows += rows(place) }
        if !completion.isBrief { for place in proofs where place.step.status == .done { table.rows += rows(place) } }
        return """
            <section aria-labelledby="proven"><h2 id="proven">What was proven</h2>
            <p>\(shown.count) of \(Completion.counted(proofs.count, "proof")) were given. Before the work, \(held) of \
            \(Completion.counted(looks.count, "precondition")) were looked at and accepted; they are among the steps.</p>
            \(table.rows.isEmpty ? "" : folded("Proofs", table))\(measured())
            </section>
            """
    }

    private func rows(_ place: Completion.Place) -> [[HTMLMarkup]] {
        let server: [HTMLMarkup] = completion.board == nil ? [] : ["\(place.server)"]
        let time = ReadableTime.span(place.step.seconds)
        guard !place.step.findings.isEmpty, place.step.status.wasTried else {
            let why = place.step.reason ?? place.step.skipReason ?? "not looked at"
            return [server + [HTMLBadge.mark(place.step), "\(place.step.title)", "\u{2013}", "\(why)", "\u{2013}"]]
        }
        return place.step.findings.map { finding in
            let title: HTMLMarkup = "<strong>\(place.step.title)</strong><br/>\(finding.title)"
            return server + [
                HTMLBadge.mark(finding.verdict), title, "\(finding.expected)", "\(finding.found)", "<span class=\"time\">\(time)</span>",
            ]
        }
    }

    /// What the checks of one server measured.
    private func measured() -> HTMLMarkup {
        guard completion.board == nil, let facts = completion.reports.first?.facts, !facts.isEmpty else { return "" }
        var table = HTMLTable(caption: "Measured", columns: ["Name", "Value"], naming: 0)
        table.rows = facts.sorted { $0.key < $1.key }.map { ["<code>\($0.key)</code>", "<code>\($0.value)</code>"] }
        return "<details><summary>\(Completion.counted(facts.count, "value")) measured</summary>\(table.markup)</details>"
    }

    /// A table, folded away where it is long.
    private func folded(_ name: String, _ table: HTMLTable) -> HTMLMarkup {
        guard table.rows.count > HTMLCover.mostOpenRows else { return table.markup }
        return "<details><summary>\(name): \(Completion.counted(table.rows.count, "row"))</summary>\(table.markup)</details>"
    }
}

extension StepState.Status {
    /// Whether its findings tell of an end.
    fileprivate var wasTried: Bool { self != .todo && self != .running && self != .skipped }
}

extension Report.StepEntry {
    /// Whether it has ever changed something that was not taken back; the latest attempt may have found it as it should be.
    fileprivate var hasChanged: Bool { outcome == .changed || (outcome == .unchanged && !changes.isEmpty) }
}
