/// One logical line of a .properties file: a property, which may go on over several lines, or a comment.
struct PropertyLine {
    /// Whether it is a comment; key and value are then those of a property that was commented out.
    var isComment: Bool
    /// Where it begins.
    var start: Int
    /// Where its content ends, before the line end.
    var end: Int
    /// The key, decoded.
    var key: [UInt16]
    /// The value, decoded.
    var value: [UInt16]
    /// The bytes of the value, continued lines included; where there is no value, the place for one.
    var place: Range<Int>
    /// Whether a separator or a blank stands between the key and the place of the value.
    var hasSeparator: Bool
    /// Whether it ends in a backslash that finds no line to continue with.
    var isOpen: Bool
    /// Where a malformed escape begins.
    var fault: Int?

    /// Cuts the content, whose bytes are given with their places, at its separator.
    init(content: [PropertyScanner.Byte], isComment: Bool, end: Int, danglingBackslash: Int? = nil) {
        let bytes = content.map(\.value)
        let keyEnd = Self.keyEnd(of: bytes)
        let valueStart = Self.valueStart(of: bytes, after: keyEnd)
        let key = PropertyEscape.decoded(Array(bytes[..<keyEnd]))
        let value = PropertyEscape.decoded(Array(bytes[valueStart...]))
        self.isComment = isComment
        self.end = end
        start = content.first?.offset ?? danglingBackslash ?? end
        (self.key, self.value) = (key.units, value.units)
        place = (valueStart < content.count ? content[valueStart].offset : danglingBackslash ?? end)..<end
        hasSeparator = valueStart > keyEnd
        isOpen = danglingBackslash != nil
        fault = (key.fault ?? value.fault.map { $0 + valueStart }).map { content[$0].offset }
    }

    /// The key ends before the first unescaped `=`, `:` or blank.
    private static func keyEnd(of bytes: [UInt8]) -> Int {
        var isEscaped = false
        for (index, byte) in bytes.enumerated() {
            if !isEscaped && (isAssignment(byte) || PropertyScanner.isWhite(byte)) { return index }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return bytes.count
    }

    /// The value begins behind blanks with at most one `=` or `:` among them.
    private static func valueStart(of bytes: [UInt8], after keyEnd: Int) -> Int {
        var isAssigned = false
        var index = keyEnd
        while index < bytes.count {
            if isAssignment(bytes[index]) && !isAssigned {
                isAssigned = true
            } else if !PropertyScanner.isWhite(bytes[index]) {
                break
            }
            index += 1
        }
        return index
    }

    private static func isAssignment(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") }
}
