import StepEngine

/// Writes a verification in the text format of Prometheus, for the textfile collector of its node exporter.
public enum PrometheusMetrics {
    /// The whole document.
    public static func text(of verification: Verification) -> String {
        let server = [("cluster", verification.cluster), ("server", verification.server)]
        var lines = metric(
            "step_holds", "Whether all that a step did is as it should be (1), or not (0).",
            verification.entries.map { (server + [("step", $0.id)], $0.holds ? "1" : "0") })
        let verdicts: [Finding.Verdict] = [.holds, .warns, .unknown, .fails]
        lines += metric(
            "steps", "Steps that were looked at, by the worst that was seen.",
            verdicts.map { (server + [("verdict", $0.rawValue)], "\(verification.count($0))") })
        lines += metric("steps_open", "Steps of the set-up that are not done yet.", [(server, "\(verification.open)")])
        lines += metric("verified_timestamp_seconds", "When this was looked at.", [(server, "\(verification.time)")])
        lines += metric("verify_duration_seconds", "How long that took.", [(server, "\(verification.seconds)")])
        lines += metric("build_info", "The version of joget-cluster.", [(server + [("version", verification.program)], "1")])
        return lines.map { "\($0)\n" }.joined()
    }

    private static func metric(_ name: String, _ help: String, _ samples: [(labels: [(String, String)], value: String)]) -> [String] {
        let name = "joget_cluster_\(name)"
        return ["# HELP \(name) \(help)", "# TYPE \(name) gauge"]
            + samples.map { sample in
                "\(name){\(sample.labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ","))} \(sample.value)"
            }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
