/// Where the rows of one wrapped line begin, as byte offsets into its text.
///
/// The line is cut into blocks of bounded size first, and each block into rows, so that no row costs more than its block,
/// however long the line is. In ASCII text, where a byte is a column, every block is full and the cuts are not seen.
struct LineBreaks {
    private let line: StyledLine
    private let columns: Int
    private let blockSize: Int
    /// The bytes of the whole line.
    let count: Int

    private static let rowsInBlock = 64
    /// Much more than the place where a block begins may be moved to find a whole character.
    private static let smallestBlock = 2048
    private static let widest = 1 << 16

    init(_ line: StyledLine, columns: Int) {
        self.line = line
        self.columns = min(max(1, columns), Self.widest)
        blockSize = self.columns * max(Self.rowsInBlock, Self.smallestBlock / self.columns + 1)
        count = line.byteCount
    }

    /// The beginning of the row that holds that byte.
    func start(ofRowWith byte: Int) -> Int {
        starts(inBlock: block(of: byte)).last { $0 <= byte } ?? 0
    }

    /// The beginning of the last row.
    var lastStart: Int { start(ofRowWith: max(0, count - 1)) }

    /// The beginning of the row after the one that begins there, or nil at the end of the line.
    func start(after start: Int) -> Int? {
        let block = block(of: start)
        if let next = starts(inBlock: block).first(where: { $0 > start }) { return next }
        let next = beginning(ofBlock: block + 1)
        return next < count ? next : nil
    }

    /// The beginnings of the rows from `start` on, at most so many.
    func starts(from start: Int, limit: Int) -> [Int] {
        var found: [Int] = []
        var block = block(of: start)
        while found.count < limit {
            found += starts(inBlock: block).filter { $0 >= start }.prefix(limit - found.count)
            block += 1
            guard beginning(ofBlock: block) < count else { break }
        }
        return found
    }

    /// The row that is so many rows before the one that begins there; where the line has fewer, how many are missing.
    func start(_ rows: Int, before start: Int) -> (start: Int, missing: Int) {
        var missing = rows
        var block = block(of: start)
        var earlier = starts(inBlock: block).filter { $0 < start }
        while earlier.count < missing && block > 0 {
            missing -= earlier.count
            block -= 1
            earlier = starts(inBlock: block)
        }
        guard missing > 0 else { return (start, 0) }
        return earlier.count >= missing ? (earlier[earlier.count - missing], 0) : (0, missing - earlier.count)
    }

    // MARK: Blocks

    private func block(of byte: Int) -> Int {
        let byte = min(max(0, byte), max(0, count - 1))
        let guess = byte / blockSize
        return guess > 0 && beginning(ofBlock: guess) > byte ? guess - 1 : guess
    }

    private func beginning(ofBlock block: Int) -> Int {
        block == 0 ? 0 : min(count, line.boundary(from: block * blockSize))
    }

    private func starts(inBlock block: Int) -> [Int] {
        let first = beginning(ofBlock: block)
        var starts = [first]
        var byte = first
        var used = 0
        line.forEachPiece(in: first..<beginning(ofBlock: block + 1)) { piece, _ in
            for character in piece {
                let width = character.columnWidth
                if used + width > columns && used > 0 {
                    starts.append(byte)
                    used = 0
                }
                used += width
                byte += character.utf8.count
            }
        }
        return starts
    }
}

extension StyledLine {
    /// The bytes of the text, known without reading it.
    var byteCount: Int { spans.reduce(0) { $0 + $1.text.utf8.count } }

    /// Calls `body` with the part of each span that lies within those bytes, left to right.
    func forEachPiece(in bytes: Range<Int>, _ body: (Substring, Style) -> Void) {
        var first = 0
        for span in spans {
            let count = span.text.utf8.count
            let wanted = bytes.clamped(to: first..<first + count)
            if !wanted.isEmpty {
                let utf8 = span.text.utf8
                let start = utf8.index(utf8.startIndex, offsetBy: wanted.lowerBound - first)
                let end = utf8.index(start, offsetBy: wanted.count)
                body(span.text[start..<end], span.style)
            }
            first += count
        }
    }

    /// The part of the line within those bytes.
    func part(_ bytes: Range<Int>) -> StyledLine {
        var kept: [Span] = []
        forEachPiece(in: bytes) { kept.append(Span(String($0), $1)) }
        return StyledLine(spans: kept)
    }

    /// The first beginning of a character at that byte or after it; in a character of enormous length, any scalar's.
    func boundary(from byte: Int) -> Int {
        var first = 0
        for span in spans {
            let count = span.text.utf8.count
            if byte < first + count { return first + Self.boundary(in: span.text, from: max(0, byte - first)) }
            first += count
        }
        return first
    }

    /// The bytes that are looked at on both sides to find where a character begins.
    private static let reach = 256

    private static func boundary(in text: String, from byte: Int) -> Int {
        guard byte > 0 else { return 0 }
        let low = scalarBoundary(in: text, from: byte - reach)
        let high = scalarBoundary(in: text, from: byte + reach)
        let utf8 = text.utf8
        let window = text[utf8.index(utf8.startIndex, offsetBy: low)..<utf8.index(utf8.startIndex, offsetBy: high)]
        var position = low
        for character in window {
            if position >= byte { return position }
            position += character.utf8.count
        }
        return high == utf8.count ? high : scalarBoundary(in: text, from: byte)
    }

    private static func scalarBoundary(in text: String, from byte: Int) -> Int {
        let utf8 = text.utf8
        var byte = min(max(0, byte), utf8.count)
        while byte < utf8.count && UTF8.isContinuation(utf8[utf8.index(utf8.startIndex, offsetBy: byte)]) { byte += 1 }
        return byte
    }
}
