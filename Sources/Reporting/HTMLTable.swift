/// A table that becomes a list of cards on a narrow screen.
struct HTMLTable {
    /// Stands where there is nothing to say; a card leaves it out.
    static let none: HTMLMarkup = "\u{2013}"

    /// What it shows, for those who do not see it.
    var caption: String
    /// The headings.
    var columns: [String]
    /// The cells, row by row.
    var rows: [[HTMLMarkup]] = []
    /// The column that names its row; nil where none does.
    var naming: Int?

    /// The table. The roles are said once more, because the cards of the narrow screen would lose them.
    var markup: HTMLMarkup {
        let heads = columns.map { "<th scope=\"col\" role=\"columnheader\">\($0)</th>" as HTMLMarkup }
        return """
            <table role="table">
            <caption>\(caption)</caption>
            <thead role="rowgroup"><tr role="row">\(heads)</tr></thead>
            <tbody role="rowgroup">
            \(rows.map(row).joined())
            </tbody>
            </table>
            """
    }

    private func row(_ cells: [HTMLMarkup]) -> HTMLMarkup {
        precondition(cells.count == columns.count, "a row has as many cells as the table has columns")
        let parts = cells.enumerated().map { index, cell -> HTMLMarkup in
            if index == naming { return "<th scope=\"row\" role=\"rowheader\" data-label=\"\(columns[index])\">\(cell)</th>" }
            let kind: HTMLMarkup = cell == HTMLTable.none ? " class=\"none\"" : ""
            return "<td role=\"cell\" data-label=\"\(columns[index])\"\(kind)>\(cell)</td>"
        }
        return "<tr role=\"row\">\(parts)</tr>"
    }
}
