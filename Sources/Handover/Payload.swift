internal import Crypto

/// The bytes that a slip carries, and the names that they give it.
struct Payload: Hashable {
    /// What they are.
    var kind: SlipKind
    /// The bytes: packed, or sealed.
    var bytes: [UInt8]

    /// Takes bytes as they are.
    init(_ kind: SlipKind, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// Packs a text.
    init(_ kind: SlipKind, packing text: [UInt8]) { self.init(kind, Packing.packed(text)) }

    /// The text that was packed. Throws where the bytes are none that this program packs.
    func unpacked(_ subject: String) throws(SlipError) -> [UInt8] {
        guard let text = Packing.unpacked(bytes) else {
            throw SlipError(
                .unusable, subject, "what it carries cannot be unpacked, or is over \(Packing.limit / 1024) kB",
                remedy: "have it printed again on the server it came from")
        }
        return text
    }

    /// Fifty bits of SHA-256 over form, kind and bytes, in ten letters and digits.
    var digest: String {
        let head = Array("joget-cluster slip \(Slip.currentVersion) \(kind.word) ".utf8)
        return String(SlipAlphabet.text(of: SHA256.hash(data: head + bytes)).prefix(10))
    }

    /// The letter of the kind and two characters of the digest: tells the lines of one slip from those of another.
    var tag: String { String(decoding: [kind.rawValue], as: UTF8.self) + digest.prefix(2) }
}
