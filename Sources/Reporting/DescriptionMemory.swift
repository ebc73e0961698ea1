internal import FoundationEssentials
import Synchronization

/// The cluster description that was read last, for whoever reads the reports of many servers. Each report holds the description of all of
/// them: hundreds of reports would otherwise cost as much as hundreds of hundreds of servers.
public final class DescriptionMemory: Sendable {
    private let last = Mutex<(bytes: ArraySlice<UInt8>, entry: Report.DescriptionEntry)?>(nil)
    private static let nothing = Report.DescriptionEntry(servers: [], answers: [])

    /// Creates a memory without a description.
    public init() {}

    /// A description as a report's text has it.
    struct Taken {
        fileprivate var written: ArraySlice<UInt8>
        /// What it says, where it is the one that was remembered; an empty one then stands in the text.
        fileprivate var known: Report.DescriptionEntry?
    }

    /// Finds the description in the text of a report, and puts an empty one in its place if it is known; nil where there is none.
    func take(from bytes: inout [UInt8]) -> Taken? {
        guard let range = JSONOutline.object("description", in: bytes) else { return nil }
        var taken = Taken(written: bytes[range])
        guard let last = last.withLock({ $0 }), last.bytes == taken.written else { return taken }
        taken.known = last.entry
        bytes.replaceSubrange(range, with: #"{"servers":[],"answers":[]}"#.utf8)
        return taken
    }

    /// Gives a report the known description that was taken from its text, or remembers the one that it has.
    func complete(_ report: inout Report, with taken: Taken) {
        if let known = taken.known {
            // A text may say a thing twice; then what its reader has chosen counts.
            if report.description == DescriptionMemory.nothing { report.description = known }
        } else if let entry = try? JSONDecoder().decode(Report.DescriptionEntry.self, from: Data(taken.written)),
            entry == report.description
        {
            last.withLock { $0 = (taken.written, entry) }
        }
    }
}
