import Glibc
import SystemPackage

/// Commands whose supervisor was killed alone. They run on, and nobody writes down how they end.
extension LocalMachine {
    /// Waits until the command has ended too: as long as it runs, nobody may do the same beside it.
    func endWithoutRecord(of supervisor: LaunchedCommand, _ record: CommandRecord) async throws(MachineError) -> CommandEnd {
        do throws(Errno) {
            for orphan in Self.orphans(of: supervisor) where ProcessFile.link(orphan.pid, 1) == record.log {
                guard try await RunningProcess.of(orphan)?.waitForEnd() ?? true else { throw .canceled }
            }
            return try SupervisorRecord.salvaged(record.status) ?? .lost
        } catch {
            throw MachineError(error, "its end cannot be found out", record.status)
        }
    }

    /// Passes a signal on in the supervisor's place.
    static func send(_ signal: CommandSignal, toOrphansOf supervisor: LaunchedCommand) throws(Errno) {
        for orphan in orphans(of: supervisor) {
            // Held while its group is asked, so that the number stays its own.
            guard let process = try RunningProcess.of(orphan), try !process.hasEnded else { continue }
            kill(-orphan.pid, signal == .kill ? SIGKILL : signal == .interrupt ? SIGINT : SIGTERM)
            if signal != .kill { kill(-orphan.pid, SIGCONT) }
        }
    }

    /// The commands that are left in the session of a supervisor that is gone. Each leads its own process group; what it has left
    /// behind itself, a daemon most likely, is its own business. A number that names a session is given to nobody else.
    private static func orphans(of supervisor: LaunchedCommand) -> [LaunchedCommand] {
        // The kernel's own processes, and those of whoever made this container, are in session 0.
        guard supervisor.pid > 1 else { return [] }
        let all = ProcessStat.all()
        guard !all.contains(where: { $0.pid == supervisor.pid && !["Z", "X"].contains($0.state) }) else { return [] }
        return all.filter {
            $0.session == supervisor.pid && $0.pid != supervisor.pid && $0.group == $0.pid && $0.startTime >= supervisor.startTime
        }.map { LaunchedCommand(pid: $0.pid, startTime: $0.startTime) }
    }
}
