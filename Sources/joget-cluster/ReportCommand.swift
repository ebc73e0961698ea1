public import ArgumentParser
import Glibc
import Guidebook
import Machines
public import Reporting
import StepEngine

extension ReportFormat: ExpressibleByArgument {}

/// Prints, writes, merges or verifies reports.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print or write the report of this server, or with --merge that of the cluster.",
        discussion: """
            Without more it prints Markdown. --output FILE writes one file, in the form that its ending tells (md, html, txt, json, xml); \
            --output DIR writes report-SERVER.md and report-SERVER.json into it. --verify compares a report with the journal; \
            --script prints the commands that were run.
            """)

    @OptionGroup var options: SharedOptions
    @Option(name: [.short, .long], help: "Write into this file or directory.", completion: .file()) var output: String?
    @Option(help: "The form: \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")).") var format: ReportFormat?
    @Option(
        parsing: .upToNextOption, help: "Merge these reports (report-SERVER.json) of a cluster's servers.",
        completion: .file(extensions: ["json"]))
    var merge: [String] = []
    @Option(help: "Say whether this report (JSON) tells what the journal holds.", completion: .file(extensions: ["json"]))
    var verify: String?
    @Flag(help: "Print the commands that were run as a shell script.") var script = false
    @Option(help: "With --verify and --script: this journal in place of the one in the state directory.", completion: .file()) var journal:
        String?

    func validate() throws {
        guard [!merge.isEmpty, verify != nil, script].count(where: \.self) <= 1 else {
            throw ValidationError("--merge, --verify and --script do not go together; choose one.")
        }
        guard journal == nil || verify != nil || script else { throw ValidationError("--journal goes with --verify or --script.") }
        guard format == nil || (verify == nil && !script) else { throw ValidationError("--format goes with a report or --merge.") }
        guard format == nil || format == .json || !options.json else {
            throw ValidationError("--json and --format name two forms; choose one.")
        }
    }

    func run() async throws {
        try await withRefusals {
            if !merge.isEmpty { return try await mergeReports() }
            if let verify { return try await compare(verify) }
            if script { return try await printScript() }
            return try await reportOfServer()
        }
    }

    private func reportOfServer() async throws -> ExitCode {
        let preparation = try await Preparation(options)
        try preparation.requireRoot(to: "read the state directory")
        let plan = try await preparation.plan()
        let report = try preparation.report(plan)
        try await deliver({ $0.text(of: report) }) { try await ReportFiles.write(report, into: $0, formats: $1) }
        await preparation.leaveReport(plan)
        return .success
    }

    private func mergeReports() async throws -> ExitCode {
        let reports = try await ReportDocuments.reports(in: merge)
        let cluster = try ClusterReport(merging: reports, program: JogetCluster.version, made: Journal.now())
        try await deliver({ $0.text(of: cluster) }) { try await ReportFiles.write(cluster, into: $0, formats: $1) }
        for remark in cluster.remarks { complain(remark) }
        return .success
    }

    private func compare(_ file: String) async throws -> ExitCode {
        let contents = try requiredJournal()
        let reports = try await ReportDocuments.reports(in: [file]).map(\.report)
        let server = RunState(contents.records).firstOpening?.server
        guard let report = reports.count == 1 ? reports.first : reports.first(where: { $0.server.name == server }) else {
            throw Refusal(
                "\(file): it holds no report of \(server ?? "the journal's server"); name the report of that server", .badDocument)
        }
        let verification = ReportVerification(of: report, against: contents)
        if options.json {
            print(JSONReport.text(encoding: verification), terminator: "")
        } else {
            for mismatch in verification.mismatches { print(Lines.safe(mismatch.text)) }
            print(Lines.safe(verification.summary))
        }
        return verification.holds ? .success : .failure
    }

    private func printScript() async throws -> ExitCode {
        var titles: [String: String] = [:]
        if journal == nil {
            for step in try await Preparation(options).plan().steps { titles[step.id] = step.title }
        }
        let text = ShellScript.text(of: try requiredJournal().records) { titles[$0] }
        if let output {
            try await ReportFiles.write(text, to: try Preparation.absolute(output), mode: 0o700)
        } else {
            print(text, terminator: "")
        }
        return .success
    }

    /// Prints a report, or writes it where --output says.
    private func deliver(_ text: (ReportFormat) -> String, _ write: (String, [ReportFormat]) async throws -> [String]) async throws {
        let format = format ?? (options.json ? .json : nil)
        guard let output else {
            print(text(format ?? .markdown), terminator: "")
            return
        }
        let path = try Preparation.absolute(output)
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            for file in try await write(output, format.map { [$0] } ?? ReportFiles.standard) { print(file) }
        } else {
            try await ReportFiles.write(text(format ?? ReportFormat(fileName: path) ?? .markdown), to: path)
            print(output)
        }
    }

    /// The journal that was named, or that of the state directory, which must be there.
    private func requiredJournal() throws -> JournalContents {
        if let journal {
            let path = try Preparation.absolute(journal)
            if access(path, F_OK) != 0 && errno == ENOENT {
                throw Refusal("\(journal): there is no such file; name a journal.jsonl of a state directory", .badDocument)
            }
            return try Journal.contents(at: path)
        }
        guard options.rehearse || geteuid() == 0 || options.state != nil else {
            throw Refusal("this needs root to read the state directory; run it with sudo, or name a journal with --journal FILE", .notRoot)
        }
        let directory = try Preparation.absolute(options.state ?? StateDirectory.standardPath)
        guard let contents = try ReportCommand.journal(of: directory) else {
            throw Refusal("\(directory): there is no journal yet; name another directory with --state DIR", .badDocument)
        }
        return contents
    }

    /// The journal of a state directory, read without touching it; nil where nothing was begun.
    static func journal(of path: String) throws -> JournalContents? {
        if access(path, F_OK) != 0 && errno == ENOENT { return nil }
        let directory = try StateDirectory(path: path, creating: false)
        if let loss = Journal.loss(in: directory) { throw loss }
        guard let contents = try Journal.contents(of: directory) else { return nil }
        if let damage = contents.damage {
            complain("\(directory.journal):\(damage.line): \(damage.reason); what comes before it is used")
        }
        return contents
    }
}
