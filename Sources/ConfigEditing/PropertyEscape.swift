/// The escapes of Java's .properties files, in the UTF-16 units that Java counts in.
enum PropertyEscape {
    private static let backslash = UInt16(UInt8(ascii: "\\"))
    /// The letters that stand for a control character after a backslash.
    private static let letters: [(letter: Character, unit: UInt16)] = [("t", 9), ("n", 10), ("f", 12), ("r", 13)]

    /// What `source` stands for, and where a `\u` without its four digits begins: Java refuses the whole file for one.
    static func decoded(_ source: [UInt8]) -> (units: [UInt16], fault: Int?) {
        var units: [UInt16] = []
        var fault: Int?
        var index = 0
        while index < source.count {
            guard UInt16(source[index]) == backslash, index + 1 < source.count else {
                units.append(UInt16(source[index]))
                index += 1
                continue
            }
            let escaped = source[index + 1]
            if escaped == UInt8(ascii: "u"), let unit = unit(source[(index + 2)...].prefix(4)) {
                units.append(unit)
                index += 6
                continue
            }
            if escaped == UInt8(ascii: "u") { fault = fault ?? index }
            units.append(letters.first { $0.letter.asciiValue == escaped }?.unit ?? UInt16(escaped))
            index += 2
        }
        return (units, fault)
    }

    /// `text` as Java's `Properties.store` writes it: a key has all its blanks escaped, a value only the first one.
    static func encoded(_ text: String, isKey: Bool) -> String {
        var result = ""
        for (index, unit) in text.utf16.enumerated() {
            if let letter = letters.first(where: { $0.unit == unit })?.letter {
                result += "\\\(letter)"
            } else if let scalar = Unicode.Scalar(unit), (0x20...0x7E).contains(unit) {
                let isBlank = scalar == " " && (isKey || index == 0)
                if isBlank || "\\=:#!".unicodeScalars.contains(scalar) { result += "\\" }
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(unit, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result
    }

    private static func unit(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard digits.count == 4 else { return nil }
        var sum: UInt16 = 0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            sum = sum * 16 + UInt16(value)
        }
        return sum
    }
}
