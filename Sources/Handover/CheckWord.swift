/// Five letters that can be spoken and that belong to one text alone, or nearly so.
///
/// They spell a CRC-16: whatever is wrong within two neighbouring characters shows for certain, anything else but once in 65,536 times.
enum CheckWord {
    /// How many letters it has.
    static let length = 5

    private static let consonants = Array("BDFGHJKLMNPRSTVZ")
    private static let vowels = Array("AIOU")

    /// The word for a text.
    static func of(_ text: some Sequence<UInt8>) -> String {
        var sum: UInt16 = 0xFFFF
        for byte in text {
            sum ^= UInt16(byte) << 8
            for _ in 0..<8 { sum = sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
        }
        return String([
            consonants[Int(sum >> 12)], vowels[Int(sum >> 10) & 3], consonants[Int(sum >> 6) & 15], vowels[Int(sum >> 4) & 3],
            consonants[Int(sum) & 15],
        ])
    }
}
