/// A form in which a verification can be told to those who watch a server.
public enum VerificationFormat: String, Sendable, Hashable, CaseIterable {
    case text, json, junit, nagios, prometheus

    /// The verification in this form.
    public func text(of verification: Verification) -> String {
        switch self {
        case .text: VerificationText.text(of: verification)
        case .json: JSONReport.text(encoding: verification)
        case .junit: JUnitReport.text(of: verification)
        case .nagios: NagiosStatus.text(of: verification)
        case .prometheus: PrometheusMetrics.text(of: verification)
        }
    }
}
