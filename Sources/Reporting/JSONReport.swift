internal import FoundationEssentials

/// Writes and reads a report as JSON.
public enum JSONReport {
    /// The document, indented, keys in order.
    public static func text(of report: Report) -> String { text(encoding: report) }

    /// Any value of the report's kind as a JSON document.
    public static func text(encoding value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
        } catch {
            preconditionFailure("every report can be written as JSON: \(error)")
        }
    }
}
