/// A form in which a verification can be told to those who watch a server.
public enum VerificationFormat: String, Sendable, Hashable, CaseIterable {
    case json, junit, nagios, prometheus

    /// The verification in this form.
    public func text(of verification: Verification) -> String {
        switch self {
        case .json: JSONReport.text(encoding: verification)
        case .junit: JUnitReport.text(of: verification)
        case .nagios: NagiosStatus.text(of: verification)
        case .prometheus: PrometheusMetrics.text(of: verification)
        }
    }
}
