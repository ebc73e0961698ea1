internal import Glibc
import TerminalUI

/// The end of a log, in bounded memory.
enum LogFile {
    /// The most that is read, in bytes.
    static let limit = 1 << 18

    /// The lines of the last 256 kB; nil where the file cannot be read.
    static func lines(of path: String) -> [String]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let start = max(0, Int(status.st_size) - limit)
        var buffer = [UInt8](repeating: 0, count: Int(status.st_size) - start)
        let count = pread(descriptor, &buffer, buffer.count, off_t(start))
        guard count >= 0 else { return nil }
        let lines = PlainText.lines(of: buffer[..<count])
        return start == 0 ? lines : ["(\(start) bytes before this are in \(path))"] + lines.dropFirst()
    }
}
