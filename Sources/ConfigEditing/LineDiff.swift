/// What changed between two texts.
public enum LineDiff {
    /// The unified diff with `context` unchanged lines around each change; empty where the texts are the same bytes.
    /// It is the shortest one where little changed, and bounded in time and memory where nearly everything did.
    public static func unified(from old: [UInt8], to new: [UInt8], label: String, context: Int = 3) -> [DiffLine] {
        guard old != new else { return [] }
        let before = TextLines(old, keepsMark: true).lines
        let after = TextLines(new, keepsMark: true).lines
        let printer = HunkPrinter(before: before, after: after)
        let headers = [DiffLine(kind: .header, text: "--- \(label)"), DiffLine(kind: .header, text: "+++ \(label)")]
        let changes = changes(between: before, and: after)
        return headers + hunks(of: changes, context: max(0, context)).flatMap { printer.lines(of: $0, context: max(0, context)) }
    }

    /// Lines of the old text that lines of the new one stand for.
    struct LineChange: Hashable {
        var old: Range<Int>
        var new: Range<Int>
    }

    private static func changes(between before: [TextLines.Line], and after: [TextLines.Line]) -> [LineChange] {
        var changes: [LineChange] = []
        var old = 0
        var new = 0
        for pair in LineMatcher.pairs(before, after) + [LineMatcher.Pair(old: before.count, new: after.count)] {
            if pair.old > old || pair.new > new { changes.append(LineChange(old: old..<pair.old, new: new..<pair.new)) }
            (old, new) = (pair.old + 1, pair.new + 1)
        }
        return changes
    }

    /// Changes that are near enough to share their context.
    private static func hunks(of changes: [LineChange], context: Int) -> [[LineChange]] {
        changes.reduce(into: []) { hunks, change in
            if let last = hunks.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * context {
                hunks[hunks.count - 1].append(change)
            } else {
                hunks.append([change])
            }
        }
    }
}
