import FoundationEssentials
import Glibc
import SystemPackage

/// The file in which a supervisor writes down how its command ended.
struct SupervisorRecord: ~Copyable {
    private let path: String
    private let temporary: String
    private let file: OpenFile

    /// Takes the space for the record now, so that a command that fills the disk can still be recorded.
    init(_ path: String) throws(Errno) {
        self.path = path
        temporary = path + ".new"
        if unlink(temporary) != 0 && errno != ENOENT { throw Errno(rawValue: errno) }
        file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        // Where the file system cannot reserve space, the record is written without.
        posix_fallocate(file.descriptor, 0, 256)
    }

    /// Makes the record appear, whole.
    func write(_ end: CommandEnd) throws(Errno) {
        let bytes: [UInt8]
        do {
            bytes = try Array(JSONEncoder().encode(end))
        } catch {
            preconditionFailure("the end of a command is plain JSON: \(error)")
        }
        try file.writeAll(bytes)
        try Errno.check { ftruncate(file.descriptor, off_t(bytes.count)) }
        try file.sync()
        try Errno.check { rename(temporary, path) }
        try OpenFile.syncDirectory(FilePaths.directory(of: path))
    }
}
