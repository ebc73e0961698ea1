/// The rows of the window: a line each, or a part of a line where lines are broken.
extension ScrollView {
    /// The beginning of a row: a line, and a byte in it.
    struct Place: Sendable, Hashable, Comparable {
        var line: Int
        var start: Int

        static func < (left: Place, right: Place) -> Bool { (left.line, left.start) < (right.line, right.start) }
    }

    func breaks(of line: Int, columns: Int) -> LineBreaks {
        // The last column is for the marks that say that there is more.
        LineBreaks(lines[line], columns: max(1, columns - 1))
    }

    /// The first row in sight.
    func top(rows: Int, columns: Int) -> Place {
        let last = lastTop(rows: rows, columns: columns)
        return followsEnd ? last : min(whole(Place(line: offset, start: start), columns: columns), last)
    }

    /// The first row in sight when the window is at the end.
    func lastTop(rows: Int, columns: Int) -> Place {
        guard wraps, !lines.isEmpty else { return Place(line: max(0, lines.count - max(0, rows)), start: 0) }
        let last = Place(line: lines.count - 1, start: breaks(of: lines.count - 1, columns: columns).lastStart)
        return place(1 - max(1, rows), rowsFrom: last, columns: columns)
    }

    /// The rows from that one on.
    func rows(from top: Place, limit: Int, columns: Int) -> [Place] {
        guard wraps else { return (top.line..<min(lines.count, top.line + limit)).map { Place(line: $0, start: 0) } }
        var found: [Place] = []
        var place = top
        while place.line < lines.count && found.count < limit {
            let starts = breaks(of: place.line, columns: columns).starts(from: place.start, limit: limit - found.count)
            found += starts.map { Place(line: place.line, start: $0) }
            place = Place(line: place.line + 1, start: 0)
        }
        return found
    }

    /// The row that is so many rows below that one, or above it.
    func place(_ amount: Int, rowsFrom place: Place, columns: Int) -> Place {
        guard wraps else { return Place(line: max(0, place.line + amount), start: 0) }
        if amount >= 0 || lines.isEmpty {
            return rows(from: place, limit: max(0, amount) + 1, columns: columns).last ?? place
        }
        var (start, missing) = breaks(of: place.line, columns: columns).start(-amount, before: place.start)
        var line = place.line
        while missing > 0 && line > 0 {
            line -= 1
            let breaks = breaks(of: line, columns: columns)
            (start, missing) = breaks.start(missing - 1, before: breaks.lastStart)
        }
        return Place(line: line, start: start)
    }

    /// Moves the window so that it begins there, as far as there are lines to fill it.
    mutating func show(_ place: Place, rows: Int, columns: Int) {
        let last = lastTop(rows: rows, columns: columns)
        let top = min(place, last)
        offset = top.line
        start = top.start
        followsEnd = top == last
    }

    /// What is seen of the line in the row that begins there, and whether more of it is to the right.
    func extent(of place: Place, columns: Int) -> (bytes: Range<Int>, isCut: Bool) {
        let line = lines[place.line]
        guard wraps else { return line.bytes(from: column, columns: columns) }
        return (place.start..<(breaks(of: place.line, columns: columns).start(after: place.start) ?? line.byteCount), false)
    }

    /// The beginning of the row in which that place is; the window may have another width than before.
    private func whole(_ place: Place, columns: Int) -> Place {
        guard wraps, place.line >= 0, place.start > 0, place.line < lines.count else { return Place(line: max(0, place.line), start: 0) }
        return Place(line: place.line, start: breaks(of: place.line, columns: columns).start(ofRowWith: place.start))
    }
}

extension StyledLine {
    /// The columns of the line, read no further than to see that there are so many.
    func columnWidth(upTo limit: Int) -> Int {
        var used = 0
        for span in spans {
            for character in span.text {
                used += character.columnWidth
                if used >= limit { return limit }
            }
        }
        return used
    }

    /// The bytes of what is seen through a window of that width, and whether more of the line is to the right of it.
    func bytes(from column: Int, columns: Int) -> (bytes: Range<Int>, isCut: Bool) {
        var first = 0
        var position = 0
        var byte = 0
        for span in spans {
            for character in span.text {
                let width = character.columnWidth
                if position < column {
                    first = byte + character.utf8.count
                } else if position - column + width > columns {
                    return (first..<byte, true)
                }
                position += width
                byte += character.utf8.count
            }
        }
        return (min(first, byte)..<byte, false)
    }
}
