public import Machines

/// Puts the report of a run into files.
public enum ReportFiles {
    /// Writes `report-SERVER.md` and `report-SERVER.json` into `directory`, readable by its owner alone.
    /// Returns their paths; throws where they cannot be written.
    public static func write(_ report: Report, into directory: String) async throws(MachineError) -> [String] {
        let files = LocalMachine(executable: "")
        var paths: [String] = []
        for (ending, text) in [("md", MarkdownReport.text(of: report)), ("json", JSONReport.text(of: report))] {
            let path = "\(directory)/report-\(report.server.name).\(ending)"
            try await files.replace(path, with: Array(text.utf8), attributes: FileAttributes(mode: 0o600))
            paths.append(path)
        }
        return paths
    }
}
