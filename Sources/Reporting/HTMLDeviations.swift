import StepEngine

/// What is not as planned or as the published guide has it, and why.
struct HTMLDeviations {
    /// How many steps are listed one by one.
    static let mostListed = 100

    let completion: Completion

    func markup() -> HTMLMarkup {
        let parts = [
            unsettled(), differences(), left("Left out", completion.leftOut), left("Let pass", completion.waived), warnings(), repairs(),
            errata(),
        ].filter { !$0.isEmpty }
        return """
            <section aria-labelledby="deviations"><h2 id="deviations">What deviates, and why</h2>
            \(parts.isEmpty ? "<p>Nothing.</p>" : parts.joined())
            </section>
            """
    }

    /// A link to a step, with its server where there are several.
    private func link(_ place: Completion.Place, on servers: [String]? = nil) -> HTMLMarkup {
        let server: HTMLMarkup = completion.board == nil ? "" : "\(Completion.listed(servers ?? [place.server])): "
        return "\(server)<a href=\"#\(completion.anchor(place))\">\(place.step.title)</a>"
    }

    private func unsettled() -> HTMLMarkup {
        let all = completion.unsettled
        guard !all.isEmpty else { return "" }
        let begun = all.filter { $0.step.status != .todo }
        let items = begun.prefix(HTMLDeviations.mostListed).map { place in
            let step = place.step
            let causes = step.findings.filter { !$0.isAcceptable }.map { "\($0.title): \($0.found)" }
            let why = ([step.reason].compactMap { $0 } + causes).joined(separator: "; ")
            return "<li>\(HTMLBadge.mark(step)) \(link(place))\(why.isEmpty ? "" : " \u{2013} \(why)")</li>" as HTMLMarkup
        }
        let more = begun.count - items.count
        return """
            <h3>Not settled (\(all.count))</h3><ul class="plain">\(items)</ul>
            \(more > 0 ? "<p class=\"note\">and \(more) more, in the reports of the servers.</p>" : "")
            \(notBegun(all.filter { $0.step.status == .todo }))
            """
    }

    private func notBegun(_ places: [Completion.Place]) -> HTMLMarkup {
        guard !places.isEmpty else { return "" }
        let items = places.prefix(HTMLDeviations.mostListed).map { "<li>\(link($0))</li>" as HTMLMarkup }
        let more = places.count - items.count
        return """
            <details><summary>\(Completion.counted(places.count, "step")) not begun</summary><ul>\(items)</ul>
            \(more > 0 ? "<p class=\"note\">and \(more) more.</p>" : "")</details>
            """
    }

    private func differences() -> HTMLMarkup {
        guard let board = completion.board, !board.lints.isEmpty else { return "" }
        let items = board.lints.map { lint in
            var table = HTMLTable(caption: "What there is on each server", columns: ["Found", "Servers"])
            table.rows = lint.found.map { ["\($0.text)", "\(Completion.listed($0.servers))"] }
            return """
                <li>\(HTMLBadge.mark("DIFFERS", "bad")) <strong>\(lint.title)</strong> \u{2013} \(Completion.listed(lint.servers))
                \(table.rows.isEmpty ? "" : table.markup)<p>What to do: \(lint.remedy)</p></li>
                """ as HTMLMarkup
        }
        return "<h3>Differences between the servers (\(items.count))</h3><ul class=\"plain\">\(items)</ul>"
    }

    private func left(_ heading: String, _ places: [Completion.Place]) -> HTMLMarkup {
        guard !places.isEmpty else { return "" }
        var table = HTMLTable(caption: heading, columns: ["Step", "Reason", "By", "At"])
        table.rows = places.map { place in
            let time = place.step.ended.map(ReadableTime.text) ?? "?"
            return [link(place), "\(place.step.skipReason ?? "no reason given")", "\(place.step.skippedBy ?? "?")", "\(time)"]
        }
        return "<h3>\(heading) (\(places.count))</h3>\(table.markup)"
    }

    private func warnings() -> HTMLMarkup {
        guard !completion.warned.isEmpty else { return "" }
        let items = completion.warned.prefix(HTMLDeviations.mostListed).map { place, servers in
            "<li>\(HTMLBadge.mark(place.step)) \(link(place, on: servers)) \u{2013} \(place.step.warning)</li>" as HTMLMarkup
        }
        let more = completion.warned.count - items.count
        return """
            <h3>Warnings (\(completion.warned.count))</h3><ul class="plain">\(items)</ul>
            \(more > 0 ? "<p class=\"note\">and \(more) more, in the reports of the servers.</p>" : "")
            """
    }

    private func repairs() -> HTMLMarkup {
        guard !completion.repairs.isEmpty else { return "" }
        let items = completion.repairs.map { "<li>\($0.server): \($0.text)</li>" as HTMLMarkup }
        return "<h3>Damage to the journal (\(items.count))</h3><ul class=\"plain\">\(items)</ul>"
    }

    private func errata() -> HTMLMarkup {
        let errata = completion.errata
        guard !errata.isEmpty else { return "" }
        let items = errata.map { place, servers in
            let on: HTMLMarkup = completion.board == nil ? "" : " <span class=\"quiet\">(\(Completion.listed(servers)))</span>"
            return "<li><strong>\(place.step.title)</strong>\(on): \(place.step.erratum ?? "")</li>" as HTMLMarkup
        }
        return """
            <h3>Published guide not followed (\(errata.count))</h3>
            <details><summary>\(Completion.counted(errata.count, "place")) where the published guide is wrong or outdated, \
            and what was done instead</summary>
            <ul>\(items)</ul></details>
            """
    }
}
