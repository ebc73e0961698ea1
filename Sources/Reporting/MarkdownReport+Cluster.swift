extension MarkdownReport {
    /// The most columns that the matrix of steps has before servers that stand alike are shown as one.
    private static let widest = 8

    /// The whole document of a cluster: verdict, what differs, the matrix of steps, then every server's own report.
    public static func text(of cluster: ClusterReport) -> String {
        var document = MarkdownReport()
        document.writeHead(cluster)
        document.write(cluster.board.lints)
        document.writeMatrix(cluster.board)
        let text = document.lines.joined(separator: "\n") + "\n"
        return ([text] + cluster.reports.map { MarkdownReport.text(of: $0) }).joined(separator: "\n---\n\n")
    }

    private mutating func writeHead(_ cluster: ClusterReport) {
        let verdict = MarkdownReport.text(cluster.board.verdict)
        let colon = verdict.firstIndex(of: ":") ?? verdict.startIndex
        lines += [
            "# Completion report: cluster \(MarkdownReport.text(cluster.cluster))", "",
            "**\(verdict[..<colon]):**\(verdict[colon...].dropFirst())",
            "", "Merged at \(MarkdownReport.text(cluster.made)) by joget-cluster \(MarkdownReport.text(cluster.program)).", "",
        ]
        if !cluster.remarks.isEmpty { lines += cluster.remarks.map { "- \(MarkdownReport.text($0))" } + [""] }
        lines += ["| Status | Server | Address | Roles | Steps | Report made |", "|---|---|---|---|---|---|"]
        lines += cluster.board.columns.enumerated().map { place, column in
            "| `\(cluster.board.word(place))` | \(MarkdownReport.cell(column.server.name)) | \(MarkdownReport.cell(column.server.address)) | "
                + "\(MarkdownReport.cell(column.server.roles.joined(separator: ", "))) | \(column.progress) | \(MarkdownReport.cell(column.made ?? "-")) |"
        }
        lines.append("")
    }

    private mutating func write(_ lints: [BoardLint]) {
        guard !lints.isEmpty else { return }
        lines += ["## Between the servers", ""]
        for lint in lints {
            lines += ["### \(MarkdownReport.text(lint.title))", "", "| Servers | Found |", "|---|---|"]
            lines += lint.found.map { "| \(MarkdownReport.cell(BoardLint.list($0.servers))) | \(MarkdownReport.cell($0.text)) |" }
            lines += [
                "", "Concerned: \(MarkdownReport.text(BoardLint.list(lint.servers))).", "",
                "What to do: \(MarkdownReport.text(lint.remedy)).", "",
            ]
        }
    }

    private mutating func writeMatrix(_ board: Board) {
        let groups = board.alike(keeping: MarkdownReport.widest)
        guard !board.rows.isEmpty, !groups.isEmpty else { return }
        lines += [
            "## Steps by server", "", "| Step | \(groups.map { MarkdownReport.cell($0.title) }.joined(separator: " | ")) |",
            "|---|\(String(repeating: "---|", count: groups.count))",
        ]
        for row in board.rows {
            let words = groups.map { row.word($0.place, board) }
            let cells = words.map { $0.contains("[") ? "`\($0)`" : $0.contains("?") ? "?" : " " }
            lines.append("| \(MarkdownReport.cell(row.title)) (`\(MarkdownReport.plain(row.step))`) | \(cells.joined(separator: " | ")) |")
        }
        lines.append("")
    }

    /// A step's id as it may stand in code: a report that somebody else wrote may call a step anything.
    private static func plain(_ id: String) -> String {
        String(
            id.unicodeScalars.map {
                ($0.isASCII && $0.properties.isAlphabetic) || "0123456789.-".unicodeScalars.contains($0) ? Character($0) : "?"
            })
    }
}
