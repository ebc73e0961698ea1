import CMachine
import Glibc
import SystemPackage

/// A process that runs now, held by a descriptor: its number may be given to another one, the descriptor may not.
struct RunningProcess: ~Copyable {
    private let descriptor: OpenFile

    /// The process of `command`, nil where it has ended, even if its number lives on.
    static func of(_ command: LaunchedCommand) throws(Errno) -> RunningProcess? {
        let descriptor: CInt
        do {
            descriptor = try Errno.check { machine_pidfd_open(command.pid) }
        } catch {
            // The kernel calls a number that cannot be one invalid.
            guard error == .noSuchProcess || error == .invalidArgument else { throw error }
            return nil
        }
        let file = OpenFile(owning: descriptor)
        // Only now: what has this start time was there before the descriptor was opened.
        guard startTime(of: command.pid) == command.startTime else { return nil }
        return RunningProcess(descriptor: file)
    }

    /// Waits; false where the task was cancelled first.
    func waitForEnd() async -> Bool {
        guard await Readiness.wait(for: .readable, on: descriptor.descriptor) else { return false }
        // A child of ours keeps its number until somebody asks how it ended. That it is none of ours is no error.
        var end = siginfo_t()
        waitid(idtype_t(Self.byDescriptor), id_t(descriptor.descriptor), &end, WEXITED | WNOHANG)
        return true
    }

    /// Whether it has ended by now. Whoever started it may not have asked yet how.
    var hasEnded: Bool {
        get throws(Errno) {
            var descriptors = [pollfd(fd: descriptor.descriptor, events: CShort(POLLIN), revents: 0)]
            return try Errno.check { poll(&descriptors, 1, 0) } > 0
        }
    }

    /// `P_PIDFD`, which Glibc has only since 2.36.
    private static let byDescriptor: UInt32 = 3

    /// Sends a signal; nothing happens where the process has ended meanwhile.
    func send(_ signal: CInt) throws(Errno) {
        do {
            try Errno.check { machine_pidfd_signal(descriptor.descriptor, signal) }
        } catch .noSuchProcess {}
    }

    /// When a process was started, in clock ticks since boot; nil where it does not exist.
    static func startTime(of pid: pid_t) -> UInt64? {
        guard let file = try? OpenFile("/proc/\(pid)/stat", O_RDONLY),  // No such file is the answer.
            let bytes = try? file.readAll(limit: 65_536),  // It ended while we read.
            let name = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        // The name may contain anything. What follows it starts with field 3; the start time is field 22.
        let fields = bytes[(name + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19 else { return nil }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }
}
