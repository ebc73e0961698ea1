import Glibc

/// What a process waits for, in words that follow "waits for". What the kernel does not say plainly is given in its own word.
///
/// Reads files of /proc only. Of a process that hangs where no signal reaches it, only those that answer all the same.
struct ProcessWait {
    let process: ProcessStat
    /// Whether it is the supervisor.
    let isSupervisor: Bool
    /// All numbers of its tree.
    let family: Set<pid_t>
    /// The files that keep two package managers apart.
    let packageLocks: [String]

    private var pid: pid_t { process.pid }

    /// Nil where it does not wait.
    var words: String? {
        switch process.state {
        case "S": ProcessFile.text(pid, "syscall").flatMap(SystemCall.init).flatMap(words) ?? kernelsWord
        case "D": deepWords
        case "T": "the signal CONT: it was stopped"
        case "t": "the debugger that stopped it"
        case "Z", "X": "its parent to take note: it has ended"
        default: nil
        }
    }

    /// The function of the kernel in which it sleeps; nil where the kernel keeps that to itself.
    private var place: String? {
        ProcessFile.bytes(pid, "wchan").map(ProcessEntry.plain).flatMap { $0.isEmpty || $0 == "0" ? nil : $0 }
    }

    private var kernelsWord: String? { place.map { "the kernel (\($0))" } }

    // MARK: - Where no signal reaches it

    private var deepWords: String? {
        // The stack is for root alone; the innermost function is for everybody who may look at the process.
        let stack = ProcessFile.text(pid, "stack") ?? ""
        // `[<0>] rpc_wait_bit_killable+0x14/0x64 [sunrpc]`: where a module brings the function, its name stands last.
        let functions =
            stack.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) } + [place ?? ""]
        func has(_ beginnings: String...) -> Bool { functions.contains { function in beginnings.contains { function.hasPrefix($0) } } }
        if has("nfs", "rpc_", "__rpc", "nlmclnt") { return "an NFS server to answer" }
        if has("cifs_", "smb2_", "SMB2_") { return "a file server (SMB) to answer" }
        if has("fuse_", "request_wait_answer") { return "the program behind a FUSE file system to answer" }
        if has("io_schedule", "blk_", "submit_bio", "jbd2_", "wait_on_buffer", "__wait_on_buffer", "bit_wait_io") { return "a disk" }
        return kernelsWord
    }

    // MARK: - In a system call

    private func words(_ call: SystemCall) -> String? {
        let view = DescriptorView(pid)
        switch call.kind {
        case .children: return "a child to end"
        case .fileLock: return lockWords(call.number(0))
        case .recordLock:
            return Self.waitingForLock.contains(call.number(1)) ? lockWords(call.number(0)) : nil
        case .timer: return timerWords
        case .reading: return view.words(call.number(0), .reading)
        case .writing: return view.words(call.number(0), .writing)
        case .connecting: return view.words(call.number(0), .connecting)
        case .accepting: return "somebody to connect to it"
        case .poll, .select, .epoll:
            guard let awaited = view.awaited(by: call) else { return nil }
            return awaited.isEmpty ? timerWords : view.words(awaited)
        case .futex: return process.threads > 1 ? "another of its threads" : nil
        case .signal: return isSupervisor ? "its command to end" : "a signal"
        case .opening: return place == "wait_for_partner" ? "somebody at the other end of a named pipe" : nil
        }
    }

    /// `F_SETLKW` and `F_OFD_SETLKW`.
    private static let waitingForLock = [Int(F_SETLKW), 38]

    private func lockWords(_ descriptor: Int) -> String {
        let path = ProcessFile.link(pid, descriptor).map { ProcessEntry.plain($0.utf8) } ?? "a file"
        let table = LockTable.present
        guard let place = LockTable.place(of: descriptor, in: pid), let holder = table.holder(awaitedBy: pid, at: place), holder.pid > 0
        else { return "the lock on \(path)" }
        return "the lock on \(path), which \(Self.name(of: holder.pid)) holds"
    }

    /// Package managers ask for their lock, sleep a second, and ask again.
    private var timerWords: String {
        guard ["apt", "apt-get", "aptitude", "dpkg"].contains(process.name), let (path, holder) = packageLock else { return "a timer" }
        return "a timer; meanwhile \(Self.name(of: holder)) holds the lock on \(path)"
    }

    /// A lock on the packages that somebody outside of this tree holds.
    private var packageLock: (path: String, holder: pid_t)? {
        let table = LockTable.present
        let holders = Set(table.locks.filter { !$0.isWaiting && $0.pid > 0 && !family.contains($0.pid) }.map(\.pid))
        for holder in holders.sorted() {
            let open = Set(ProcessFile.descriptors(holder).compactMap { ProcessFile.link(holder, $0) })
            if let path = packageLocks.first(where: open.contains) { return (path, holder) }
        }
        return nil
    }

    private static func name(of pid: pid_t) -> String {
        ProcessStat.of(pid).map { "process \(pid) (\($0.name))" } ?? "process \(pid)"
    }
}
