/// A text that is looked for without regard to capitals.
struct Needle: Sendable, Hashable {
    /// For each scalar, the bytes with which it may be written.
    private let spellings: [[[UInt8]]]
    /// Which bytes a match may begin with, so that most of a text is passed over quickly.
    private let beginnings: [Bool]
    /// The most bytes that a match can have.
    let longest: Int

    /// Nil for an empty text, which is found nowhere.
    init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        spellings = text.unicodeScalars.map { scalar in
            let forms = [String(scalar), scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
            return Set(forms).map { Array($0.utf8) }.sorted { $0.count > $1.count }
        }
        var beginnings = Array(repeating: false, count: 256)
        for spelling in spellings[0] { beginnings[Int(spelling[0])] = true }
        self.beginnings = beginnings
        longest = spellings.reduce(0) { $0 + $1[0].count }
    }

    /// Where the text is found in those bytes, matches that overlap included.
    func matches(in bytes: [UInt8]) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { bytes in
            var found: [Range<Int>] = []
            for start in bytes.indices where beginnings[Int(bytes[start])] {
                if let end = end(ofMatchAt: start, in: bytes) { found.append(start..<end) }
            }
            return found
        }
    }

    /// Where the text is found in those bytes of a line.
    func matches(in line: StyledLine, bytes: Range<Int>) -> [Range<Int>] {
        let bytes = bytes.clamped(to: 0..<line.byteCount)
        var copy: [UInt8] = []
        line.forEachPiece(in: bytes) { piece, _ in copy += piece.utf8 }
        return matches(in: copy).map { bytes.lowerBound + $0.lowerBound..<bytes.lowerBound + $0.upperBound }
    }

    /// The beginning of the first match from that byte on.
    func firstMatch(in line: StyledLine, from byte: Int = 0) -> Int? {
        var first = byte
        while first < line.byteCount {
            let found = matches(in: line, bytes: first..<first + Self.stretch + longest)
            if let match = found.first { return match.lowerBound }
            first += Self.stretch
        }
        return nil
    }

    /// The beginning of the last match that begins before that byte.
    func lastMatch(in line: StyledLine, before byte: Int = .max) -> Int? {
        var end = min(byte, line.byteCount)
        while end > 0 {
            let first = max(0, end - Self.stretch)
            let found = matches(in: line, bytes: first..<end + longest)
            if let match = found.last(where: { $0.lowerBound < end }) { return match.lowerBound }
            end = first
        }
        return nil
    }

    /// How much of a line is looked through at a time.
    private static let stretch = 1 << 16

    private func end(ofMatchAt start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var position = start
        for forms in spellings {
            let rest = bytes[position...]
            guard let form = forms.first(where: { rest.starts(with: $0) }) else { return nil }
            position += form.count
        }
        return position
    }
}
