/// A form in which a report can be written.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case html, markdown, text, json, junit

    /// The ending of a file of this form.
    public var ending: String {
        switch self {
        case .html: "html"
        case .markdown: "md"
        case .text: "txt"
        case .json: "json"
        case .junit: "xml"
        }
    }

    /// The form that a file's ending stands for; nil where it stands for none.
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        let ending = fileName[dot...].dropFirst().lowercased()
        let others = ["htm": ReportFormat.html, "markdown": .markdown]
        guard let format = ReportFormat.allCases.first(where: { $0.ending == ending }) ?? others[ending] else { return nil }
        self = format
    }

    /// A server's report in this form.
    public func text(of report: Report) -> String {
        switch self {
        case .html: HTMLReport.text(of: report)
        case .markdown: MarkdownReport.text(of: report)
        case .text: TextReport.text(of: report)
        case .json: JSONReport.text(of: report)
        case .junit: JUnitReport.text(of: report)
        }
    }

    /// A cluster's report in this form.
    public func text(of cluster: ClusterReport) -> String {
        switch self {
        case .html: HTMLReport.text(of: cluster)
        case .markdown: MarkdownReport.text(of: cluster)
        case .text: TextReport.text(of: cluster)
        case .json: JSONReport.text(encoding: cluster)
        case .junit: JUnitReport.text(of: cluster)
        }
    }
}
