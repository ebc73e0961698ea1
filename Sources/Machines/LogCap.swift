import CMachine
import Glibc
import SystemPackage

/// Keeps the log of a command that never stops talking from filling the disk. Up to the cap a log is complete; beyond it, its
/// beginning and its latest part stay, and the space of what lies between is given back. The command is not held up by that.
struct LogCap: ~Copyable {
    /// No log takes more space than that.
    static let largest = 1 << 30
    /// Nor less, however full the disk is.
    static let smallest = 1 << 24
    private static let block = 1 << 12

    private let file: OpenFile
    private let cap: Int
    /// Where the part begins that was let go, and where it ends by now.
    private let start: Int
    private var end: Int

    /// Begins to watch a log. Without a word about the cap it is a quarter of the space that is left.
    init(_ path: String, cap: Int?) throws(Errno) {
        // Not for appending: the word in the middle is to stand there.
        let file = try OpenFile(path, O_WRONLY | O_NOFOLLOW)
        // What stands in the log already is not this command's.
        let size = Int(try file.status().st_size)
        let limit = cap ?? LogCap.fitting(file.descriptor)
        self.cap = limit
        start = LogCap.rounded(size + limit / 2)
        end = start
        self.file = file
    }

    /// A quarter of the space that is left.
    private static func fitting(_ descriptor: CInt) -> Int {
        var space = statvfs()
        guard fstatvfs(descriptor, &space) == 0 else { return largest }
        return min(max(Int(space.f_bavail) * Int(space.f_frsize) / 4, smallest), largest)
    }

    /// Gives space back where the log has become too large. To be called again and again.
    mutating func enforce() {
        // A log that cannot be looked at is not let go.
        guard let size = try? Int(file.status().st_size), size - end > cap / 2 + cap / 8 else { return }
        let next = (size - cap / 2) / LogCap.block * LogCap.block
        let first = end == start ? start + LogCap.block : end
        // Where the file system cannot do that, the log stays whole.
        guard next > first, machine_release(file.descriptor, off_t(first), off_t(next - first)) == 0 else { return }
        end = next
        let words = "\n[joget-cluster: this log has become too large; \(end - start) bytes from here on were let go]\n"
        let line = Array(words.utf8) + [UInt8](repeating: 0x20, count: LogCap.block - words.utf8.count - 1) + [UInt8(ascii: "\n")]
        _ = line.withUnsafeBytes { pwrite(file.descriptor, $0.baseAddress, $0.count, off_t(start)) }
    }

    private static func rounded(_ offset: Int) -> Int { (offset + block - 1) / block * block }
}
