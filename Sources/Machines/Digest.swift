internal import Crypto

/// Digests as they are written: two hexadecimal digits for each byte.
package enum Digest {
    /// SHA-256, as `sha256sum` prints it: tells bytes from other bytes without keeping them.
    package static func text(of bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
