import Foundation

/// A journal as far as it means something: what became of each step, and what undo knows of it.
struct RunStory: Sendable {
    struct Chapter: Sendable, Equatable {
        var outcome: String?
        /// Every way in which it ended so far.
        var outcomes: Set<String> = []
        /// What undo takes back, oldest first.
        var originals: [String] = []
        /// What was changed, each once.
        var changes: Set<String> = []
        var attempts = 0
        var isOpen = false
    }

    let bytes: Data
    /// The journal with a line at its end that was cut short; nil where none was.
    let torn: Data?
    private(set) var steps: [String: Chapter] = [:]
    /// Which step a command belongs to, by its line.
    private(set) var commands: [String: String] = [:]
    /// How many whole lines there are.
    private(set) var lines = 0
    /// The steps that were done, in order.
    private(set) var finished: [String] = []
    private var begun: [String] = []

    /// Reads a journal. What is behind its last line end is left out.
    init(_ root: DisposableRoot) {
        let all = FileManager.default.contents(atPath: "\(root.path)\(DisposableRoot.state)/journal.jsonl") ?? Data()
        bytes = all.prefix((all.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
        torn = bytes.count < all.count ? all : nil
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            lines += 1
            // A line that is no JSON is no record; the program says so, and the test that counts them.
            guard let record = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
                let event = record["event"] as? [String: Any], let kind = event.keys.first, let fields = event[kind] as? [String: Any]
            else { continue }
            if let step = fields["step"] as? String { apply(kind, fields, to: step) }
        }
    }

    private mutating func apply(_ kind: String, _ fields: [String: Any], to step: String) {
        var chapter = steps[step] ?? Chapter()
        switch kind {
        case "started":
            chapter.attempts += 1
            if !begun.contains(step) { begun.append(step) }
            chapter.isOpen = true
        case "kept": chapter.originals.append(RunStory.text(fields["original"]))
        case "changed": chapter.changes.insert(RunStory.text(fields["change"]))
        case "restored": if !chapter.originals.isEmpty { chapter.originals.removeLast() }
        case "launched": if let line = fields["line"] as? String { commands[line] = step }
        case "finished":
            chapter.outcome = fields["outcome"] as? String
            if let outcome = chapter.outcome { chapter.outcomes.insert(outcome) }
            chapter.isOpen = false
            if let outcome = chapter.outcome, ["changed", "unchanged", "confirmed", "proven"].contains(outcome) { finished.append(step) }
            if chapter.outcome == "undone" { chapter.originals = [] }
        default: break
        }
        steps[step] = chapter
    }

    private static func text(_ value: Any?) -> String {
        // What was read as JSON can be written as such.
        let data = try? JSONSerialization.data(withJSONObject: value ?? [:], options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// Whether a step was taken back, to its end.
    func isUndone(_ step: String) -> Bool { steps[step].map { $0.outcome == "undone" && !$0.isOpen } ?? false }

    /// The place of a step in the order in which they were begun.
    func order(_ step: String) -> Int { begun.firstIndex(of: step) ?? 0 }

    /// Whether the other journal goes on where this one ends.
    func isBeginning(of other: RunStory) -> Bool { other.bytes.starts(with: bytes) }
}
