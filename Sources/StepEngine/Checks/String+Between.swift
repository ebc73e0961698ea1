extension String {
    /// What stands between two marks, where they come first; nil where they do not.
    func between(_ start: String, _ end: String) -> String? {
        let bytes = Array(utf8)
        guard let open = bytes[...].place(of: Array(start.utf8)) else { return nil }
        let rest = bytes[open.upperBound...]
        guard let close = rest.place(of: Array(end.utf8)) else { return nil }
        return String(decoding: rest[..<close.lowerBound], as: UTF8.self)
    }

    /// The text without what stands between the marks, and without them.
    func without(from start: String, to end: String) -> String {
        var kept: [UInt8] = []
        var rest = Array(utf8)[...]
        while let open = rest.place(of: Array(start.utf8)) {
            kept += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.place(of: Array(end.utf8)) else { return String(decoding: kept, as: UTF8.self) }
            rest = rest[close.upperBound...]
        }
        return String(decoding: kept + rest, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// The first place of some bytes.
    fileprivate func place(of other: [UInt8]) -> Range<Int>? {
        guard let first = other.first else { return startIndex..<startIndex }
        var start = startIndex
        while let next = self[start...].firstIndex(of: first) {
            if self[next...].starts(with: other) { return next..<(next + other.count) }
            start = next + 1
        }
        return nil
    }
}
