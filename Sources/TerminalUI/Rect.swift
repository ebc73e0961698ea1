/// A rectangle of cells; every operation clamps, so that a layout for 80x24 also survives 1x1.
public struct Rect: Sendable, Hashable {
    public var row: Int
    public var column: Int
    public var rows: Int
    public var columns: Int

    public init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }

    /// The whole of a frame of that size.
    public init(size: Size) {
        self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
    }

    public var isEmpty: Bool { rows <= 0 || columns <= 0 }
    public var size: Size { Size(rows: rows, columns: columns) }
    /// The row just below the last one.
    public var endRow: Int { row + rows }
    /// The column just right of the last one.
    public var endColumn: Int { column + columns }

    public func contains(_ point: Point) -> Bool {
        point.row >= row && point.row < endRow && point.column >= column && point.column < endColumn
    }

    /// The rectangle without a margin of `amount` cells on all four sides.
    public func inset(by amount: Int) -> Rect {
        inset(rows: amount, columns: amount)
    }

    /// The rectangle without `rows` above and below and `columns` left and right; empty where there is too little room.
    public func inset(rows rowMargin: Int, columns columnMargin: Int) -> Rect {
        let rowMargin = clamp(rowMargin, to: rows)
        let columnMargin = clamp(columnMargin, to: columns)
        return Rect(
            row: row + rowMargin, column: column + columnMargin,
            rows: rows - 2 * rowMargin, columns: columns - 2 * columnMargin)
    }

    /// The uppermost rows, and what is left below them.
    public func splitTop(_ amount: Int) -> (top: Rect, rest: Rect) {
        let amount = clamp(amount, to: rows)
        return (
            Rect(row: row, column: column, rows: amount, columns: columns),
            Rect(row: row + amount, column: column, rows: rows - amount, columns: columns)
        )
    }

    /// What is left above, and the lowest rows: reading order, so the rest comes first.
    public func splitBottom(_ amount: Int) -> (rest: Rect, bottom: Rect) {
        let (rest, bottom) = splitTop(rows - clamp(amount, to: rows))
        return (rest, bottom)
    }

    /// The leftmost columns, and what is left beside them.
    public func splitLeft(_ amount: Int) -> (left: Rect, rest: Rect) {
        let amount = clamp(amount, to: columns)
        return (
            Rect(row: row, column: column, rows: rows, columns: amount),
            Rect(row: row, column: column + amount, rows: rows, columns: columns - amount)
        )
    }

    /// What is left beside, and the rightmost columns: reading order, so the rest comes first.
    public func splitRight(_ amount: Int) -> (rest: Rect, right: Rect) {
        let (rest, right) = splitLeft(columns - clamp(amount, to: columns))
        return (rest, right)
    }

    /// A rectangle of at most that size in the middle of this one.
    public func centered(rows wantedRows: Int, columns wantedColumns: Int) -> Rect {
        let height = clamp(wantedRows, to: rows)
        let width = clamp(wantedColumns, to: columns)
        return Rect(row: row + (rows - height) / 2, column: column + (columns - width) / 2, rows: height, columns: width)
    }

    private func clamp(_ amount: Int, to limit: Int) -> Int {
        min(max(0, amount), max(0, limit))
    }
}
