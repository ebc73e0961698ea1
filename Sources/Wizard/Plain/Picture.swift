import TerminalUI

/// The text of a page as it stands on a screen, for pages that say on paper what they say there.
enum Picture {
    /// More rows than any page needs, so that nothing is scrolled out of sight.
    private static let size = Size(rows: 200, columns: Paper.columns + 2)

    /// The lines without frames and without blank ones at both ends; the one with the focus begins with `>` where `marksFocus`.
    static func lines(of model: Model, marksFocus: Bool = false) -> [String] {
        var palette = Palette.ascii
        for path in [\Palette.horizontal, \.vertical, \.topLeft, \.topRight, \.bottomLeft, \.bottomRight] where !model.overlays.isEmpty {
            palette[keyPath: path] = " "
        }
        let frame = model.view(size: size, palette: palette)
        var lines = frame.lines
        if marksFocus, let cursor = frame.cursor, lines.indices.contains(cursor.row) {
            lines[cursor.row] = ">" + lines[cursor.row].dropFirst()
        }
        // The first row is the header, the last one the key bar.
        return trimmed(Array(lines.dropFirst().dropLast()))
    }

    private static func trimmed(_ lines: [String]) -> [String] {
        let body = lines.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
        let margin = body.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        var kept: [String] = []
        for line in body where !(line.isEmpty && kept.last?.isEmpty == true) { kept.append(String(line.dropFirst(margin))) }
        return kept
    }
}
