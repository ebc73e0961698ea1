import Foundation
import Testing

@testable import Machines

@Suite("Commands under their supervisor", .timeLimit(.minutes(2)))
struct SupervisorTests {
    let machine = LocalMachine.impatient
    let scratch: Scratch
    let record: CommandRecord

    init() throws {
        scratch = try Scratch()
        record = CommandRecord(log: scratch["step.1.log"], status: scratch["step.1.status"])
    }

    @Test("Output goes to the log as it comes, and the exit status beside it")
    func logAndStatus() async throws {
        try scratch.write("before\n", to: "step.1.log")
        #expect(try await end(of: "echo out; echo err >&2; exit 7") == .exited(7))
        #expect(try scratch.text("step.1.log") == "before\nout\nerr\n")
        #expect(try scratch.names == ["step.1.log", "step.1.status"])
        #expect(try await machine.status(of: record.status)?.mode == 0o600)
        let written = try JSONDecoder().decode(CommandEnd.self, from: Data(scratch.text("step.1.status").utf8))
        #expect(written == .exited(7))
    }

    @Test("A log that is new belongs to nobody else")
    func newLog() async throws {
        #expect(try await end(of: "true") == .exited(0))
        #expect(try await machine.status(of: record.log)?.mode == 0o600)
    }

    @Test("A command that a signal ended is recorded with the signal")
    func signaled() async throws {
        #expect(try await end(of: "kill -9 $$") == .signaled(9))
    }

