internal import Crypto

/// SHA-256, as `sha256sum` prints it.
enum RehearsalDigest {
    static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }
}
