/// A byte text cut at its line ends, so that one line can be changed and all others are put back as they were.
///
/// Bytes are never turned into characters and back: Latin-1 and broken UTF-8 survive.
struct TextLines {
    /// One line without its end, and its end.
    struct Line: Hashable {
        var content: [UInt8]
        var ending: Ending
    }

    /// What stands between a line and the next one.
    enum Ending: Hashable {
        /// Nothing: the last line lacks its end.
        case missing
        case lineFeed
        /// As DOS and Windows write it.
        case carriageReturnLineFeed

        var bytes: [UInt8] {
            switch self {
            case .missing: []
            case .lineFeed: [TextLines.lineFeed]
            case .carriageReturnLineFeed: [TextLines.carriageReturn, TextLines.lineFeed]
            }
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// A byte order mark that stood before the first line.
    private let mark: [UInt8]
    /// The lines in order.
    var lines: [Line]

    /// Cuts `bytes` into lines; a byte order mark is no part of the first line unless `keepsMark`.
    init(_ bytes: [UInt8], keepsMark: Bool = false) {
        mark = !keepsMark && bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark : []
        lines = []
        var start = mark.count
        while start < bytes.count {
            guard let end = bytes[start...].firstIndex(of: Self.lineFeed) else {
                lines.append(Line(content: Array(bytes[start...]), ending: .missing))
                return
            }
            let hasReturn = end > start && bytes[end - 1] == Self.carriageReturn
            lines.append(
                Line(
                    content: Array(bytes[start..<(hasReturn ? end - 1 : end)]),
                    ending: hasReturn ? .carriageReturnLineFeed : .lineFeed))
            start = end + 1
        }
    }

    /// The whole text again.
    var bytes: [UInt8] {
        lines.reduce(into: mark) { text, line in
            text += line.content
            text += line.ending.bytes
        }
    }

    /// Adds a line after the last one, ended as its neighbour is; a text without a final line end stays without one.
    mutating func append(_ content: [UInt8]) {
        let usual = lines.last { $0.ending != .missing }?.ending ?? .lineFeed
        guard let last = lines.indices.last, lines[last].ending == .missing else {
            lines.append(Line(content: content, ending: usual))
            return
        }
        lines[last].ending = usual
        lines.append(Line(content: content, ending: .missing))
    }

    /// Takes lines out; a text without a final line end stays without one.
    mutating func remove(at places: Set<Int>) {
        guard !places.isEmpty else { return }
        let isOpen = lines.last?.ending == .missing
        lines = lines.indices.filter { !places.contains($0) }.map { lines[$0] }
        if isOpen, let last = lines.indices.last { lines[last].ending = .missing }
    }
}

/// Whether a byte separates the words of a line.
func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

/// The ranges of the words of a line, blanks between them.
func words(of line: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start: Int?
    for (index, byte) in line.enumerated() {
        if isBlank(byte) {
            if let first = start { found.append(first..<index) }
            start = nil
        } else if start == nil {
            start = index
        }
    }
    if let first = start { found.append(first..<line.count) }
    return found
}

/// Whether two texts are the same bytes; `==` would call differently composed accents equal.
func isSame(_ one: some StringProtocol, _ other: some StringProtocol) -> Bool { one.utf8.elementsEqual(other.utf8) }
