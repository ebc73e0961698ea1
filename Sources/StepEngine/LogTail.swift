internal import Glibc

/// Reads what was appended to a log since the last look, in bounded memory.
struct LogTail {
    private static let mostAtOnce = 1 << 16

    private let path: String
    private var offset: Int

    /// Begins at the present end of the file, or at its beginning where there is none.
    init(_ path: String) {
        self.path = path
        var status = stat()
        offset = stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Begins at the beginning of the file.
    init(fromStartOf path: String) {
        self.path = path
        offset = 0
    }

    /// The last 64 kB of a log, as text; empty where there is none.
    static func text(of path: String) -> String {
        var tail = LogTail(fromStartOf: path)
        return tail.news().map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    }

    /// What is new: at most the last 64 kB of it, with the number of bytes left out before. Nil where nothing is.
    mutating func news() -> (bytes: [UInt8], skipped: Int)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) > offset else { return nil }
        let size = Int(status.st_size)
        let skipped = max(0, size - offset - LogTail.mostAtOnce)
        let start = offset + skipped
        var buffer = [UInt8](repeating: 0, count: size - start)
        let count = pread(descriptor, &buffer, buffer.count, off_t(start))
        guard count > 0 else { return nil }
        offset = start + count
        return (Array(buffer[..<count]), skipped)
    }

    static func lastLine(of bytes: [UInt8]) -> String? {
        bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .map { line in
                let shown = String(decoding: line.suffix(1200), as: UTF8.self).unicodeScalars.filter {
                    $0.value >= 32 && !(127...159).contains($0.value)
                }
                return String(String.UnicodeScalarView(shown.suffix(300))).trimmed
            }
            .last { !$0.isEmpty }
    }
}

/// Writes to a log what did not come from a supervised command.
enum LogFile {
    static func append(_ text: String, to path: String) throws(EngineError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw EngineError(.state, path, "the log cannot be written: \(reason())", remedy: "make room") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
            throw EngineError(.state, path, "the log cannot be written: \(reason())", remedy: "make room")
        }
    }
}
