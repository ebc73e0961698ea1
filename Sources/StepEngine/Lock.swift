internal import Glibc

/// The right to change a state directory. Held by an open descriptor, so that death frees it and no lock is ever stale.
public final class Lock: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Takes the lock. Throws `.locked` where another instance holds it, naming its process.
    public init(_ directory: StateDirectory) throws(EngineError) {
        let descriptor = open(directory.lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw EngineError(
                .state, directory.lock, "the lock cannot be opened: \(reason())",
                remedy: "look at what stands there; where it is no file of ours, remove it and start again")
        }
        guard Lock.take(descriptor) else {
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
        path = directory.lock
        // Where it was removed between the two calls, another instance may have made one of its own.
        try confirm()
    }

    /// Throws where the lock is no longer the one that was taken: then somebody else may hold the new one.
    func confirm() throws(EngineError) {
        var (ours, present) = (stat(), stat())
        if lstat(path, &present) == 0, fstat(descriptor, &ours) == 0, ours.st_ino == present.st_ino, ours.st_dev == present.st_dev {
            return
        }
        if let directory = path.parentDirectory, access(directory, F_OK) != 0 {
            throw EngineError(
                .state, directory, "the state directory was removed while it was in use",
                remedy: "bring it back from a backup; without it nobody knows what was done here")
        }
        throw EngineError(
            .state, path, "the lock was removed while it was in use, so that another instance may be at work as well",
            remedy: "end every joget-cluster on this server, then start one again")
    }

    deinit { close(descriptor) }

    private static func take(_ descriptor: Int32) -> Bool {
        for attempt in 0..<3 {
            if attempt > 0 { usleep(10_000) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            // Who follows a run looks at its lock for an instant.
            guard errno == EWOULDBLOCK else { return false }
        }
        return false
    }

    /// Whether another instance holds the lock of the directory. It is taken for a moment to find out, where it is free.
    static func isHeld(in directory: StateDirectory) -> Bool {
        let descriptor = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Who holds it, as far as the file says: `process 812`.
    static func holder(of directory: StateDirectory) -> String {
        let descriptor = open(directory.lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        return String(holder(descriptor).drop { $0 == " " || $0 == "(" }.dropLast())
    }

    private static func holder(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 1 else { return "" }
        return " (" + String(decoding: buffer[..<(count - 1)], as: UTF8.self) + ")"
    }
}
