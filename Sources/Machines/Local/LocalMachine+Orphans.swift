import Glibc
import SystemPackage

/// Commands whose supervisor was killed alone. They run on, and nobody writes down how they end.
extension LocalMachine {
    /// Waits until the command has ended too: as long as it runs, nobody may do the same beside it.
    func endWithoutRecord(of supervisor: LaunchedCommand, _ record: CommandRecord) async throws(MachineError) -> CommandEnd {
        do throws(Errno) {
            for orphan in Self.orphans(of: supervisor, record) { _ = try await RunningProcess.of(orphan)?.waitForEnd() }
            return try SupervisorRecord.salvaged(record.status) ?? .lost
        } catch {
            throw MachineError(error, "its end cannot be found out", record.status)
        }
    }

    /// The commands that are left in the supervisor's session. Each leads its own process group and prints into the log; what
    /// it has left behind itself, a daemon most likely, is its own business.
    static func orphans(of supervisor: LaunchedCommand, _ record: CommandRecord) -> [LaunchedCommand] {
        ProcessStat.all().filter { process in
            process.session == supervisor.pid && process.pid != supervisor.pid && process.group == process.pid
                && process.startTime >= supervisor.startTime && ProcessFile.link(process.pid, 1) == record.log
        }.map { LaunchedCommand(pid: $0.pid, startTime: $0.startTime) }
    }
}
