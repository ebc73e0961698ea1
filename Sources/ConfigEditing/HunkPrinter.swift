/// Turns changes into the lines of a hunk.
struct HunkPrinter {
    private let before: [TextLines.Line]
    private let after: [TextLines.Line]
    /// Carriage returns are shown only where the lines do not all end in one.
    private let showsReturns: Bool

    init(before: [TextLines.Line], after: [TextLines.Line]) {
        self.before = before
        self.after = after
        showsReturns = (before + after).contains { $0.ending == .lineFeed }
    }

    /// One hunk: its place, then its lines.
    func lines(of changes: [LineDiff.LineChange], context: Int) -> [DiffLine] {
        guard let first = changes.first, let last = changes.last else { return [] }
        let lead = min(context, first.old.lowerBound)
        let trail = min(context, before.count - last.old.upperBound)
        let old = (first.old.lowerBound - lead)..<(last.old.upperBound + trail)
        let new = (first.new.lowerBound - lead)..<(last.new.upperBound + trail)
        var lines = [DiffLine(kind: .hunk, text: "@@ -\(place(old)) +\(place(new)) @@")]
        var next = old.lowerBound
        for change in changes {
            lines += before[next..<change.old.lowerBound].flatMap { printed($0, .same) }
            lines += before[change.old].flatMap { printed($0, .removed) }
            lines += after[change.new].flatMap { printed($0, .added) }
            next = change.old.upperBound
        }
        return lines + before[next..<old.upperBound].flatMap { printed($0, .same) }
    }

    /// First line and count; an empty range is named by the line before it.
    private func place(_ range: Range<Int>) -> String {
        let first = range.isEmpty ? range.lowerBound : range.lowerBound + 1
        return range.count == 1 ? "\(first)" : "\(first),\(range.count)"
    }

    private func printed(_ line: TextLines.Line, _ kind: DiffLine.Kind) -> [DiffLine] {
        let mark = showsReturns && line.ending == .carriageReturnLineFeed ? "^M" : ""
        let text = DiffLine(kind: kind, text: String(decoding: line.content, as: UTF8.self) + mark)
        return line.ending == .missing ? [text, DiffLine(kind: .note, text: "\\ No newline at end of file")] : [text]
    }
}
