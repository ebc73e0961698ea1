/// What an operator sees: the letters on the screen of a terminal that speaks as much of the ANSI language as curses uses.
struct Screen: Sendable {
    private(set) var rows: Int
    private(set) var columns: Int
    /// One text a column: a letter with its marks, or nothing where a wide letter to the left covers the column.
    private var cells: [[String]]
    private var row = 0
    private var column = 0
    private var margins: ClosedRange<Int>
    private var saved = (row: 0, column: 0)
    private var latest: Unicode.Scalar = " "
    /// The bytes of a sequence or of a character that is not complete yet.
    private var pending: [UInt8] = []

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
        margins = 0...(rows - 1)
    }

    /// The rows from top to bottom, without the blanks at their ends.
    var lines: [String] {
        cells.map { row in row.reversed().drop { $0 == " " }.reversed().joined() }
    }

    /// Where the cursor stands.
    var cursor: (row: Int, column: Int) { (row, min(column, columns - 1)) }

    /// The columns in which two screens of one size differ, counted over all rows.
    func differences(from other: Screen) -> Int {
        zip(cells, other.cells).reduce(0) { $0 + zip($1.0, $1.1).count { $0 != $1 } }
    }

    var text: String { lines.joined(separator: "\n") }

    /// Whether the words stand on the screen, wherever its lines end.
    func shows(_ words: String) -> Bool { Screen.flat(text).contains(Screen.flat(words)) }

    private static func flat(_ text: String) -> String { text.split { $0 == " " || $0 == "\n" }.joined(separator: " ") }

    mutating func resize(rows: Int, columns: Int) {
        let blank = Array(repeating: " ", count: columns)
        cells = (0..<rows).map { $0 < self.rows ? Array((cells[$0] + blank).prefix(columns)) : blank }
        self.rows = rows
        self.columns = columns
        margins = 0...(rows - 1)
        place(row, column)
    }

    mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            pending.append(byte)
            if take(pending) { pending = [] }
        }
    }

    /// Carries out a sequence; false where more of it must come.
    private mutating func take(_ bytes: [UInt8]) -> Bool {
        switch bytes[0] {
        case 0x1B: return bytes.count > 1 && escape(bytes)
        case 0x00...0x1F, 0x7F: control(bytes[0])
        case 0x80...:
            let length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : bytes[0] >= 0xC0 ? 2 : 1
            guard bytes.count == length else { return false }
            for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { put(scalar) }
        default: put(Unicode.Scalar(bytes[0]))
        }
        return true
    }

    private mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x08: place(row, column - 1)
        case 0x09: place(row, (column / 8 + 1) * 8)
        case 0x0A...0x0C: index()
        case 0x0D: column = 0
        default: break
        }
    }

    private mutating func escape(_ bytes: [UInt8]) -> Bool {
        switch bytes[1] {
        case UInt8(ascii: "["):
            guard bytes.count > 2, let final = bytes.last, (0x40...0x7E).contains(final) else { return false }
            obey(Character(Unicode.Scalar(final)), bytes[2..<(bytes.count - 1)])
        // A character set, a line size: two bytes that put nothing on the screen.
        case UInt8(ascii: "#")...UInt8(ascii: "/"): return bytes.count > 2
        case UInt8(ascii: "]"): return bytes.last == 0x07 || bytes.suffix(2) == [0x1B, UInt8(ascii: "\\")]
        case UInt8(ascii: "7"): saved = (row, column)
        case UInt8(ascii: "8"): place(saved.row, saved.column)
        case UInt8(ascii: "D"): index()
        case UInt8(ascii: "E"):
            column = 0
            index()
        case UInt8(ascii: "M"): if row == margins.lowerBound { scroll(margins, by: -1) } else { place(row - 1, column) }
        default: break
        }
        return true
    }

    private mutating func obey(_ command: Character, _ parameters: ArraySlice<UInt8>) {
        // Modes of the terminal (?25h) and questions to it put nothing on the screen.
        guard parameters.first.map({ $0 < 0x3C }) ?? true else { return }
        let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
        let first = numbers.first ?? 0
        let count = max(1, first)
        switch command {
        case "H", "f": place(count - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
        case "A": place(row - count, column)
        case "B", "e": place(row + count, column)
        case "C", "a": place(row, column + count)
        case "D": place(row, column - count)
        case "G", "`": place(row, count - 1)
        case "d": place(count - 1, column)
        case "I": for _ in 0..<count { control(0x09) }
        case "Z": for _ in 0..<count { place(row, max(0, (column - 1) / 8 * 8)) }
        case "r": setMargins(count, numbers.count > 1 ? numbers[1] : 0)
        case "b": for _ in 0..<count { put(latest) }
        default: change(command, first, count)
        }
    }

    private mutating func setMargins(_ first: Int, _ last: Int) {
        let bottom = last == 0 ? rows - 1 : min(last, rows) - 1
        margins = min(first - 1, bottom)...bottom
        place(0, 0)
    }

    private mutating func change(_ command: Character, _ mode: Int, _ count: Int) {
        let line = min(column, columns - 1)
        switch command {
        case "J":
            if mode != 1 { clear(row, line..<columns) } else { clear(row, 0..<(line + 1)) }
            for other in 0..<rows where mode >= 2 || (mode == 0 && other > row) || (mode == 1 && other < row) { clear(other, 0..<columns) }
        case "K": clear(row, mode == 0 ? line..<columns : mode == 1 ? 0..<(line + 1) : 0..<columns)
        case "X": clear(row, line..<min(columns, line + count))
        case "@": cells[row] = Array((cells[row][..<line] + Array(repeating: " ", count: count) + cells[row][line...]).prefix(columns))
        case "P":
            cells[row] =
                Array((cells[row][..<line] + cells[row][line...].dropFirst(count)) + Array(repeating: " ", count: columns)).prefix(columns)
                + []
        case "L": scroll(row...margins.upperBound, by: -count)
        case "M": scroll(row...margins.upperBound, by: count)
        case "S": scroll(margins, by: count)
        case "T": scroll(margins, by: -count)
        default: break
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Screen.width(of: scalar)
        guard width > 0 else { return mark(scalar) }
        if column + width > columns {
            column = 0
            index()
        }
        cells[row][column] = String(scalar)
        if width == 2 && column + 1 < columns { cells[row][column + 1] = "" }
        // Half of a wide letter is nothing.
        if column + width < columns && cells[row][column + width].isEmpty { cells[row][column + width] = " " }
        latest = scalar
        // The cursor may stand beyond the last column, until the next letter wraps.
        column += width
    }

    /// Adds a mark to the letter before the cursor.
    private mutating func mark(_ scalar: Unicode.Scalar) {
        guard let place = (0..<min(column, columns)).last(where: { !cells[row][$0].isEmpty }) else { return }
        cells[row][place].unicodeScalars.append(scalar)
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300..<0x370, 0x591..<0x5C8, 0x200B..<0x2010: 0
        case 0x1100..<0x1160, 0x2E80..<0xA4D0, 0xAC00..<0xD7A4, 0xF900..<0xFB00, 0xFF00..<0xFF61, 0x1F300..<0x1FB00: 2
        default: 1
        }
    }

    private mutating func index() {
        if row == margins.upperBound { scroll(margins, by: 1) } else { place(row + 1, column) }
    }

    private mutating func scroll(_ region: ClosedRange<Int>, by count: Int) {
        guard region.contains(row) || region == margins else { return }
        let blank = Array(repeating: " ", count: columns)
        for _ in 0..<min(abs(count), region.count) {
            cells.remove(at: count > 0 ? region.lowerBound : region.upperBound)
            cells.insert(blank, at: count > 0 ? region.upperBound : region.lowerBound)
        }
    }

    private mutating func clear(_ row: Int, _ range: Range<Int>) {
        for column in range { cells[row][column] = " " }
    }

    private mutating func place(_ row: Int, _ column: Int) {
        self.row = min(max(0, row), rows - 1)
        self.column = min(max(0, column), columns - 1)
    }
}
