import Glibc
import Subprocess
import SystemPackage

/// One captured command, from its start to its end.
struct Capture: Sendable {
    /// How a command came to its end.
    private enum Ending { case byItself, overdue, calledOff, never }

    private typealias Running = Execution<FileDescriptorInput, SequenceOutput, SequenceOutput>

    private static let limit = 1_000_000

    private let command: Command
    private let grace: Duration
    private let output = OutputBuffer(limit: Capture.limit)
    /// So much that an error message is never crowded out.
    private let error = OutputBuffer(limit: Capture.limit / 5)
    private let answer = FirstAnswer<Result<CommandResult, MachineError>>()
    /// Ends the command as if its time were over.
    let callOff = Wake()

    init(_ command: Command, grace: Duration) {
        self.command = command
        self.grace = grace
    }

    /// Runs the command. Not waited for is one that even KILL does not end.
    func result() async -> Result<CommandResult, MachineError> {
        Task { answer.give(await run()) }
        return await answer.value
    }

    private func run() async -> Result<CommandResult, MachineError> {
        do {
            let input = try CommandSetting.input(of: command)
            let execution = try await Subprocess.run(
                await configuration(), input: .fileDescriptor(FileDescriptor(rawValue: input.descriptor), closeAfterSpawningProcess: false),
                output: .sequence, error: .sequence, body: follow)
            switch execution.terminationStatus {
            case .exited(let code): return .success(result(execution.closureResult, code))
            case .signaled(let signal): return .success(result(execution.closureResult, 128 + signal))
            }
        } catch let error as MachineError {
            return .failure(error)
        } catch let error as SubprocessError {
            return .failure(failure(error))
        } catch {
            return .failure(MachineError(what: "could not be run: \(error)", subject: command.arguments[0]))
        }
    }

    private func configuration() async -> Configuration {
        var options = PlatformOptions()
        options.createSession = true
        // Subprocess wants each of them to end like a C string.
        let environment = Environment.custom(CommandSetting.environment(of: command).map { Array("\($0)=\($1)\0".utf8) })
        return Configuration(
            executable: await executable(in: environment), arguments: Arguments(Array(command.arguments.dropFirst())),
            environment: environment, workingDirectory: "/", platformOptions: options)
    }

    /// The program's file. By its name alone, Subprocess would start a process for each folder of the search path, to fail in all but one.
    private func executable(in environment: Environment) async -> Executable {
        let program = command.arguments[0]
        if program.contains("/") { return .path(FilePath(program)) }
        let name = Executable.name(program)
        guard let path = try? await name.resolveExecutablePath(in: environment) else { return name }
        return .path(path)
    }

    private func follow(_ execution: Running) async throws -> Ending {
        async let outputEnd: Void = output.fill(from: execution.standardOutput)
        async let errorEnd: Void = error.fill(from: execution.standardError)
        let ending = await finish(execution)
        try await outputEnd
        try await errorEnd
        return ending
    }

    /// Waits for the program to end, and ends it when its time is over or it is called off.
    private func finish(_ execution: Running) async -> Ending {
        let process = execution.processIdentifier.processDescriptor
        let begin = ContinuousClock.now
        if await Readiness.wait(for: .readable, on: process, within: command.timeout, unless: callOff) { return .byItself }
        let ending = ContinuousClock.now - begin < command.timeout ? Ending.calledOff : .overdue
        // A group that has just ended needs no signal.
        try? execution.send(signal: .terminate, toProcessGroup: true)
        _ = await Readiness.wait(for: .readable, on: process, within: grace)
        // Also for what the program leaves behind: until it is reaped, which is after this, its number names its group.
        try? execution.send(signal: .kill, toProcessGroup: true)
        if await !Readiness.wait(for: .readable, on: process, within: grace) {
            answer.give(.success(result(.never, 0)))
        }
        return ending
    }

    private func result(_ ending: Ending, _ status: CInt) -> CommandResult {
        let errorBytes = error.bytes
        var bytes = output.bytes.prefix(Self.limit - errorBytes.count - 1)
        if let last = bytes.last, last != UInt8(ascii: "\n"), !errorBytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
        var text = String(decoding: bytes + errorBytes, as: UTF8.self)
        let remark: String
        switch ending {
        case .byItself: return CommandResult(status: status, output: text)
        case .overdue: remark = "[ended after \(command.timeout): it did not finish in time]"
        case .calledOff: remark = "[ended: it was called off]"
        case .never: remark = "[given up: it waits inside the kernel, most likely for a disk or a file server, and cannot be ended]"
        }
        if !text.isEmpty && !text.hasSuffix("\n") { text += "\n" }
        return CommandResult(status: 124, output: text + remark + "\n")
    }

    private func failure(_ error: SubprocessError) -> MachineError {
        let program = command.arguments[0]
        // Subprocess also calls a file not found that is there and no program.
        if program.contains("/"), access(program, F_OK) == 0, access(program, X_OK) != 0 {
            return MachineError(Errno(rawValue: errno), "could not be run", program)
        }
        if error.code == .executableNotFound || error.underlyingError == .noSuchFileOrDirectory {
            return MachineError(
                what: "there is no such program on this server", subject: program, remedy: "install the package that brings it")
        }
        guard let reason = error.underlyingError else {
            return MachineError(what: "could not be run: \(error)", subject: program)
        }
        return MachineError(reason, "could not be run", program)
    }
}
