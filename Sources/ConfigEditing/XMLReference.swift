/// What stands behind an `&` in XML: a character, or the name of an entity.
struct XMLReference {
    /// What it stands for; nil for an entity that the file itself must declare.
    var character: Unicode.Scalar?
    /// Where it ends, behind its semicolon.
    var end: Int

    private static let predefined: [String: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    /// The reference whose `&` is at `start`; nil where it is malformed.
    init?(at start: Int, in bytes: ArraySlice<UInt8>) {
        guard let semicolon = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let body = bytes[(start + 1)..<semicolon]
        end = semicolon + 1
        if body.first == UInt8(ascii: "#") {
            guard let scalar = Self.scalar(body.dropFirst()) else { return nil }
            character = scalar
        } else {
            guard let first = body.first, XMLScanner.beginsName(first), body.allSatisfy(XMLScanner.continuesName) else { return nil }
            character = Self.predefined[String(decoding: body, as: UTF8.self)]
        }
    }

    /// The text of an attribute value: references to characters resolved, those to entities left as they stand.
    static func decoded(_ value: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == UInt8(ascii: "&"), let reference = Self(at: index, in: value), let character = reference.character {
                result += Array(String(character).utf8)
                index = reference.end
            } else {
                // CR LF counts as one line end, and a line end as a blank.
                let isFirstHalf = value[index...].starts(with: [TextLines.carriageReturn, TextLines.lineFeed])
                if !isFirstHalf { result.append(XMLScanner.isWhite(value[index]) ? UInt8(ascii: " ") : value[index]) }
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The character of `65` or `x41`, where XML allows it.
    private static func scalar(_ digits: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let isHexadecimal = digits.first == UInt8(ascii: "x")
        let text = String(decoding: isHexadecimal ? digits.dropFirst() : digits, as: UTF8.self)
        guard let first = text.first, first != "+", first != "-", let number = UInt32(text, radix: isHexadecimal ? 16 : 10) else {
            return nil
        }
        guard number >= 0x20 ? number != 0xFFFE && number != 0xFFFF : [9, 10, 13].contains(number) else { return nil }
        return Unicode.Scalar(number)
    }
}
