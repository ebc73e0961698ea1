/// Cuts a .properties file into its logical lines by the rules of Java's `Properties.load`.
struct PropertyScanner {
    /// One byte of a logical line and where it stands in the file.
    struct Byte {
        var value: UInt8
        var offset: Int
    }

    private let bytes: [UInt8]
    private var position = 0

    /// The logical lines in order, comments among them.
    static func lines(of bytes: [UInt8]) -> [PropertyLine] {
        var scanner = Self(bytes)
        var lines: [PropertyLine] = []
        while let line = scanner.next() { lines.append(line) }
        return lines
    }

    /// The number of the line at `offset`, counted from 1; a lone carriage return ends a line too.
    static func lineNumber(of offset: Int, in bytes: [UInt8]) -> Int {
        1
            + (0..<offset).count { index in
                let isSecondHalf = index > 0 && bytes[index] == TextLines.lineFeed && bytes[index - 1] == TextLines.carriageReturn
                return isLineEnd(bytes[index]) && !isSecondHalf
            }
    }

    static func isLineEnd(_ byte: UInt8) -> Bool { byte == TextLines.lineFeed || byte == TextLines.carriageReturn }

    /// A blank, a tab or a form feed.
    static func isWhite(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0C }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func next() -> PropertyLine? {
        var content: [Byte] = []
        var skipsWhite = true
        var isContinued = false
        var isEscaped = false
        while position < bytes.count {
            let byte = bytes[position]
            if skipsWhite {
                // An empty line ends a continued one, and is nothing before any other.
                if Self.isWhite(byte) || (Self.isLineEnd(byte) && !isContinued) {
                    position += 1
                    continue
                }
                (skipsWhite, isContinued) = (false, false)
            }
            if content.isEmpty, byte == UInt8(ascii: "#") || byte == UInt8(ascii: "!") { return comment() }
            guard Self.isLineEnd(byte) else {
                content.append(Byte(value: byte, offset: position))
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                position += 1
                continue
            }
            let end = position
            passLineEnd()
            if isEscaped, position < bytes.count {
                content.removeLast()
                (skipsWhite, isContinued, isEscaped) = (true, true, false)
            } else if content.isEmpty {
                skipsWhite = true
            } else {
                return property(content, end: end, isOpen: isEscaped)
            }
        }
        return property(content, end: bytes.count, isOpen: isEscaped)
    }

    /// A backslash with nothing before it and nothing behind it is no property.
    private func property(_ content: [Byte], end: Int, isOpen: Bool) -> PropertyLine? {
        guard content.count > (isOpen ? 1 : 0), let last = content.last else { return nil }
        guard isOpen else { return PropertyLine(content: content, isComment: false, end: end) }
        return PropertyLine(content: content.dropLast(), isComment: false, end: end, danglingBackslash: last.offset)
    }

    /// A comment is never continued.
    private mutating func comment() -> PropertyLine {
        let start = position
        while position < bytes.count, !Self.isLineEnd(bytes[position]) { position += 1 }
        let text = (start..<position).drop { "#! \t\u{C}".utf8.contains(bytes[$0]) }
        return PropertyLine(content: text.map { Byte(value: bytes[$0], offset: $0) }, isComment: true, end: position)
    }

    private mutating func passLineEnd() {
        let isReturn = bytes[position] == TextLines.carriageReturn
        position += 1
        if isReturn, position < bytes.count, bytes[position] == TextLines.lineFeed { position += 1 }
    }
}
