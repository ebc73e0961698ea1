/// What the records were made of and by whom.
enum HTMLFacts {
    /// Of one server's report.
    static func markup(of report: Report) -> HTMLMarkup {
        let server = report.server
        return list([
            ("Server", "\(server.name) (\(server.address))"), ("Roles", server.roles.joined(separator: ", ")), ("Route", server.route),
            ("Host name", server.hostName), ("Machine id", server.machineID), ("Release", server.release),
            ("Begun", report.began.map(ReadableTime.text)), ("Last event", report.latest.map(ReadableTime.text)),
            ("Starts of the program", String(report.starts)), ("Worked by", report.user), ("Program", "joget-cluster \(report.program)"),
            ("Guide", "SHA-256 \(report.guide)"), ("Journal", journal(report)), ("Report made", ReadableTime.text(report.made)),
        ])
    }

    /// Of the report of several servers.
    static func markup(of cluster: ClusterReport) -> HTMLMarkup {
        let people = Set(cluster.reports.compactMap(\.user)).sorted()
        let guides = Set(cluster.reports.map(\.guide)).sorted()
        let programs = Set(cluster.reports.map(\.program)).sorted()
        return list([
            ("Servers", String(cluster.board.columns.count)), ("Reports at hand", String(cluster.reports.count)),
            ("Worked by", people.isEmpty ? nil : Completion.listed(people)),
            ("Program", "joget-cluster \(Completion.listed(programs))"), ("Guide", "SHA-256 \(Completion.listed(guides, most: 3))"),
            ("Merged by", "joget-cluster \(cluster.program)"), ("Merged", ReadableTime.text(cluster.made)),
        ])
    }

    /// Of one server among several, in a sentence.
    static func line(of report: Report) -> String {
        let parts = [
            report.server.address, report.server.roles.joined(separator: ", "), report.server.release ?? "",
            report.user.map { "worked by \($0)" } ?? "", Completion.counted(report.starts, "start"),
            journal(report) ?? "", "report made \(ReadableTime.text(report.made))",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " \u{00B7} ")
    }

    private static func journal(_ report: Report) -> String? {
        report.journal.map { "\(Completion.counted($0.lines, "line")), SHA-256 \($0.head)" }
    }

    private static func list(_ facts: [(String, String?)]) -> HTMLMarkup {
        let items = facts.compactMap { name, value in
            value.map { "<div\($0.utf8.count > 40 ? " class=\"long\"" : "")><dt>\(name)</dt><dd>\($0)</dd></div>" as HTMLMarkup }
        }
        return "<dl class=\"facts\">\(items)</dl>"
    }
}
