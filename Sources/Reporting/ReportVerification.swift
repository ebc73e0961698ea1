public import StepEngine

/// Whether a report tells what a journal holds: every place where it does not.
public struct ReportVerification: Sendable, Hashable, Codable {
    /// A place where report and journal disagree, or where one of them is damaged.
    public struct Mismatch: Sendable, Hashable, Codable {
        /// The line of the journal, from 1; nil where no single line tells.
        public var line: Int?
        /// The step concerned; nil for the run as a whole.
        public var step: String?
        /// What is wrong, as a sentence without a full stop.
        public var text: String
    }

    /// The server that the report is of.
    public var server: String
    /// How many lines of the journal the report counted; nil where it does not say.
    public var lines: Int?
    /// How many whole lines the journal has.
    public var journalLines: Int
    /// Where they disagree; empty where they do not.
    public var mismatches: [Mismatch]

    /// Whether the journal is whole and the report tells nothing else than it does.
    public var holds: Bool { mismatches.isEmpty }

    /// Compares a report with a journal, up to the line that was the journal's last when the report was made.
    ///
    /// What the guide and the description decide, such as titles, is taken from the report; everything that happened is folded
    /// anew. A report that was made while nothing had begun needs no journal and is compared with an empty one.
    public init(of report: Report, against journal: JournalContents) {
        server = report.server.name
        lines = report.journal?.lines
        journalLines = journal.records.count
        mismatches = journal.damage.map { [Mismatch(line: $0.line, text: ReportVerification.words(of: $0))] } ?? []
        guard let mark = report.journal else {
            mismatches.append(
                Mismatch(text: "the report does not say how far the journal was, so that it cannot be compared; make it again"))
            return
        }
        let records = Array(journal.records.prefix(max(0, mark.lines)))
        if let problem = ReportVerification.belonging(report, records) { mismatches.append(problem) }
        if let problem = ReportVerification.problem(mark, journal) {
            mismatches.append(problem)
            return
        }
        mismatches += ReportVerification.contents(report, records)
    }

    private static func words(of damage: Journal.Damage) -> String {
        "line \(damage.line) of the journal is damaged: \(damage.reason); \(damage.lostLines == 1 ? "it does" : "it and what comes after it, \(damage.lostLines) lines, do") not count"
    }

    /// What is wrong with the place that the report names in the journal.
    private static func problem(_ mark: Report.JournalMark, _ journal: JournalContents) -> Mismatch? {
        guard mark.lines >= 0, mark.lines <= journal.records.count else {
            return Mismatch(
                line: journal.records.count,
                text: "the report was made from \(mark.lines) lines, but only \(journal.records.count) whole lines are there")
        }
        let head = mark.lines == 0 ? "" : journal.digests[mark.lines - 1]
        guard head != mark.head else { return nil }
        return Mismatch(
            line: mark.lines,
            text:
                "line \(mark.lines) is not the one that the report was made from: the journal was written anew, or the report is of another one"
        )
    }

    /// Whether the journal is that of the report's server, cluster and guide.
    private static func belonging(_ report: Report, _ records: [Record]) -> Mismatch? {
        for record in records.reversed() {
            guard case .opened(let opening) = record.event else { continue }
            let pairs = [
                ("server", report.server.name, opening.server), ("cluster", report.cluster, opening.cluster),
                ("guide", report.guide, opening.guide),
            ]
            guard let pair = pairs.first(where: { $0.1 != $0.2 }) else { return nil }
            return Mismatch(
                line: record.number, text: "the report is of \(pair.0) \(pair.1), the journal of \(pair.0) \(pair.2)")
        }
        return nil
    }

    /// Every part of the report that the journal decides and has another way.
    private static func contents(_ report: Report, _ records: [Record]) -> [Mismatch] {
        let state = RunState(records)
        var folded = report
        folded.take(state)
        var lastLines: [String: Int] = [:]
        for record in records { if let step = record.event.step { lastLines[step] = record.number } }
        var mismatches = zip(report.steps, folded.steps).flatMap { told, found in
            differences(told, found).map { Mismatch(line: lastLines[told.id], step: told.id, text: "step \(told.id): \($0)") }
        }
        (folded.steps, folded.made, folded.program) = (report.steps, report.made, report.program)
        mismatches += differences(report, folded).map { Mismatch(text: $0) }
        let told = Set(report.steps.map(\.id))
        // A report of one role only leaves out the steps of the others.
        guard report.server.roles.count == report.description.servers.first(where: { $0.name == report.server.name })?.roles.count else {
            return mismatches
        }
        mismatches += state.steps.keys.filter { !told.contains($0) }.sorted().map {
            Mismatch(line: lastLines[$0], step: $0, text: "step \($0): the journal tells of it, the report does not")
        }
        return mismatches
    }

    private static func differences(_ told: some Encodable, _ found: some Encodable) -> [String] {
        let (told, found) = (JSONTree(told), JSONTree(found))
        guard told != found else { return [] }
        return JSONTree.differences(told, found).map { difference in
            "\(difference.path.joined(separator: ".")) is \(difference.first?.words ?? "missing") in the report, "
                + "\(difference.second?.words ?? "missing") by the journal"
        }
    }
}

extension ReportVerification {
    /// The verdict in a sentence.
    public var summary: String {
        guard !holds else {
            return "\(server): the report tells what the first \(lines ?? 0) of \(journalLines) lines of the journal hold."
        }
        return "\(server): \(mismatches.count) \(mismatches.count == 1 ? "mismatch" : "mismatches") between the report and the journal."
    }
}
