import ArgumentParser
import Handover
import Reporting
import StepEngine

/// Lays the servers of a cluster side by side, and says what only that shows.
struct BoardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board",
        abstract: "Lay all servers side by side: which step stands where, and what does not fit together.",
        discussion: """
            A FILE is a report (report-SERVER.json), a merged one, or the slip of 'joget-cluster status --slip'. Without one, this server's \
            own run is shown beside the reports that lie on the shared directory.

            Exit codes: 0 every step is settled on every server and everything fits; 1 something does not fit together; \
            2 a server has not reported or has steps that are not settled; 65 a file is no report, or that of another cluster.
            """)

    @OptionGroup var options: SharedOptions
    @Argument(help: "Reports and slips of the servers.", completion: .file(extensions: ["json", "txt"]))
    var files: [String] = []

    func run() async throws {
        try await withRefusals {
            let handed = files.isEmpty ? try await found() : try await named()
            let gathering = try Gathering(handed)
            let board = Board(gathering.chosen.map { handed[$0].entry })
            if options.json {
                for remark in gathering.remarks { complain(remark) }
                print(JSONReport.text(encoding: board), terminator: "")
            } else {
                print(BoardText.text(of: board, remarks: gathering.remarks), terminator: "")
            }
            return board.lints.isEmpty ? board.isSettled ? .success : .stopped : .failure
        }
    }

    private func named() async throws -> [(source: String, entry: BoardEntry)] {
        let descriptions = DescriptionMemory()
        return try await files.mapInParallel { file in
            try await BoardCommand.entries(in: file, sharing: descriptions).map { (file, $0) }
        }.flatMap(\.self)
    }

    private static func entries(in file: String, sharing descriptions: DescriptionMemory) async throws -> [BoardEntry] {
        if let reports = try await ReportDocuments.reportsUnlessSlip(in: file, sharing: descriptions) {
            return reports.map(BoardEntry.init)
        }
        let entries = try await SlipSource.slips(inFile: file).compactMap { if case .status(let entry) = $0 { entry } else { nil } }
        if entries.isEmpty {
            throw Refusal(
                "\(file): no server tells here how far it is; hand over the slip of 'joget-cluster status --slip'", .badDocument)
        }
        return entries
    }

    private func found() async throws -> [(source: String, entry: BoardEntry)] {
        let preparation = try await Preparation(options)
        try preparation.requireRoot(to: "read the state directory")
        let plan = try await preparation.plan()
        return try await BoardDesk.entries(
            plan: plan, state: preparation.recordedState(of: plan), program: JogetCluster.version, made: Journal.now(),
            machine: preparation.machine)
    }
}
