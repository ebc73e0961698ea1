import Dispatch
import Glibc
import SystemPackage

extension LocalMachine {
    /// How long the kernel may take to tell about processes: a file of /proc answers at once, or a process holds it.
    private static let patience = Duration.seconds(5)
    /// Where Debian's package managers keep each other out.
    static let packageLocks = [
        "/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/lib/apt/lists/lock", "/var/cache/apt/archives/lock",
    ]

    public func processes(of command: LaunchedCommand) async throws(MachineError) -> [ProcessEntry] {
        try await processes(of: command, packageLocks: Self.packageLocks)
    }

    /// The same with the files that keep package managers apart.
    func processes(of command: LaunchedCommand, packageLocks: [String]) async throws(MachineError) -> [ProcessEntry] {
        let answer = FirstAnswer<Result<[ProcessEntry], MachineError>?>()
        // A thread of its own, which may hang as long as the process does that it looks at.
        DispatchQueue(label: "joget-cluster.processes").async {
            answer.give(Result { () throws(MachineError) in try Self.entries(of: command, packageLocks) })
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience.dispatched) { answer.give(nil) }
        guard let result = await answer.value else {
            throw MachineError(what: "the kernel does not say what it does", subject: "process \(command.pid)")
        }
        return try result.get()
    }

    private static func entries(of command: LaunchedCommand, _ packageLocks: [String]) throws(MachineError) -> [ProcessEntry] {
        do throws(Errno) {
            // Held as long as we look, so that its number stays its own.
            guard let supervisor = try RunningProcess.of(command) else { return [] }
            let members = ProcessTree(of: command.pid, among: ProcessStat.all()).members
            let family = Set(members.map(\.process.pid))
            let entries = members.map { entry(of: $0.process, depth: $0.depth, family, packageLocks) }
            // One that has ended and waits for nobody but us to take note runs nothing any more.
            return try supervisor.hasEnded ? [] : entries
        } catch {
            throw MachineError(error, "cannot be looked at", "process \(command.pid)")
        }
    }

    private static func entry(of process: ProcessStat, depth: Int, _ family: Set<pid_t>, _ packageLocks: [String]) -> ProcessEntry {
        let wait = ProcessWait(process: process, isSupervisor: depth == 0, family: family, packageLocks: packageLocks)
        return ProcessEntry(
            pid: process.pid, depth: depth, command: commandLine(of: process), state: process.state, waitsFor: wait.words,
            cpuSeconds: Double(process.ticks) / Double(max(1, sysconf(Int32(_SC_CLK_TCK)))))
    }

    /// As ps shows it. Where the process hangs, its memory may be out of reach, and with it what stands in it.
    private static func commandLine(of process: ProcessStat) -> String {
        let isReachable = !["D", "Z", "X"].contains(process.state)
        guard isReachable, let bytes = ProcessFile.bytes(process.pid, "cmdline"), let last = bytes.lastIndex(where: { $0 != 0 }) else {
            return "[\(process.name)]"
        }
        return ProcessEntry.plain(bytes[...last])
    }
}
