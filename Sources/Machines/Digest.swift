internal import Crypto

/// Digests as they are written: two hexadecimal digits for each byte.
package enum Digest {
    /// SHA-256, as `sha256sum` prints it: tells bytes from other bytes without keeping them.
    package static func text(of bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    private static let digits = Array("0123456789abcdef".utf8)

    static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        let text = digest.reduce(into: [UInt8]()) { text, byte in
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
