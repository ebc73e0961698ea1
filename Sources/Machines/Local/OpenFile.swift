import Glibc
import SystemPackage

/// An open descriptor that closes itself.
struct OpenFile: ~Copyable {
    let descriptor: CInt

    init(_ path: String, _ flags: CInt, mode: mode_t = 0) throws(Errno) {
        descriptor = try Errno.check { open(path, flags | O_CLOEXEC, mode) }
    }

    /// Takes over a descriptor.
    init(owning descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func status() throws(Errno) -> stat {
        var status = stat()
        try Errno.check { fstat(descriptor, &status) }
        return status
    }

    /// All bytes up to the end, or nil where there are more than `limit`. Files of /proc, which claim to be empty, too.
    func readAll(limit: Int) throws(Errno) -> [UInt8]? {
        var bytes: [UInt8] = []
        var room = min(max(try Int(status().st_size), 16_383), limit) + 1
        while true {
            let missing = room
            var count = 0
            var failure: Errno?
            bytes.append(
                contentsOf: [UInt8](unsafeUninitializedCapacity: missing) { buffer, initialized in
                    do throws(Errno) {
                        count = try Errno.check { read(descriptor, buffer.baseAddress, missing) }
                    } catch {
                        failure = error
                    }
                    initialized = count
                })
            if let failure { throw failure }
            if count == 0 { return bytes }
            if bytes.count > limit { return nil }
            room = min(max(room - count, 65_536), limit - bytes.count + 1)
        }
    }

    func writeAll(_ bytes: [UInt8]) throws(Errno) {
        var written = 0
        while written < bytes.count {
            written += try Errno.check { bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, $0.count - written) } }
        }
    }

    /// Puts this file behind another descriptor number.
    func replace(_ other: CInt) throws(Errno) {
        try Errno.check { dup2(descriptor, other) }
    }

    func sync() throws(Errno) {
        try Errno.check { fsync(descriptor) }
    }

    /// Makes what was created, renamed or removed in a directory outlive a power cut.
    static func syncDirectory(_ path: String) throws(Errno) {
        try OpenFile(path, O_RDONLY | O_DIRECTORY).sync()
    }
}
