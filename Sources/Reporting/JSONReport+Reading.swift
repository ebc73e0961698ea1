internal import FoundationEssentials

extension JSONReport {
    /// The report in a document. Throws where there is none, or none that this program can read.
    /// - Parameter source: the name of the file, for messages.
    public static func report(from text: String, named source: String = "the report") throws(ReportError) -> Report {
        let reports = try reports(from: text, named: source)
        guard reports.count == 1, let report = reports.first else {
            throw ReportError(
                source, "it holds the reports of \(reports.count) servers, not of one",
                remedy: "take the report of one server, 'joget-cluster report --json'")
        }
        return report
    }

    /// The reports in a document: one, or all those that were merged into it.
    /// - Parameter descriptions: shared by those who read many reports of one cluster, of which each holds the same description.
    public static func reports(
        from text: String, named source: String = "the report", sharing descriptions: DescriptionMemory? = nil
    ) throws(ReportError) -> [Report] {
        guard text.utf8.contains(where: { !$0.isBlank }) else {
            throw ReportError(source, "the file is empty", remedy: "take the report again, with 'joget-cluster report --json'")
        }
        var bytes = Array(text.utf8)
        let taken = descriptions?.take(from: &bytes)
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),  // what it is not, is said below
            let version = document.version, let kind = document.kind
        else {
            if isCutOff(text) {
                throw ReportError(
                    source, "the report is cut off: its end is missing", remedy: "copy the whole file again, or make it again on its server"
                )
            }
            throw ReportError(
                source, "this is no report of joget-cluster",
                remedy: "hand over the file that 'joget-cluster report --json' writes on a server (report-SERVER.json)")
        }
        if version > kind.currentVersion {
            throw ReportError(
                source, "the report was made by a newer joget-cluster (form \(version), this one reads \(kind.currentVersion))",
                remedy: "use that version here too")
        }
        if version < kind.currentVersion {
            throw ReportError(
                source, "the report was made by an older joget-cluster (form \(version), this one reads \(kind.currentVersion))",
                remedy: "make it again on its server with this version; the journal has all that it needs")
        }
        do {
            var reports = try document.reports.get()
            if let taken, let descriptions, kind == .report { descriptions.complete(&reports[0], with: taken) }
            return reports
        } catch {
            throw ReportError(source, "the report is damaged: \(words(error))", remedy: "copy it again, or make it again on its server")
        }
    }

    private enum Kind {
        case report, cluster

        var currentVersion: Int {
            switch self {
            case .report: Report.currentVersion
            case .cluster: ClusterReport.currentVersion
            }
        }
    }

    /// A document whose kind and version are told even where its content cannot be read. Both come of one reading: a board of hundreds
    /// of servers has tens of megabytes to go through.
    private struct Document: Decodable {
        var version: Int?
        var kind: Kind?
        var reports: Result<[Report], any Error> = .success([])

        enum Key: CodingKey { case version, steps, server, board, reports }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            version = try? container.decode(Int.self, forKey: .version)  // no number is no version
            if container.contains(.steps) && container.contains(.server) { kind = .report }
            if container.contains(.board) && container.contains(.reports) { kind = .cluster }
            guard let kind, version == kind.currentVersion else { return }
            reports = Result {
                switch kind {
                case .report: [try Report(from: decoder)]
                case .cluster: try ClusterReport(from: decoder).reports
                }
            }
        }
    }

    private static func words(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context)?: "\(place(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?, .dataCorrupted(let context)?:
            "\(place(context.codingPath)) is not what a report has there"
        default: "it cannot be read"
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty
            ? "the document" : path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined().drop { $0 == "." } + ""
    }

    /// Whether the text begins as an object and ends within it.
    private static func isCutOff(_ text: String) -> Bool {
        guard text.utf8.first(where: { !$0.isBlank }) == UInt8(ascii: "{") else { return false }
        var outline = JSONOutline()
        for byte in text.utf8 { outline.pass(byte) }
        return outline.isQuoted || outline.depth > 0
    }
}

extension UInt8 {
    /// Whether JSON gives it no meaning between two words.
    var isBlank: Bool { self == 9 || self == 10 || self == 13 || self == 32 }
}
