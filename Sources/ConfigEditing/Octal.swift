/// The escape of fstab and exports: a backslash and three octal digits for a byte that would end the word.
enum Octal {
    private static let backslash = UInt8(ascii: "\\")

    /// The bytes that `word` stands for.
    static func decoded(_ word: some Collection<UInt8>) -> [UInt8] {
        let source = Array(word)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            if source[index] == backslash, let byte = value(source[(index + 1)...].prefix(3)) {
                bytes.append(byte)
                index += 4
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return bytes
    }

    /// `text` with blanks, line ends and backslashes escaped, and a `#` where it would begin a comment.
    static func encoded(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let beginsComment = bytes.isEmpty && byte == UInt8(ascii: "#")
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), backslash: bytes += escape(byte)
            default: bytes += beginsComment ? escape(byte) : [byte]
            }
        }
        return bytes
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        let zero = UInt8(ascii: "0")
        return [backslash, zero + byte >> 6, zero + byte >> 3 & 7, zero + byte & 7]
    }

    private static func value(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 3 else { return nil }
        var sum = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
            sum = sum * 8 + Int(digit - UInt8(ascii: "0"))
        }
        return UInt8(exactly: sum)
    }
}
