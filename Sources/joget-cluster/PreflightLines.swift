import Reporting
import StepEngine
import TerminalUI

/// The preflight as a table of plain text, with a note below each row that does not hold.
struct PreflightLines {
    private static let gap = 2
    private let preflight: Preflight
    private let columns: Int

    /// The table gets no wider than `columns`, as far as name and verdict allow.
    init(_ preflight: Preflight, columns: Int) {
        self.preflight = preflight
        self.columns = columns
    }

    var lines: [String] {
        let rows = preflight.rows
        let cells = [["NAME", "VARIABLE", "CURRENT", "REQUIRED", "VERDICT"]] + rows.map(cells)
        let widths = widths(of: cells)
        var lines = [line(cells[0], widths)]
        for (row, texts) in zip(rows, cells.dropFirst()) { lines += [line(texts, widths)] + notes(on: row, widths) }
        return lines + ["", "Is this server ready: \(preflight.summary)"]
    }

    /// As wide as the texts are; where that is too much, the widest of the three in the middle gives way.
    private func widths(of cells: [[String]]) -> [Int] {
        var widths = (0..<5).map { column in cells.map { $0[column].columnWidth }.max() ?? 0 }
        while widths.reduce(4 * PreflightLines.gap, +) > columns, let widest = (1...3).max(by: { widths[$0] < widths[$1] }),
            widths[widest] > 8
        {
            widths[widest] -= 1
        }
        return widths
    }

    private func cells(of row: Preflight.Row) -> [String] {
        [row.entry.name, row.finding.title, row.finding.found, row.finding.expected, row.entry.word(for: row.finding)].map(Lines.safe)
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (cell, width) in zip(cells.dropLast(), widths) {
            let shown = cell.clipped(to: width, mark: "~")
            text += shown + String(repeating: " ", count: width - shown.columnWidth + PreflightLines.gap)
        }
        return text + (cells.last ?? "")
    }

    private func notes(on row: Preflight.Row, _ widths: [Int]) -> [String] {
        if let waiver = row.entry.waiver {
            return ["    waived by \(Lines.safe(waiver.user)) at \(waiver.time): \(Lines.safe(waiver.reason))"]
        }
        guard row.finding.verdict != .holds else { return [] }
        let whole = [("found", row.finding.found, widths[2]), ("required", row.finding.expected, widths[3])]
        var notes = whole.filter { $0.1.columnWidth > $0.2 }.map { ($0.0, $0.1) }
        if let evidence = row.finding.evidence, !evidence.isEmpty { notes.append(("proof", evidence)) }
        if row.entry.canFix {
            notes.append(("fix", "joget-cluster preflight --fix \(row.entry.name)"))
        } else {
            notes.append((row.finding.isAcceptable ? "to do" : "cannot be fixed from here", row.entry.remedy(for: row.finding)))
        }
        return notes.map { "    \($0.0): \(Lines.safe($0.1))" }
    }
}
