import Glibc
import SystemPackage

/// Commands whose supervisor was killed alone. They run on, and nobody writes down how they end.
extension LocalMachine {
    /// Waits until the command has ended too: as long as it runs, nobody may do the same beside it.
    func waitForOrphans(of supervisor: LaunchedCommand, _ record: CommandRecord) async throws(MachineError) {
        do throws(Errno) {
            for orphan in Self.orphans(of: supervisor, record) { _ = try await RunningProcess.of(orphan)?.waitForEnd() }
        } catch {
            throw MachineError(error, "its end cannot be waited for", "process \(supervisor.pid)")
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
