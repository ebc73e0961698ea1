/// Writes a report as one HTML file, which needs nothing beside itself: no network, no program, no other file.
public enum HTMLReport {
    /// The report of one server.
    /// - Parameter logs: the last lines of a log by its path; none where it is not at hand.
    public static func text(of report: Report, logs: (String) -> [String] = { _ in [] }) -> String {
        withoutActuallyEscaping(logs) { logs in
            let completion = Completion(report)
            let title = "\(report.server.name) in cluster \(report.cluster)"
            let parts = [
                head(title, completion, HTMLFacts.markup(of: report)), body(completion, board: ""),
                HTMLSteps(completion: completion, logs: logs).markup(),
            ]
            return document(title, parts.joined())
        }
    }

    /// The report of a cluster.
    public static func text(of cluster: ClusterReport) -> String {
        let completion = Completion(cluster)
        let title = "Cluster \(cluster.cluster)"
        let board = HTMLMatrix(board: cluster.board, reports: cluster.reports).markup()
        let parts = [
            head(title, completion, HTMLFacts.markup(of: cluster)), remarks(cluster.remarks), body(completion, board: board),
            HTMLSteps(completion: completion, logs: { _ in [] }).markup(),
        ]
        return document(title, parts.joined())
    }

    private static func head(_ title: String, _ completion: Completion, _ facts: HTMLMarkup) -> HTMLMarkup {
        let (tone, sign): (String, String) =
            switch completion.grade {
            case .complete: ("good", "\u{2713}")
            case .withExceptions: ("warn", "!")
            case .incomplete: ("bad", "\u{2717}")
            }
        let sentences = completion.sentences.joined(separator: " ")
        return """
            <header><p class="eyebrow">Completion report</p><h1>\(title)</h1>
            <div class="verdict \(tone)"><span class="sign" aria-hidden="true">\(sign)</span>
            <div><strong>\(completion.headline)</strong><p>\(sentences)</p></div></div>
            \(facts)
            <nav aria-label="Contents"><ul>\(contents(completion))</ul></nav></header>
            """
    }

    private static func contents(_ completion: Completion) -> [HTMLMarkup] {
        var parts = [("asked", "What was asked"), ("cluster", "The cluster"), ("done", "What was done"), ("deviations", "What deviates")]
        parts += [("proven", "What was proven")]
        if completion.board != nil { parts.append(("board", "Servers side by side")) }
        parts.append(("steps", "The steps"))
        return parts.map { "<li><a href=\"#\($0.0)\">\($0.1)</a></li>" }
    }

    private static func remarks(_ remarks: [String]) -> HTMLMarkup {
        guard !remarks.isEmpty else { return "" }
        return "<ul class=\"remarks\">\(remarks.map { "<li>\($0)</li>" as HTMLMarkup })</ul>"
    }

    private static func body(_ completion: Completion, board: HTMLMarkup) -> HTMLMarkup {
        let cover = HTMLCover(completion: completion)
        return """
            \(cover.asked())
            <section aria-labelledby="cluster"><h2 id="cluster">The cluster</h2><figure>\(SVGDiagram.markup(of: completion))
            <figcaption>Solid arrows: requests and what each application server uses. Dashed line: sessions from node to node. \
            Dashed frame: a layer that was there already.</figcaption></figure></section>
            \(cover.done())
            \(HTMLDeviations(completion: completion).markup())
            \(cover.proven())
            \(board)
            """
    }

    private static func document(_ title: String, _ body: HTMLMarkup) -> String {
        // The policy forbids what the escaping prevents already: programs, and anything from elsewhere.
        let markup: HTMLMarkup = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <meta name="referrer" content="no-referrer"/>
            <title>Completion report: \(title)</title>
            <style>
            \(HTMLStyle.sheet)
            \(HTMLStyle.pictures)
            \(HTMLStyle.places)
            </style>
            </head>
            <body>
            <main>
            \(body)
            </main>
            </body>
            </html>

            """
        return markup.source
    }
}
