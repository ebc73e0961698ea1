import ArgumentParser
import Machines
import Reporting

/// Report files that the operator names.
enum ReportDocuments {
    /// A cluster of five hundred servers in one file is well below it.
    private static let largest = 1 << 28

    /// The reports in some files, each with the file's name: one, or all those that were merged into it.
    static func reports(in files: [String]) async throws -> [(source: String, report: Report)] {
        var reports: [(source: String, report: Report)] = []
        for file in files {
            let text = try await text(of: file)
            reports += try JSONReport.reports(from: text, named: file).map { (file, $0) }
        }
        return reports
    }

    /// Whether the file is a report rather than a slip.
    static func isJSON(_ file: String) async throws -> Bool {
        try await text(of: file).first { !$0.isWhitespace } == "{"
    }

    private static func text(of file: String) async throws -> String {
        let path = try Preparation.absolute(file)
        guard let bytes = try await LocalMachine(executable: "").read(path, limit: largest) else {
            throw Refusal("\(file): there is no such file; name the report-SERVER.json of a server", .badDocument)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal(
                "\(file): this is no report of joget-cluster; hand over the file that 'joget-cluster report --json' writes", .badDocument)
        }
        return text
    }
}
