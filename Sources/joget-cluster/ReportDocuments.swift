import ArgumentParser
import Machines
import Reporting

/// Report files that the operator names.
enum ReportDocuments {
    /// A cluster of five hundred servers in one file is well below it.
    private static let largest = 1 << 28

    /// The reports in some files, each with the file's name: one, or all those that were merged into it.
    static func reports(in files: [String]) async throws -> [(source: String, report: Report)] {
        let descriptions = DescriptionMemory()
        return try await files.mapInParallel { file in
            try JSONReport.reports(from: await text(of: file), named: file, sharing: descriptions).map { (file, $0) }
        }.flatMap(\.self)
    }

    /// The reports in a file; nil where it is a slip rather than a report.
    static func reportsUnlessSlip(in file: String, sharing descriptions: DescriptionMemory) async throws -> [Report]? {
        let text = try await text(of: file)
        guard text.first(where: { !$0.isWhitespace }) == "{" else { return nil }
        return try JSONReport.reports(from: text, named: file, sharing: descriptions)
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
