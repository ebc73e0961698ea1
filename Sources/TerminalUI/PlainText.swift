/// Makes text of unknown origin safe to show: nothing in it moves the cursor, changes colours or turns the writing direction.
public enum PlainText {
    /// The lines of a command's output; the last one also counts when no newline ends it.
    public static func lines(of bytes: some Sequence<UInt8>, last count: Int = 10_000) -> [String] {
        var assembler = Assembler(keeping: count)
        assembler.append(bytes)
        return assembler.lines + (assembler.partial.isEmpty ? [] : [assembler.partial])
    }

    /// One line of such text.
    public static func line(_ text: String) -> String {
        lines(of: text.utf8).joined(separator: " ")
    }

    /// What is left of the bytes of one line: invalid UTF-8 is replaced, and so are marks that turn the writing direction.
    static func decoded(_ bytes: some Collection<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !(0x80...0x9F).contains(scalar.value) {
            kept.append(scalar.turnsDirection || scalar.properties.generalCategory == .lineSeparator ? "\u{FFFD}" : scalar)
        }
        return String(kept)
    }
}
