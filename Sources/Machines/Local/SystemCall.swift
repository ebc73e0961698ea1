import CMachine
import Glibc

/// The system call in which a process sleeps, as far as it tells what for.
struct SystemCall: Equatable {
    enum Kind {
        case children, fileLock, recordLock, timer, reading, writing, connecting, accepting, poll, select, epoll, futex, signal, opening
    }

    let kind: Kind
    /// The arguments as the kernel holds them.
    let arguments: [UInt64]

    /// Reads `NUMBER ARGUMENT… STACK PROGRAM`; nil for a call that says nothing, one that runs, and for none.
    init?(_ text: String) {
        let words = text.split { $0 == " " || $0 == "\n" }
        guard words.count == 9, let number = Int32(words[0]) else { return nil }
        let values = words.dropFirst().compactMap { UInt64($0.dropFirst(2), radix: 16) }
        // A program of 32 bits numbers its calls in another way; its stack lies low.
        guard values.count == 8, values[6] > UInt64(UInt32.max), let kind = Self.kinds[number] else { return nil }
        self.kind = kind
        arguments = Array(values.prefix(6))
    }

    /// An argument that C takes for an `int`.
    func number(_ index: Int) -> Int { Int(Int32(truncatingIfNeeded: arguments[index])) }

    private static let kinds: [Int32: Kind] = {
        var kinds: [Int32: Kind] = [
            SYS_wait4: .children, SYS_waitid: .children, SYS_flock: .fileLock, SYS_fcntl: .recordLock,
            SYS_nanosleep: .timer, SYS_clock_nanosleep: .timer,
            SYS_read: .reading, SYS_readv: .reading, SYS_recvfrom: .reading, SYS_recvmsg: .reading, SYS_recvmmsg: .reading,
            SYS_write: .writing, SYS_writev: .writing, SYS_sendto: .writing, SYS_sendmsg: .writing,
            SYS_connect: .connecting, SYS_accept: .accepting, SYS_accept4: .accepting,
            SYS_ppoll: .poll, SYS_pselect6: .select, SYS_epoll_pwait: .epoll, SYS_epoll_pwait2: .epoll,
            SYS_futex: .futex, SYS_rt_sigtimedwait: .signal, SYS_rt_sigsuspend: .signal, SYS_openat: .opening,
        ]
        #if arch(x86_64)
            let older: [Int32: Kind] = [
                SYS_poll: .poll, SYS_select: .select, SYS_epoll_wait: .epoll, SYS_pause: .signal, SYS_open: .opening,
            ]
            kinds.merge(older) { $1 }
        #endif
        return kinds
    }()
}
