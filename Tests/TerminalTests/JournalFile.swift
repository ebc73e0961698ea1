import Foundation
import Testing

/// The journal of a state directory, read by other means than the program's own.
struct JournalFile {
    let bytes: Data
    /// The events in order: their names and what they say.
    let events: [(name: String, fields: [String: Any])]
    /// When each event was written down.
    let times: [Date]

    /// Throws where a line is torn, no JSON, or out of order.
    init(_ state: String) throws {
        bytes = try Data(contentsOf: URL(filePath: "\(state)/journal.jsonl"))
        try #require(bytes.last == UInt8(ascii: "\n"), "the last line is torn")
        var times: [Date] = []
        events = try bytes.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
            let record = try #require(JSONSerialization.jsonObject(with: line) as? [String: Any])
            try #require(record["number"] as? Int == index + 1)
            times.append(try Date(#require(record["time"] as? String), strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            let event = try #require((record["event"] as? [String: Any])?.first)
            return (event.key, event.value as? [String: Any] ?? [:])
        }
        self.times = times
    }

    /// The steps of all events of this name.
    func steps(_ name: String) -> [String] { events.filter { $0.name == name }.compactMap { $0.fields["step"] as? String } }
}
