internal import Glibc

/// A text in lines that is searched for words; fast enough for some megabytes of log.
struct LineText: Sendable {
    /// The longest that a line is shown, in characters.
    static let widest = 300

    private let bytes: [UInt8]
    private let small: [UInt8]
    private let lines: [Range<Int>]

    /// Line feeds, carriage returns (progress bars) and both together end a line.
    init(_ text: String) {
        bytes = Array(text.utf8)
        small = bytes.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : $0.small }
        var lines: [Range<Int>] = []
        var start = 0
        for end in small.indices where small[end] == UInt8(ascii: "\n") {
            lines.append(start..<end)
            start = end + 1
        }
        if start < small.count { lines.append(start..<small.count) }
        self.lines = lines
    }

    /// The numbers of its lines, from 0.
    var indices: Range<Int> { lines.indices }

    /// The whole of a line.
    subscript(line: Int) -> String { String(decoding: bytes[lines[line]], as: UTF8.self) }

    /// What follows the words on the line; nil where it does not say them.
    func rest(of line: Int, after words: Words) -> Substring? {
        end(of: words, in: lines[line]).map { Substring(String(decoding: bytes[$0..<lines[line].upperBound], as: UTF8.self)) }
    }

    /// Whether the line says the words.
    func says(_ words: Words, line: Int) -> Bool { end(of: words, in: lines[line]) != nil }

    /// The first line from the given one that says the words.
    func first(_ words: Words, from line: Int = 0) -> Int? {
        var line = line
        while line < lines.count {
            guard let place = find(words.pieces[0], in: lines[line].lowerBound..<small.count) else { return nil }
            line = number(of: place)
            if says(words, line: line) { return line }
            line += 1
        }
        return nil
    }

    /// The last line that says the words.
    func last(_ words: Words) -> Int? {
        var last: Int?
        while let next = first(words, from: (last ?? -1) + 1) { last = next }
        return last
    }

    /// The line fit for a screen: nothing unprintable, and of a longer one the part about the words.
    func shown(_ line: Int, about words: Words?) -> String {
        var range = lines[line]
        if let words, let end = end(of: words, in: range), end - range.lowerBound > LineText.widest {
            range = max(range.lowerBound, end - LineText.widest / 2)..<range.upperBound
        }
        // Four bytes are the most that a character of UTF-8 takes.
        let text = String(decoding: bytes[range.prefix(LineText.widest * 4)], as: UTF8.self)
        let scalars = text.unicodeScalars.map { $0 == "\t" ? " " : $0 }.filter(\.isShown).prefix(LineText.widest)
        return String(String.UnicodeScalarView(scalars)).trimmed
    }

    /// Where the last piece of the words ends, in the bytes of one line.
    private func end(of words: Words, in line: Range<Int>) -> Int? {
        var start = line.lowerBound
        for piece in words.pieces {
            guard let place = find(piece, in: start..<line.upperBound) else { return nil }
            start = place + piece.count
        }
        return start
    }

    private func find(_ piece: [UInt8], in range: Range<Int>) -> Int? {
        small.withUnsafeBytes { text in
            guard let base = text.baseAddress else { return nil }
            var start = range.lowerBound
            while range.upperBound - start >= piece.count {
                guard let place = memchr(base + start, Int32(piece[0]), range.upperBound - start - piece.count + 1) else { return nil }
                if memcmp(place, piece, piece.count) == 0 { return UnsafeRawPointer(place) - base }
                start = UnsafeRawPointer(place) - base + 1
            }
            return nil
        }
    }

    /// The line that a byte is in.
    private func number(of byte: Int) -> Int {
        var range = lines.indices
        while range.count > 1 {
            let middle = range.lowerBound + range.count / 2
            range = lines[middle].lowerBound <= byte ? middle..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}

extension Unicode.Scalar {
    /// Whether it takes part in what is seen, and does nothing else to a terminal.
    fileprivate var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: self != "\u{FFFD}"
        }
    }
}
