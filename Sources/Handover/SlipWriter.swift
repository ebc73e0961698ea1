/// Writes the lines of a slip.
enum SlipWriter {
    /// A slip has no more lines than this.
    static let mostLines = 999
    /// How many letters and digits of the payload stand in a line.
    static let lineLength = 30

    /// The text of a slip; every line ends. Throws where the payload is too long.
    static func text(of payload: Payload) throws(SlipError) -> String {
        let tag = payload.tag
        let pieces = pieces(of: payload.bytes)
        let total = pieces.count
        guard total <= mostLines else {
            throw SlipError(
                .unusable, payload.kind.title, "it would have \(total) lines, and a slip has at most \(mostLines)",
                remedy: "copy the file by other means")
        }
        var lines = [checked(head(payload.kind, tag, total))]
        for (index, piece) in pieces.enumerated() { lines.append(checked("\(start(tag, index + 1, total)) \(grouped(piece))")) }
        lines.append(checked("END SLIP \(tag) \(grouped(payload.digest))"))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func head(_ kind: SlipKind, _ tag: String, _ total: Int) -> String {
        "JOGET SLIP \(Slip.currentVersion) \(kind.word) \(tag) \(total) LINES"
    }

    private static func start(_ tag: String, _ number: Int, _ total: Int) -> String { "\(tag) \(number) OF \(total)" }

    private static func checked(_ line: String) -> String { "\(line) \(checkWord(of: line))" }

    /// The check word of a line, however it is divided by blanks.
    static func checkWord(of line: String) -> String { CheckWord.of(SlipAlphabet.meant(line).filter { $0 != UInt8(ascii: " ") }) }

    /// The bytes behind their number, in pieces of one line each; the last one is filled up with zeros.
    private static func pieces(of bytes: [UInt8]) -> [String] {
        var text = Array(SlipAlphabet.text(of: [UInt8(bytes.count >> 8 & 0xFF), UInt8(bytes.count & 0xFF)] + bytes).utf8)
        let rest = text.count % lineLength
        if rest > 0 { text += Array(repeating: UInt8(ascii: "0"), count: lineLength - rest) }
        return stride(from: 0, to: text.count, by: lineLength).map {
            String(decoding: text[$0..<($0 + lineLength)], as: UTF8.self)
        }
    }

    private static func grouped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: 5).map { String(decoding: bytes[$0..<min($0 + 5, bytes.count)], as: UTF8.self) }
            .joined(separator: " ")
    }
}
