import TerminalUI

/// The widths of the preflight's columns: name and verdict as they need, the rest shared out.
struct PreflightColumns {
    private static let gap = 1
    private static let verdict = 7
    private let widths: [Int]

    init(columns: Int) {
        let name = columns < 100 ? 16 : 24
        let rest = max(0, columns - name - PreflightColumns.verdict - 4 * PreflightColumns.gap)
        let variable = rest * 2 / 5
        let current = (rest - variable) / 2
        widths = [name, variable, current, rest - variable - current, PreflightColumns.verdict]
    }

    func paint(
        _ texts: [String], in line: Rect, _ style: Style, verdict: Style? = nil, _ frame: inout Frame, _ palette: Palette
    ) {
        var column = line.column
        for (index, (text, width)) in zip(texts, widths).enumerated() {
            let isLast = index == widths.count - 1
            frame.put(
                text.clipped(to: width, mark: palette.ellipsis), row: line.row, column: column, style: isLast ? verdict ?? style : style)
            column += width + PreflightColumns.gap
        }
    }
}
