import TerminalUI

/// The bytes of a log as lines that can be shown.
enum LogText {
    /// The most characters of a line; what is longer is broken.
    static let width = 4096

    static func lines(of bytes: [UInt8]) -> [String] { pieces(of: bytes).flatMap(\.self) }

    /// The index among `lines(of:)` of the line with this number, or of that piece of it which holds the text.
    static func line(_ number: Int, of bytes: [UInt8], holding text: String) -> Int {
        let all = pieces(of: bytes)
        guard number < all.count else { return 0 }
        let wanted = text.lowercased()
        let piece = all[number].firstIndex { $0.lowercased().contains(wanted) } ?? 0
        return all[..<number].reduce(0) { $0 + $1.count } + piece
    }

    /// The first place from `start` on where a character of UTF-8 begins.
    static func wholeCharacters(in bytes: [UInt8], from start: Int) -> Int {
        let begin = bytes[start...].prefix(4).firstIndex { $0 & 0xC0 != 0x80 }
        return begin ?? start
    }

    /// Behind the last character of UTF-8 that is there as a whole, as far as can be told without what follows.
    static func end(ofWholeCharactersIn bytes: [UInt8]) -> Int {
        guard let last = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }), bytes[last] >= 0xC0, bytes.count - last < 4 else {
            return bytes.count
        }
        return last
    }

    /// Each line, broken where it is too long.
    private static func pieces(of bytes: [UInt8]) -> [[String]] {
        // No line of a window is too many or too long to be kept.
        var assembler = PlainText.Assembler(keeping: LogWindow.limit + 1, lineLimit: 8 * LogWindow.limit)
        assembler.append(bytes)
        let lines = assembler.lines + (assembler.partial.isEmpty ? [] : [assembler.partial])
        return lines.map(broken)
    }

    private static func broken(_ line: String) -> [String] {
        // As many bytes hold no more characters.
        guard line.utf8.count > width else { return [line] }
        var pieces: [String] = []
        var rest = line[...]
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return pieces
    }
}
