import Foundation
import Testing

@testable import Machines

@Suite("Commands that outlive the wizard", .timeLimit(.minutes(2)))
struct SupervisorLifeTests {
    let machine = LocalMachine.impatient
    let scratch: Scratch
    let record: CommandRecord

    init() throws {
        scratch = try Scratch()
        record = CommandRecord(log: scratch["log"], status: scratch["status"])
    }

    @Test("A killed wizard does not kill its command, and the next one learns how it ended")
    func killedWizard() async throws {
        let gate = try Gate(scratch["gate"])
        let folder = scratch.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
            let record = CommandRecord(log: folder + "/log", status: folder + "/status")
            let script = "cd \(folder); echo one; echo one more >&2; read x < gate; echo two; exit 5"
            let launched = try await LocalMachine.impatient.launch(Command(["sh", "-c", script]), record: record)
            try JSONEncoder().encode(launched).write(to: URL(filePath: folder + "/launched"))
            kill(getpid(), SIGKILL)
        }
        let launched = try JSONDecoder().decode(LaunchedCommand.self, from: Data(scratch.text("launched").utf8))
        try await eventually("the command is at its gate") { try scratch.text("log") == "one\none more\n" }
        async let end = machine.waitForEnd(of: launched, record: record)
        try await gate.open()
        #expect(try await end == .exited(5))
        #expect(try scratch.text("log") == "one\none more\ntwo\n")
        // And whoever asks later is told the same.
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(5))
    }

    @Test("A lost terminal changes nothing")
    func hangup() async throws {
        let (launched, gate) = try await launchWaiting("echo done")
        kill(launched.pid, SIGHUP)
        kill(launched.pid, SIGPIPE)
        try await gate.open()
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(0))
        #expect(try scratch.text("log").hasSuffix("done\n"))
    }

    @Test("A supervisor that somebody killed left no word; its command is waited for all the same")
    func lost() async throws {
        let (launched, gate) = try await launchWaiting("echo done")
        kill(launched.pid, SIGKILL)
        async let end = machine.waitForEnd(of: launched, record: record)
        try await gate.open()
        #expect(try await end == .lost)
        #expect(try scratch.text("log").hasSuffix("done\n"))
        #expect(try scratch.names.allSatisfy { !$0.hasSuffix(".new") }, "what was reserved for the word is gone")
    }

    @Test("A command that lost its supervisor still takes signals")
    func lostAndEnded() async throws {
        let (launched, _) = try await launchWaiting("echo never")
        kill(launched.pid, SIGKILL)
        try await eventually("it is gone") { !isRunning(launched.pid) }
        try await machine.signal(.terminate, to: launched)
        #expect(try await machine.waitForEnd(of: launched, record: record) == .lost)
        #expect(try !scratch.text("log").contains("never"))
    }

    @Test(
        "A signal reaches the command and its children",
        arguments: [(CommandSignal.interrupt, CommandEnd.signaled(SIGINT)), (.terminate, .signaled(SIGTERM)), (.kill, .signaled(SIGKILL))])
    func signals(signal: CommandSignal, expected: CommandEnd) async throws {
        // A background child of a shell ignores INT, so it is the foreground one that is asked.
        let (launched, _) = try await launchWaiting("true")
        try await machine.signal(signal, to: launched)
        #expect(try await machine.waitForEnd(of: launched, record: record) == expected)
        for pid in try scratch.text("log").split(separator: "\n").compactMap({ pid_t($0) }) {
            try await eventually("\(pid) is gone") { !isRunning(pid) }
        }
        // It has ended, and that is no error.
        try await machine.signal(signal, to: launched)
    }

    @Test("A signal that comes at once is not lost")
    func earlySignal() async throws {
        let launched = try await machine.launch(Command(["tail", "-f", "/dev/null"]), record: record)
        try await machine.signal(.terminate, to: launched)
        #expect(try await machine.waitForEnd(of: launched, record: record) == .signaled(SIGTERM))
    }

    @Test(
        "A command that hangs inside the kernel is recorded as soon as the kernel lets it go",
        .enabled(if: Surroundings.canFreeze))
    func uninterruptible() async throws {
        let disk = try FrozenDisk()
        defer { disk.thaw() }
        let launched = try await machine.launch(Command(["touch", disk.path + "/file"], timeout: .seconds(60)), record: record)
        try await eventually("touch hangs") { try disk.keepsWaiting("touch") }
        try await machine.signal(.kill, to: launched)
        #expect(try disk.keepsWaiting("touch"), "KILL does not reach it")
        #expect(isRunning(launched.pid))
        disk.thaw()
        #expect(try await machine.waitForEnd(of: launched, record: record) == .signaled(SIGKILL))
    }

    @Test("A stopped command can be ended")
    func stopped() async throws {
        let launched = try await machine.launch(Command(["sh", "-c", "echo $$; kill -STOP $$; echo never"]), record: record)
        try await eventually("the command stands still") {
            guard let pid = try pid_t(scratch.text("log").dropLast()) else { return false }
            return try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8).contains(") T ")
        }
        try await machine.signal(.terminate, to: launched)
        #expect(try await machine.waitForEnd(of: launched, record: record) == .signaled(SIGTERM))
        #expect(try !scratch.text("log").contains("never"))
    }

    @Test("A number that another process has by now is neither waited for nor signalled")
    func reusedNumber() async throws {
        let (launched, gate) = try await launchWaiting("true")
        let other = LaunchedCommand(pid: launched.pid, startTime: launched.startTime + 1)
        let elsewhere = CommandRecord(log: scratch["log2"], status: scratch["status2"])
        #expect(try await machine.waitForEnd(of: other, record: elsewhere) == .lost)
        try await machine.signal(.kill, to: other)
        try await gate.open()
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(0), "the signal went to nobody")
        for number: pid_t in [0, -1, 99_999_999] {
            let nobody = LaunchedCommand(pid: number, startTime: 1)
            #expect(try await machine.waitForEnd(of: nobody, record: elsewhere) == .lost)
            try await machine.signal(.kill, to: nobody)
        }
    }

    @Test("Whoever stops waiting does not stop the command")
    func stopsWaiting() async throws {
        let (launched, gate) = try await launchWaiting("true")
        let waiting = Task { try await machine.waitForEnd(of: launched, record: record) }
        waiting.cancel()
        await #expect(throws: MachineError.self) { try await waiting.value }
        try await gate.open()
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(0))
    }

    @Test("Several may wait for the same command")
    func severalWait() async throws {
        let (launched, gate) = try await launchWaiting("exit 4")
        async let first = machine.waitForEnd(of: launched, record: record)
        async let second = machine.waitForEnd(of: launched, record: record)
        try await gate.open()
        #expect(try await [first, second] == [.exited(4), .exited(4)])
    }

    @Test("A status file that makes no sense is not taken for an end")
    func damagedStatus() async throws {
        try scratch.write("{\"exit", to: "status")
        let error = await #expect(throws: MachineError.self) {
            try await machine.waitForEnd(of: LaunchedCommand(pid: 99_999_999, startTime: 1), record: record)
        }
        #expect(error?.subject == record.status)
    }

    @Test("A secret on standard input is found nowhere")
    func secret() async throws {
        // Made here, so that no argument of the test program contains it.
        let canary = "canary-\(UUID().uuidString)"
        let gate = try Gate(scratch["gate"])
        let script = "cd \(scratch.path); read -r secret; printf %s \"$secret\" | wc -c; read x < gate; cat"
        let input = Command.Input.bytes(Array("\(canary)\nrest\n".utf8))
        let launched = try await machine.launch(Command(["sh", "-c", script], input: input), record: record)
        try await eventually("the command has read it") { try scratch.text("log").contains("\n") }
        #expect(try places(of: canary) == [])
        let descriptor = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(launched.pid)/fd/0")
        #expect(descriptor == "/dev/null", "the supervisor does not keep it")
        try await gate.open()
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(0))
        #expect(try scratch.text("log") == "\(canary.utf8.count)\nrest\n")
        #expect(try places(of: canary) == [])
    }

    /// Where the text is: command lines, environments, files of the record.
    private func places(of canary: String) throws -> [String] {
        var files = try scratch.names.filter { $0 != "gate" }.map { scratch[$0] }
        for pid in try FileManager.default.contentsOfDirectory(atPath: "/proc") where pid.allSatisfy(\.isNumber) {
            files += ["/proc/\(pid)/cmdline", "/proc/\(pid)/environ"]
        }
        return files.filter { file in
            // Processes come and go.
            guard let data = FileManager.default.contents(atPath: file) else { return false }
            return data.range(of: Data(canary.utf8)) != nil
        }
    }

    /// A command that has written its own and its child's number, and whose child waits at a gate before `rest`.
    private func launchWaiting(_ rest: String) async throws -> (LaunchedCommand, Gate) {
        let gate = try Gate(scratch["gate"])
        let script = "cd \(scratch.path); echo $$; sh -c 'echo $$; read x < gate'; \(rest)"
        let launched = try await machine.launch(Command(["sh", "-c", script]), record: record)
        try await eventually("the command is at its gate") { try scratch.text("log").split(separator: "\n").count == 2 }
        return (launched, gate)
    }
}
