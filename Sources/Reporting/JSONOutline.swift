/// Goes through the bytes of a JSON text, as far as to know how deep in it they are.
struct JSONOutline {
    /// How many objects and lists are open.
    private(set) var depth = 0
    /// Whether a string is open.
    private(set) var isQuoted = false
    private var isEscaped = false

    mutating func pass(_ byte: UInt8) {
        if isQuoted {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = false
            }
            return
        }
        switch byte {
        case UInt8(ascii: "\""): isQuoted = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
    }

    /// Where the value of a member of the outermost object lies, if it is an object itself and the text is as far in order.
    /// - Parameter key: the member's name; a text that writes it with escapes has none of that name here.
    static func object(_ key: String, in bytes: [UInt8]) -> Range<Int>? {
        let name = Array("\"\(key)\"".utf8)
        var outline = JSONOutline()
        var begin: Int?
        for (index, byte) in bytes.enumerated() {
            let isName = begin == nil && outline.depth == 1 && !outline.isQuoted && byte == name[0] && bytes[index...].starts(with: name)
            outline.pass(byte)
            if isName { begin = opening(after: index + name.count, in: bytes) }
            if let begin, index > begin, outline.depth == 1, !outline.isQuoted { return begin..<index + 1 }
        }
        return nil
    }

    /// Where the object begins of which the name ends before `index`.
    private static func opening(after index: Int, in bytes: [UInt8]) -> Int? {
        guard let colon = bytes[index...].firstIndex(where: { !$0.isBlank }), bytes[colon] == UInt8(ascii: ":"),
            let begin = bytes[(colon + 1)...].firstIndex(where: { !$0.isBlank }), bytes[begin] == UInt8(ascii: "{")
        else { return nil }
        return begin
    }
}
