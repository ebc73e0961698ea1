/// A picture of the whole screen, as a value: what a view returns, what a terminal shows, what a test compares.
public struct Frame: Sendable, Equatable {
    public let size: Size
    /// Where the hardware cursor stands, so that screen readers find the focus; nil hides it.
    public var cursor: Point?
    private var cells: [Cell]

    public init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.rows * size.columns)
    }

    /// The cell at that place; a blank one outside of the frame.
    public subscript(row: Int, column: Int) -> Cell {
        contains(row, column) ? cells[row * size.columns + column] : .blank
    }

    /// The cells of one row, left to right.
    func cells(inRow row: Int) -> ArraySlice<Cell> {
        cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Writes text into one row, clipped at the frame and after `limit` columns, and returns the columns that it used.
    ///
    /// Control characters are replaced. What stands left of the frame is clipped too, but counts as used.
    @discardableResult
    public mutating func put(_ text: String, row: Int, column: Int, style: Style = .normal, limit: Int? = nil) -> Int {
        guard row >= 0, row < size.rows, column < size.columns else { return 0 }
        let room = size.columns - column
        let end = column + min(room, max(0, limit ?? room))
        var position = column
        for character in text where position < end {
            guard let shown = character.displayed else { continue }
            guard position + shown.columns <= end else { break }
            if position >= 0 {
                set(shown.character, columns: shown.columns, row, position, style)
            } else if position + shown.columns > 0 {
                set(" ", columns: 1, row, 0, style)
            }
            position += shown.columns
        }
        return position - column
    }

    /// Covers a rectangle with one character of one column; a space clears it.
    public mutating func fill(_ rect: Rect, with character: Character = " ", style: Style = .normal) {
        let shown: Character = character.columnWidth == 1 ? character : " "
        let columns = max(0, rect.column)..<max(0, rect.column, min(size.columns, rect.endColumn))
        for row in max(0, rect.row)..<max(0, rect.row, min(size.rows, rect.endRow)) {
            for column in columns {
                set(shown, columns: 1, row, column, style)
            }
        }
    }

    private func contains(_ row: Int, _ column: Int) -> Bool {
        row >= 0 && row < size.rows && column >= 0 && column < size.columns
    }

    private mutating func set(_ character: Character, columns: Int, _ row: Int, _ column: Int, _ style: Style) {
        let index = row * size.columns + column
        let last = index + columns - 1
        // Half a wide character is nothing: when one half is overwritten the other turns blank.
        if cells[index].isContinuation {
            cells[index - 1] = Cell(character: " ", style: cells[index - 1].style)
        }
        if column + columns < size.columns && cells[last + 1].isContinuation {
            cells[last + 1] = Cell(character: " ", style: cells[last + 1].style)
        }
        cells[index] = Cell(character: character, style: style)
        if columns == 2 {
            cells[last] = Cell(character: " ", style: style, isContinuation: true)
        }
    }
}
