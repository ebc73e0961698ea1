extension ClusterReport {
    /// Merges the reports of a cluster's servers. Of a server that has reported twice, the newer report counts.
    /// Throws where nothing was handed over, or the report of another cluster.
    /// - Parameters:
    ///   - handed: the reports, each with the name of the file that it came from.
    ///   - made: the time of making in ISO 8601.
    public init(merging handed: [(source: String, report: Report)], program: String, made: String) throws(ReportError) {
        let entries = handed.map { (source: $0.source, entry: BoardEntry($0.report)) }
        let gathering = try Gathering(entries)
        version = ClusterReport.currentVersion
        self.program = program
        self.made = made
        cluster = handed[0].report.cluster
        board = Board(gathering.chosen.map { entries[$0].entry })
        isComplete = board.isComplete
        let silent = board.columns.filter { !$0.hasReport }.map(\.server.name)
        remarks = gathering.remarks
        if !silent.isEmpty {
            remarks.append("no report of \(BoardLint.list(silent)) is here; the cluster is not complete without")
        }
        let reports = Dictionary(gathering.chosen.map { (handed[$0].report.server.name, handed[$0].report) }) { first, _ in first }
        self.reports = board.columns.compactMap { reports[$0.server.name] }
    }
}
