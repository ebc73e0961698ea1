import StepEngine

/// Writes a verification as the output of a monitoring plugin: one line that says it all, performance data, then a line for each step that is
/// not as it should be. Nagios, Icinga, Checkmk, Sensu and Zabbix's agents read it.
public enum NagiosStatus: Int32, Sendable {
    case ok = 0
    case warning = 1
    case critical = 2
    case unknown = 3

    /// The worst that a verification saw. A server that is not set up to its end is a warning: whoever watches it counts on it.
    public init(_ verification: Verification) {
        if verification.count(.fails) > 0 {
            self = .critical
        } else if verification.entries.isEmpty || verification.count(.unknown) > 0 {
            self = .unknown
        } else {
            self = verification.open > 0 || verification.count(.warns) > 0 ? .warning : .ok
        }
    }

    private var word: String {
        switch self {
        case .ok: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        case .unknown: "UNKNOWN"
        }
    }

    /// The whole output.
    public static func text(of verification: Verification) -> String {
        let bad = verification.entries.filter { $0.verdict != .holds }
        let holding = verification.entries.count - bad.count
        var summary =
            verification.entries.isEmpty
            ? "nothing was set up on \(verification.server) yet"
            : "\(holding) of \(verification.entries.count) steps hold on \(verification.server)"
        if !bad.isEmpty { summary += "; look at \(list(bad.map(\.id)))" }
        if verification.open > 0 && !verification.entries.isEmpty {
            summary += "; \(verification.open) of \(verification.needed) are not done yet"
        }
        let counts = [("holds", holding)] + [Finding.Verdict.warns, .unknown, .fails].map { ($0.rawValue, verification.count($0)) }
        let performance = counts.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
        let seconds = Double(Int(verification.seconds * 1000)) / 1000
        return line(NagiosStatus(verification), summary, "\(performance) time=\(seconds)s") + bad.flatMap(lines).map { "\($0)\n" }.joined()
    }

    /// The output where nothing could be looked at.
    public static func text(unknown reason: String) -> String { line(.unknown, reason, nil) }

    private static func line(_ status: NagiosStatus, _ text: String, _ performance: String?) -> String {
        "JOGET \(status.word) - \(safe(text))\(performance.map { " | \($0)" } ?? "")\n"
    }

    private static func lines(of entry: Verification.Entry) -> [String] {
        entry.findings.filter { $0.verdict != .holds }.map { finding in
            safe(
                "\(entry.id): \(finding.title): expected \(finding.expected), found \(finding.found)\(finding.remedy.map { "; \($0)" } ?? "")"
            )
        }
    }

    /// As many names as fit on a pager.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(3).joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }

    /// Text on one line without the sign that begins performance data.
    private static func safe(_ text: String) -> String { text.replacing("|", with: "/").onOneLine }
}