    @Test("A program that does not exist is recorded like a shell does, with a line in the log")
    func missing() async throws {
        let launched = try await machine.launch(Command(["no-such-program"]), record: record)
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(127))
        #expect(try scratch.text("step.1.log").contains("no-such-program: No such file"))
    }

    @Test("A file that is no program is recorded like a shell does")
    func notExecutable() async throws {
        let launched = try await machine.launch(Command(["/etc/passwd"]), record: record)
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(126))
        #expect(try scratch.text("step.1.log").contains("/etc/passwd: Permission denied"))
    }

    @Test("A command and its supervisor have no terminal, nothing of ours open and no core file")
    func cutOff() async throws {
        let foreign = try Gate(scratch["gate"])
        let kept = Foundation.open(scratch["gate"], O_RDWR)  // Without O_CLOEXEC.
        defer { close(kept) }
        setenv("LEAK", "from the operator's shell", 1)
        var core = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
        core.rlim_cur = core.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
        let script = """
            for fd in /proc/$PPID/fd/* /proc/$$/fd/*; do readlink $fd; done
            cut -d' ' -f6,7 /proc/$PPID/stat; echo $PPID; pwd; ulimit -c; umask; env
            """
        #expect(try await end(of: script) == .exited(0))
        let log = try scratch.text("step.1.log")
        #expect(!log.contains(foreign.path))
        #expect(!log.contains("/dev/pts") && !log.contains("/dev/tty"))
        #expect(!log.contains("LEAK"))
        #expect(log.contains("DEBIAN_FRONTEND=noninteractive\n"))
        let lines = log.split(separator: "\n")
        let session = try #require(lines.firstIndex { $0.hasSuffix(" 0") })
        #expect(lines[session] == lines[session + 1] + " 0", "the supervisor leads a session without a terminal")
        #expect(lines[(session + 2)...].starts(with: ["/", "0", "0022"]))
    }

    @Test("A command that ignores TERM is killed after its time and the grace")
    func ignoresTerm() async throws {
        let begin = ContinuousClock.now
        let script = "trap '' TERM; echo begun; while :; do tail -f /dev/null; done"
        #expect(try await end(of: script, timeout: .milliseconds(500)) == .timedOut)
        #expect(ContinuousClock.now - begin >= .milliseconds(800))
        #expect(try scratch.text("step.1.log").hasPrefix("begun\n"))
    }

    @Test("A command that runs past its time may clean up, and so may its children")
    func cleansUp() async throws {
        let script = "(trap 'echo child cleaned up; exit' TERM; echo ready; exec 2>/dev/null; while :; do read x < gate; done) & wait"
        _ = try Gate(scratch["gate"])
        let command = "cd \(scratch.path); " + script
        #expect(try await end(of: command, timeout: .seconds(1), patient: true) == .timedOut)
        let log = try scratch.text("step.1.log")
        #expect(log == "ready\nchild cleaned up\n")
    }

    @Test("A child that ignores TERM does not outlive a command that ran past its time")
    func killsLeftovers() async throws {
        let script = "(trap '' TERM; while :; do tail -f /dev/null; done) & echo $!; wait"
        #expect(try await end(of: script, timeout: .milliseconds(500)) == .timedOut)
        let child = try #require(pid_t(try scratch.text("step.1.log").split(separator: "\n")[0]))
        try await eventually("the child is gone") { !isRunning(child) }
    }

    @Test("A daemon that a command leaves behind is neither waited for nor ended")
    func leavesDaemon() async throws {
        #expect(try await end(of: "tail -f /dev/null & echo $!") == .exited(0))
        let daemon = try #require(pid_t(try scratch.text("step.1.log").dropLast()))
        #expect(isRunning(daemon))
        kill(daemon, SIGKILL)
    }

    @Test("Ten megabytes on one line are in the log, every byte")
    func muchOutput() async throws {
        #expect(try await end(of: "head -c 10000000 /dev/zero") == .exited(0))
        #expect(try await machine.status(of: record.log)?.size == 10_000_000)
    }

    @Test("A command that fills the disk is still recorded", .enabled(if: Surroundings.canMount))
    func fullDisk() async throws {
        try await machine.makeDirectory(scratch["mount"], attributes: FileAttributes())
        try #require(Surroundings.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", scratch["mount"]]))
        defer { _ = Surroundings.run(["umount", scratch["mount"]]) }
        let record = CommandRecord(log: scratch["mount/log"], status: scratch["mount/status"])
        let launched = try await machine.launch(Command(["head", "-c", "10000000", "/dev/zero"]), record: record)
        #expect(try await machine.waitForEnd(of: launched, record: record) == .exited(1))
        #expect(try await machine.freeSpace(at: record.log) == 0)
    }

    @Test("A log that cannot be written is refused before anything starts")
    func noLog() async throws {
        let record = CommandRecord(log: scratch["missing/log"], status: scratch["status"])
        let error = await #expect(throws: MachineError.self) {
            try await machine.launch(Command(["touch", scratch["trace"]]), record: record)
        }
        #expect(error?.subject == record.log)
        #expect(try scratch.names.isEmpty)
    }

    @Test("A record that is taken is not taken again")
    func takenRecord() async throws {
        #expect(try await end(of: "true") == .exited(0))
        await #expect(throws: MachineError.self) { try await machine.launch(Command(["false"]), record: record) }
        #expect(try scratch.text("step.1.log") == "")
    }

    @Test("A supervisor without a proper command line does nothing", arguments: [[], ["--log", "/x"], ["--", "true"]])
    func usage(arguments: [String]) async throws {
        #expect(try await machine.capture(Command([Surroundings.program, "supervise"] + arguments)).status == 64)
    }

    @Test("What is written on a supervisor's command line is what it reads")
    func options() {
        let options = SupervisorOptions(
            log: "/l o g", status: "/s", timeout: .milliseconds(90_500), grace: .seconds(10), command: ["--", "--log", ""])
        #expect(SupervisorOptions(options.arguments) == options)
        #expect(options.arguments.prefix(8) == ["--log", "/l o g", "--status", "/s", "--timeout", "90.5", "--grace", "10"])
        #expect(SupervisorOptions(["--log", "/l", "--status", "/s", "--timeout", "1", "--", "x"])?.grace == .seconds(10))
        #expect(SupervisorOptions(["--log", "l", "--status", "/s", "--timeout", "1", "--", "x"]) == nil)
        #expect(SupervisorOptions(["--log", "/l", "--status", "/s", "--timeout", "soon", "--", "x"]) == nil)
    }

    private func end(of script: String, timeout: Duration = .seconds(60), patient: Bool = false) async throws -> CommandEnd {
        let machine = patient ? LocalMachine(executable: Surroundings.program) : machine
        let launched = try await machine.launch(Command(["sh", "-c", script], timeout: timeout), record: record)
        return try await machine.waitForEnd(of: launched, record: record)
    }
}
