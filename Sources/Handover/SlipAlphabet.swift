/// The letters and digits of a slip: 32 of them, none of which looks like another.
///
/// It is Crockford's base 32. A reader takes lower case for upper case, O for 0, and I and L for 1.
enum SlipAlphabet {
    private static let characters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let values: [UInt8: UInt8] = Dictionary(
        uniqueKeysWithValues: characters.enumerated().map { ($1, UInt8($0)) })

    /// The bytes in letters and digits, five bits each; the last one is filled up with zero bits.
    static func text(of bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = (bits << 8 | UInt32(byte)) & 0xFFF
            count += 8
            while count >= 5 {
                count -= 5
                text.append(characters[Int(bits >> UInt32(count)) & 31])
            }
        }
        if count > 0 { text.append(characters[Int(bits << UInt32(5 - count)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The whole bytes in `text`; nil where it has a character that is none of ours, or bits left over that are not zero.
    static func bytes(of text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let value = values[character] else { return nil }
            bits = (bits << 5 | UInt32(value)) & 0xFFF
            count += 5
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        return bits & (1 << UInt32(count) - 1) == 0 ? bytes : nil
    }

    /// Whether a character is one of the 32.
    static func has(_ character: UInt8) -> Bool { values[character] != nil }

    /// The character that is meant: upper case, and digits in place of the letters that look like them.
    static func meant(_ character: UInt8) -> UInt8 {
        let upper = character >= UInt8(ascii: "a") && character <= UInt8(ascii: "z") ? character - 32 : character
        switch upper {
        case UInt8(ascii: "O"): return UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return UInt8(ascii: "1")
        default: return upper
        }
    }

    /// The text that is meant, character by character.
    static func meant(_ text: String) -> [UInt8] { text.utf8.map(meant) }
}
