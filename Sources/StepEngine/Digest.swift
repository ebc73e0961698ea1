internal import Crypto

/// SHA-256 in hexadecimal: tells bytes from other bytes without keeping them.
enum Digest {
    static func text(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
