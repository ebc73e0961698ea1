extension ScrollView {
    /// The row to which a search went.
    struct Found: Sendable, Hashable {
        var text: String
        var place: Place
    }

    /// Moves to the next line in which the text is found, in capitals or not, or to the one before; at the end it goes on from
    /// the other end. Returns false where the text is nowhere. A line that is broken counts as several.
    public mutating func find(_ text: String, forward: Bool, rows: Int, columns: Int) -> Bool {
        guard let needle = Needle(text), !lines.isEmpty else { return false }
        let from = beginning(ofSearchFor: text, forward: forward, rows: rows, columns: columns)
        let match = forward ? firstMatch(of: needle, from: from) : lastMatch(of: needle, before: from)
        guard let match else { return false }
        var place = Place(line: match.line, start: 0)
        if wraps {
            place.start = breaks(of: match.line, columns: columns).start(ofRowWith: match.start)
        } else {
            bringIntoSight(match, needle, columns: columns)
        }
        show(place, rows: rows, columns: columns)
        // Who has found something reads it; it must not run away with the next line.
        followsEnd = false
        found = Found(text: text, place: place)
        return true
    }

    /// Where a search begins: forwards that byte is the first to be looked at, backwards the first that is not.
    private func beginning(ofSearchFor text: String, forward: Bool, rows: Int, columns: Int) -> Place {
        let top = top(rows: rows, columns: columns)
        let last = self.rows(from: top, limit: max(1, rows), columns: columns).last ?? top
        guard let found, found.text == text, found.place >= top, found.place <= last else {
            return followsEnd && !forward ? Place(line: lines.count - 1, start: .max) : top
        }
        guard forward else { return found.place }
        guard wraps, let next = breaks(of: found.place.line, columns: columns).start(after: found.place.start) else {
            return Place(line: (found.place.line + 1) % lines.count, start: 0)
        }
        return Place(line: found.place.line, start: next)
    }

    private func firstMatch(of needle: Needle, from place: Place) -> Place? {
        for step in 0...lines.count {
            let line = (place.line + step) % lines.count
            if let byte = needle.firstMatch(in: lines[line], from: step == 0 ? place.start : 0) {
                return Place(line: line, start: byte)
            }
        }
        return nil
    }

    private func lastMatch(of needle: Needle, before place: Place) -> Place? {
        for step in 0...lines.count {
            let line = (place.line - step + lines.count) % lines.count
            if let byte = needle.lastMatch(in: lines[line], before: step == 0 ? place.start : .max) {
                return Place(line: line, start: byte)
            }
        }
        return nil
    }

    /// Moves sideways where the match would be outside of the window.
    private mutating func bringIntoSight(_ match: Place, _ needle: Needle, columns: Int) {
        let line = lines[match.line]
        let seen = line.bytes(from: column, columns: columns)
        let end = min(line.byteCount, match.start + needle.longest)
        // The last column may be covered by a mark.
        guard match.start < seen.bytes.lowerBound || end > seen.bytes.upperBound - (seen.isCut ? 1 : 0) else { return }
        let before = line.part(0..<match.start).columnWidth
        column = before + needle.longest < columns ? 0 : max(0, before - columns / 2)
    }
}
