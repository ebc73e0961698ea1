public import Machines

/// Puts the report of a run into files.
public enum ReportFiles {
    /// The forms that are written where nobody asks for one.
    public static let standard: [ReportFormat] = [.markdown, .json, .html]

    /// Writes `report-SERVER.md` and the like into `directory`, readable by its owner alone.
    /// Returns their paths; throws where they cannot be written.
    public static func write(
        _ report: Report, into directory: String, formats: [ReportFormat] = standard
    ) async throws(MachineError) -> [String] {
        try await write(into: directory, "report-\(report.server.name)", formats) { $0.text(of: report) }
    }

    /// Writes `report-cluster-NAME.md` and the like into `directory`, readable by its owner alone.
    public static func write(
        _ cluster: ClusterReport, into directory: String, formats: [ReportFormat] = standard
    ) async throws(MachineError) -> [String] {
        let letters = cluster.cluster.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains(scalar)) ? Character(scalar) : "-"
        }
        return try await write(into: directory, "report-cluster-\(String(letters))", formats) { $0.text(of: cluster) }
    }

    /// Writes one text into one file, readable by its owner alone.
    public static func write(_ text: String, to path: String, mode: UInt32 = 0o600) async throws(MachineError) {
        try await LocalMachine(executable: "").replace(path, with: Array(text.utf8), attributes: FileAttributes(mode: mode))
    }

    private static func write(
        into directory: String, _ stem: String, _ formats: [ReportFormat], _ text: (ReportFormat) -> String
    ) async throws(MachineError) -> [String] {
        var paths: [String] = []
        for format in formats {
            let path = "\(directory)/\(stem).\(format.ending)"
            try await write(text(format), to: path)
            paths.append(path)
        }
        return paths
    }
}
