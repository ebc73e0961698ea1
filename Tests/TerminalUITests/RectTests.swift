import Testing

import TerminalUI

@Suite("Rectangles")
struct RectTests {
    static let whole = Rect(row: 2, column: 3, rows: 10, columns: 20)

    @Test("The parts of a split cover the whole without overlap", arguments: [-5, 0, 1, 9, 10, 20, 99])
    func splits(amount: Int) {
        let (top, below) = Self.whole.splitTop(amount)
        #expect(top.rows + below.rows == 10 && below.row == top.endRow && below.endRow == 12)
        let (above, bottom) = Self.whole.splitBottom(amount)
        #expect(above.rows + bottom.rows == 10 && bottom.row == above.endRow && bottom.endRow == 12)
        let (left, beside) = Self.whole.splitLeft(amount)
        #expect(left.columns + beside.columns == 20 && beside.column == left.endColumn && beside.endColumn == 23)
        let (rest, right) = Self.whole.splitRight(amount)
        #expect(rest.columns + right.columns == 20 && right.column == rest.endColumn && right.endColumn == 23)
    }

    @Test("A split gives the asked part its size where there is room")
    func sizes() {
        #expect(Self.whole.splitTop(3).top.rows == 3)
        #expect(Self.whole.splitBottom(3).bottom.rows == 3)
        #expect(Self.whole.splitLeft(4).left.columns == 4)
        #expect(Self.whole.splitRight(4).right.columns == 4)
    }

    @Test("A margin larger than the rectangle leaves nothing, not less than nothing")
    func inset() {
        #expect(Self.whole.inset(by: 1) == Rect(row: 3, column: 4, rows: 8, columns: 18))
        #expect(Self.whole.inset(by: 99).isEmpty)
        #expect(Rect(row: 0, column: 0, rows: 1, columns: 1).inset(by: 1).isEmpty)
        #expect(Rect(row: 0, column: 0, rows: -4, columns: 3).rows == 0)
    }

    @Test("A centred rectangle is in the middle and never larger than its surroundings")
    func centered() {
        #expect(Self.whole.centered(rows: 4, columns: 10) == Rect(row: 5, column: 8, rows: 4, columns: 10))
        #expect(Self.whole.centered(rows: 400, columns: 100) == Self.whole)
    }
}
