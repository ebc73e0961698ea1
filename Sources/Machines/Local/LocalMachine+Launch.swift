import CMachine
import FoundationEssentials
import Glibc
import SystemPackage

extension LocalMachine {
    public func launch(
        _ command: Command, record: CommandRecord, announce: @Sendable (LaunchedCommand) async throws -> Void
    ) async throws -> LaunchedCommand {
        var gate = try StartingGate()
        let launched = try start(command, record, behind: gate)
        do {
            try await announce(launched)
            try gate.open()
        } catch {
            gate.close()
            _ = try await waitForEnd(of: launched, record: record)
            throw error
        }
        return launched
    }

    /// Starts the supervisor, which waits at the gate.
    private func start(_ command: Command, _ record: CommandRecord, behind gate: borrowing StartingGate) throws(MachineError)
        -> LaunchedCommand
    {
        try CommandSetting.check(command)
        try Self.prepare(record)
        let input = try CommandSetting.input(of: command)
        let arguments =
            [executable, Supervisor.name]
            + SupervisorOptions(
                log: record.log, status: record.status, timeout: command.timeout, grace: grace, hasGate: true, cap: logCap,
                command: command.arguments
            ).arguments
        let environment = CommandSetting.environment(of: command).map { "\($0)=\($1)" }
        let pid: pid_t
        do throws(Errno) {
            pid = try Spawn(input: input.descriptor, gate: gate.outlet).start(executable, arguments, environment)
        } catch {
            throw MachineError(error, "could not be started as the supervisor of \(command.arguments[0])", executable)
        }
        guard let startTime = RunningProcess.startTime(of: pid) else {
            throw MachineError(what: "is not mounted or does not show our own processes", subject: "/proc", remedy: "mount it")
        }
        return LaunchedCommand(pid: pid, startTime: startTime)
    }

    public func waitForEnd(of command: LaunchedCommand, record: CommandRecord) async throws(MachineError) -> CommandEnd {
        let hasEnded: Bool
        do throws(Errno) {
            hasEnded = try await RunningProcess.of(command)?.waitForEnd() ?? true
        } catch {
            throw MachineError(error, "its end cannot be waited for", "process \(command.pid)")
        }
        guard hasEnded else {
            throw MachineError(what: "the wait for its end was given up; it goes on", subject: "process \(command.pid)")
        }
        guard let bytes = try contents(of: record.status, limit: 4096) else {
            return try await endWithoutRecord(of: command, record)
        }
        do {
            return try JSONDecoder().decode(CommandEnd.self, from: Data(bytes))
        } catch {
            throw MachineError(
                what: "does not say how a command ended", subject: record.status,
                remedy: "look into \(record.log), then remove this file")
        }
    }

    public func signal(_ signal: CommandSignal, to command: LaunchedCommand) async throws(MachineError) {
        let number =
            switch signal {
            case .interrupt: SIGINT
            case .terminate: SIGTERM
            case .kill: Supervisor.killSignal
            }
        do throws(Errno) {
            if let supervisor = try RunningProcess.of(command), try !supervisor.hasEnded { return try supervisor.send(number) }
            try Self.send(signal, toOrphansOf: command)
        } catch {
            throw MachineError(error, "no signal could be sent", "process \(command.pid)")
        }
    }

    /// Finds out now, while somebody can be told, whether the supervisor will be able to write.
    private static func prepare(_ record: CommandRecord) throws(MachineError) {
        for path in [record.log, record.status] {
            precondition(path.hasPrefix("/"), "a supervisor works in the root directory, so its paths are absolute")
        }
        do throws(Errno) {
            _ = try OpenFile(record.log, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, mode: 0o600)
        } catch {
            throw MachineError(error, "cannot be written", record.log)
        }
        do throws(Errno) {
            if try FilePaths.status(of: record.status) != nil { throw .fileExists }
            try Errno.check { access(FilePaths.directory(of: record.status), W_OK) }
        } catch {
            throw MachineError(error, "cannot take the end of a command", record.status)
        }
    }
}
