import ArgumentParser
import Machines
import Reporting
import StepEngine

/// Prints or writes the report of this server.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print the report of this server as Markdown, or with --json as JSON; --output DIR writes both.")

    @OptionGroup var options: SharedOptions
    @Option(help: "Write report-SERVER.md and report-SERVER.json into this directory.", completion: .directory) var output: String?

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "read the state directory")
            let plan = try await preparation.plan()
            let state = try preparation.recordedState()
            let report = Report(plan: plan, state: state, program: JogetCluster.version, made: Journal.now())
            if let output {
                for path in try await ReportFiles.write(report, into: output) { print(path) }
            } else {
                print(options.json ? JSONReport.text(of: report) : MarkdownReport.text(of: report), terminator: "")
            }
            return .success
        }
    }
}
