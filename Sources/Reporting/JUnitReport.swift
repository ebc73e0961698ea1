import StepEngine

/// Writes reports as JUnit XML, for the programs that collect test results: a suite a section, a case a step.
///
/// A step that nobody has begun counts as an error: no picture of a run that is not complete is green.
public struct JUnitReport {
    private var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]

    /// The document of one server.
    public static func text(of report: Report) -> String {
        document(name: "\(report.cluster): \(report.server.name)", suites: suites(of: report))
    }

    /// The document of a cluster: what the comparison found is a suite of its own, a server without report an error.
    public static func text(of cluster: ClusterReport) -> String {
        let lints = cluster.board.lints.map { lint in
            Case(
                name: lint.title, place: "cluster.\(lint.kind)", end: .failure,
                message: "concerns \(lint.servers.joined(separator: ", "))",
                text: lint.found.map { "\(BoardLint.list($0.servers)): \($0.text)" } + ["what to do: \(lint.remedy)"])
        }
        let silent = cluster.board.columns.filter { !$0.hasReport }.map {
            Case(name: "report of \($0.server.name)", place: "cluster.reports", end: .error, message: "no report of this server is here")
        }
        let reported = cluster.reports.map { Case(name: "report of \($0.server.name)", place: "cluster.reports", end: .success) }
        let whole = [
            Suite(name: "cluster: reports", time: cluster.made, cases: reported + silent),
            Suite(name: "cluster: comparison of the servers", time: cluster.made, cases: lints),
        ]
        return document(name: cluster.cluster, suites: whole + cluster.reports.flatMap(suites))
    }

    /// The document of what was looked at again on a server.
    public static func text(of verification: Verification) -> String {
        let server = verification.server
        let whole = Case(
            name: "the set-up is complete", place: "\(server).complete", end: verification.open == 0 ? .success : .error,
            message: verification.open == 0 ? "" : "\(verification.open) of \(verification.needed) steps are not done yet")
        let sections = verification.entries.map(\.section).withoutRepeats.map { section in
            Suite(
                name: "\(server): \(section)", host: server,
                cases: verification.entries.filter { $0.section == section }.map { entry($0, on: server) })
        }
        return document(
            name: "\(verification.cluster): \(server)",
            suites: [Suite(name: "\(server): set-up", host: server, cases: [whole])] + sections)
    }

    private static func entry(_ step: Verification.Entry, on server: String) -> Case {
        let ends: [Finding.Verdict: End] = [.fails: .failure, .unknown: .error]
        let bad = step.findings.filter { $0.verdict != .holds }
        return Case(
            name: step.title, place: "\(server).\(step.id)", end: ends[step.verdict] ?? .success,
            message: bad.first { !$0.isAcceptable }.map { "\($0.title): \($0.found)" } ?? "", text: bad.map(words))
    }

    private enum End: String { case success, failure, error, skipped }

    private struct Case {
        var name: String
        var place: String
        var seconds: Double = 0
        var end: End
        var message = ""
        var text: [String] = []
    }

    private struct Suite {
        var name: String
        var host: String?
        var time: String?
        var cases: [Case]

        func count(_ end: End) -> Int { cases.count { $0.end == end } }
        var seconds: Double { cases.reduce(0) { $0 + $1.seconds } }
    }

    private static func suites(of report: Report) -> [Suite] {
        report.steps.map(\.section).withoutRepeats.map { section in
            Suite(
                name: "\(report.server.name): \(section)", host: report.server.hostName ?? report.server.name,
                time: report.began ?? report.made,
                cases: report.steps.filter { $0.section == section }.map { entry($0, on: report.server.name) })
        }
    }

    private static func entry(_ step: Report.StepEntry, on server: String) -> Case {
        var entry = Case(name: step.title, place: "\(server).\(step.id)", seconds: step.seconds, end: .success)
        let bad = step.findings.filter { !$0.isAcceptable }
        switch step.status {
        case .done: break
        case .warned: entry.text = step.findings.filter { $0.verdict == .warns }.map(words)
        case .skipped:
            entry.end = .skipped
            entry.message = "left out by \(step.skippedBy ?? "?"): \(step.skipReason ?? "")"
        case .todo:
            entry.end = step.isOnRequest ? .skipped : .error
            entry.message = step.isOnRequest ? "done on request only" : "nobody has begun it"
        case .running:
            entry.end = .error
            entry.message = "it is being worked on"
        case .failed:
            entry.end = .failure
            entry.message = step.reason ?? bad.first.map { "\($0.title): \($0.found)" } ?? step.outcome?.rawValue ?? "it failed"
            entry.text = bad.map(words)
        }
        return entry
    }

    private static func words(_ finding: Finding) -> String {
        var line = "\(finding.title): expected \(finding.expected), found \(finding.found)"
        if let evidence = finding.evidence, !evidence.isEmpty { line += "; proof: \(evidence)" }
        if let remedy = finding.remedy { line += "; what to do: \(remedy)" }
        return line
    }

    private static func document(name: String, suites: [Suite]) -> String {
        var document = JUnitReport()
        let seconds = suites.reduce(0) { $0 + $1.seconds }
        document.lines.append(
            "<testsuites name=\"\(XMLText.escaped(name))\" tests=\"\(suites.reduce(0) { $0 + $1.cases.count })\" "
                + "failures=\"\(suites.reduce(0) { $0 + $1.count(.failure) })\" errors=\"\(suites.reduce(0) { $0 + $1.count(.error) })\" "
                + "time=\"\(decimal(seconds))\">")
        for suite in suites { document.write(suite) }
        return document.lines.joined(separator: "\n") + "\n</testsuites>\n"
    }

    private mutating func write(_ suite: Suite) {
        var head =
            "  <testsuite name=\"\(XMLText.escaped(suite.name))\" tests=\"\(suite.cases.count)\" failures=\"\(suite.count(.failure))\""
        head += " errors=\"\(suite.count(.error))\" skipped=\"\(suite.count(.skipped))\" time=\"\(JUnitReport.decimal(suite.seconds))\""
        if let host = suite.host { head += " hostname=\"\(XMLText.escaped(host))\"" }
        if let time = suite.time { head += " timestamp=\"\(XMLText.escaped(time))\"" }
        lines.append(head + ">")
        for entry in suite.cases { write(entry) }
        lines.append("  </testsuite>")
    }

    private mutating func write(_ entry: Case) {
        let head =
            "    <testcase name=\"\(XMLText.escaped(entry.name))\" classname=\"\(XMLText.escaped(entry.place))\" time=\"\(JUnitReport.decimal(entry.seconds))\""
        let text = entry.text.map(XMLText.escaped).joined(separator: "&#10;")
        switch entry.end {
        case .success where entry.text.isEmpty: lines.append(head + "/>")
        case .success: lines += [head + ">", "      <system-out>\(text)</system-out>", "    </testcase>"]
        case .skipped: lines += [head + ">", "      <skipped message=\"\(XMLText.escaped(entry.message))\"/>", "    </testcase>"]
        case .failure, .error:
            let element = entry.end.rawValue
            lines += [
                head + ">", "      <\(element) message=\"\(XMLText.escaped(entry.message))\">\(text)</\(element)>", "    </testcase>",
            ]
        }
    }

    /// Seconds without an exponent.
    private static func decimal(_ seconds: Double) -> String {
        let thousandths = Int((max(0, min(seconds, 1e12)) * 1000).rounded())
        let rest = String(1000 + thousandths % 1000).dropFirst()
        return "\(thousandths / 1000).\(rest)"
    }
}
