import Foundation

/// A report as JSON, without what differs from run to run: times, how often something was begun, and the journal's hash.
enum ReportText {
    private static let passing: Set = [
        "began", "latest", "made", "journal", "starts", "attempts", "ended", "started", "seconds", "timeline", "time", "repairs",
        "commands",
        "facts",
    ]

    /// The lines of what stays, sorted; empty where it is no report.
    static func lines(_ json: String) -> [String] {
        guard let value = try? JSONSerialization.jsonObject(with: Data(json.utf8)) else { return [] }
        var lines: [String] = []
        collect(value, "", &lines)
        return lines.sorted()
    }

    /// The lines of a printed report, without those that tell of times and starts.
    static func plain(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init).filter { line in
            line.firstMatch(of: /[0-9]{2}:[0-9]{2}|[0-9] s\b|times|attempt|started|[0-9a-f]{16}/) == nil
        }.map { $0.replacing("unchanged", with: "changed") }
    }

    private static func collect(_ value: Any, _ place: String, _ lines: inout [String]) {
        if let fields = value as? [String: Any] {
            for (key, value) in fields where !passing.contains(key) { collect(value, "\(place).\(key)", &lines) }
        } else if let items = value as? [Any] {
            for item in items {
                // An entry with an id is known by it, wherever it stands.
                let id = (item as? [String: Any])?["id"] as? String
                collect(item, "\(place)[\(id ?? "")]", &lines)
            }
        } else {
            // The next start finds as it should be what the one before it has changed.
            let value = (value as? String).map { $0.replacing(/[0-9.]+ s, of/, with: "some, of") } ?? value
            lines.append("\(place): \(place.hasSuffix(".outcome") && value as? String == "unchanged" ? "changed" : value)")
        }
    }
}
