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
        temporary = Self.reservation(of: path)
        if unlink(temporary) != 0 && errno != ENOENT { throw Errno(rawValue: errno) }
        file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        // Where the file system cannot reserve space, the record is written without.
        posix_fallocate(file.descriptor, 0, 256)
    }

    /// What becomes the record.
    private static func reservation(of path: String) -> String { path + ".new" }

    /// The end that a supervisor wrote and did not live to put in place, which this does; nil where it wrote none, and then what
    /// it reserved is taken away.
    static func salvaged(_ path: String) throws(Errno) -> CommandEnd? {
        let reservation = reservation(of: path)
        guard try FilePaths.status(of: reservation) != nil else { return nil }
        let bytes = try OpenFile(reservation, O_RDONLY | O_NOFOLLOW).readAll(limit: 4096) ?? []
        // A part of a record is none, and the space behind one is empty.
        guard let end = try? JSONDecoder().decode(CommandEnd.self, from: Data(bytes.prefix { $0 != 0 })) else {
            try Errno.check { unlink(reservation) }
            return nil
        }
        try Errno.check { rename(reservation, path) }
        return end
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
