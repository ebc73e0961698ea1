import StepEngine

/// Steps against servers, as the board has them.
struct HTMLMatrix {
    let board: Board
    /// The places of the servers' reports, for links.
    let reports: [Report]

    /// The matrix; with many servers, the counts of each instead.
    func markup() -> HTMLMarkup {
        let body = board.columns.count > Completion.mostInFull ? counts() : matrix()
        return "<section aria-labelledby=\"board\"><h2 id=\"board\">Servers side by side</h2><p>\(board.verdict)</p>\(body)</section>"
    }

    private func matrix() -> HTMLMarkup {
        let links = places()
        let heads = board.columns.map { "<th scope=\"col\">\($0.server.name)</th>" as HTMLMarkup }
        var rows: [HTMLMarkup] = []
        var section = ""
        for row in board.rows {
            if row.section != section {
                section = row.section
                rows.append("<tr><th scope=\"rowgroup\" class=\"part\" colspan=\"\(board.columns.count + 1)\">\(section)</th></tr>")
            }
            let cells = zip(board.columns, row.cells).map { column, status -> HTMLMarkup in
                guard let status else { return "<td><span class=\"quiet\">\u{2013}</span></td>" }
                let mark = HTMLBadge.mark(status, of: row.step)
                guard let place = links[column.server.name]?[row.step] else { return "<td>\(mark)</td>" }
                return "<td><a href=\"#\(place)\">\(mark)</a></td>"
            }
            rows.append("<tr><th scope=\"row\">\(row.title)</th>\(cells)</tr>")
        }
        return """
            <details><summary>\(Completion.counted(board.rows.count, "step")) on \
            \(Completion.counted(board.columns.count, "server"))</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Steps by server">
            <table class="matrix"><caption>Steps by server</caption>
            <thead><tr><th scope="col">Step</th>\(heads)</tr></thead><tbody>\(rows.joined())</tbody></table></div></details>
            """
    }

    private func counts() -> HTMLMarkup {
        var table = HTMLTable(caption: "Servers", columns: ["Server", "State", "Settled", "Report made"], naming: 0)
        let those = board.columns.filter { !$0.isComplete } + board.columns.filter(\.isComplete)
        table.rows = those.map { column in
            let state =
                !column.hasReport
                ? HTMLBadge.mark("NO REPORT", "open")
                : column.isComplete ? HTMLBadge.mark("COMPLETE", "good") : HTMLBadge.mark("NOT COMPLETE", "bad")
            let made = column.made.map(ReadableTime.text) ?? "\u{2013}"
            return ["\(column.server.name)", state, "\(column.settled) of \(column.steps)", "\(made)"]
        }
        return
            """
            <details><summary>\(Completion.counted(those.count, "server")), those that are not complete first</summary>
            \(table.markup)</details>
            """
    }

    /// The anchors of the steps by server and step.
    private func places() -> [String: [String: HTMLMarkup]] {
        var places: [String: [String: HTMLMarkup]] = [:]
        for (number, report) in reports.enumerated() {
            for (index, step) in report.steps.enumerated() { places[report.server.name, default: [:]][step.id] = "step-\(number)-\(index)" }
        }
        return places
    }
}
