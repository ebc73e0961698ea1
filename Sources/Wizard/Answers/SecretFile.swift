internal import Glibc
import Guidebook

/// A file whose first line is a secret, and which only its owner can read.
enum SecretFile {
    /// Why a secret was not taken from a file.
    struct Refused: Error, CustomStringConvertible {
        let path: String
        let what: String

        var description: String { "\(path): \(what)" }
    }

    private static let mostBytes = 4096

    /// The secret in the file at `path`. Nothing of the file stands in what it throws.
    static func secret(at path: String) throws(Refused) -> Secret {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw Refused(path: path, what: "it cannot be opened: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Refused(path: path, what: "it is no ordinary file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Refused(path: path, what: "others than its owner can use it; make it private with 'chmod 600 \(path)'")
        }
        guard status.st_uid == geteuid() else {
            throw Refused(path: path, what: "it belongs to somebody else; give it to the account that runs the wizard")
        }
        var buffer = [UInt8](repeating: 0, count: mostBytes)
        let count = read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw Refused(path: path, what: "it cannot be read: \(String(cString: strerror(errno)))") }
        let line = buffer[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let text = String(validating: line, as: UTF8.self), !text.isEmpty else {
            throw Refused(path: path, what: "its first line is empty or no UTF-8 text")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
            throw Refused(path: path, what: "its first line has characters that control a terminal")
        }
        return Secret(text)
    }
}
