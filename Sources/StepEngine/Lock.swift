internal import Glibc

/// The right to change a state directory. Held by an open descriptor, so that death frees it and no lock is ever stale.
public final class Lock: Sendable {
    private let descriptor: Int32

    /// Takes the lock. Throws `.locked` where another instance holds it, naming its process.
    public init(_ directory: StateDirectory) throws(EngineError) {
        let descriptor = open(directory.lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw EngineError(.state, directory.lock, "the lock cannot be opened: \(reason())") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let why = reason()
            let holder = Lock.holder(descriptor)
            close(descriptor)
            guard isTaken else { throw EngineError(.state, directory.lock, "the lock cannot be taken: \(why)") }
            throw EngineError(
                .locked, directory.path, "another joget-cluster is at work here\(holder)",
                remedy: "go on there, or end it first; nothing was changed")
        }
        let line = Array("process \(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, line, line.count, 0)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    private static func holder(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 1 else { return "" }
        return " (" + String(decoding: buffer[..<(count - 1)], as: UTF8.self) + ")"
    }
}
