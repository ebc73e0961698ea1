import Foundation
import Machines
import Testing

@Suite("Short commands", .timeLimit(.minutes(2)))
struct LocalCaptureTests {
    let machine = LocalMachine.impatient

    @Test("Errors come after the output, with the exit status")
    func order() async throws {
        let result = try await shell("echo wrong >&2; echo right; exit 7")
        #expect(result == CommandResult(status: 7, output: "right\nwrong\n"))
        #expect(try await shell("printf a; printf b >&2").output == "a\nb")
        #expect(try await machine.capture(Command(["true"])) == CommandResult(status: 0, output: ""))
    }

    @Test("A command that a signal ended says which")
    func signal() async throws {
        #expect(try await shell("kill -9 $$").status == 137)
    }

    @Test("A command sees a clean environment and its own additions, never ours")
    func environment() async throws {
        setenv("LEAK", "from the operator's shell", 1)
        let result = try await machine.capture(Command(["env"], environment: ["MYSQL_HOME": "/etc/x=y", "LANG": "de_DE.UTF-8"]))
        #expect(
            Set(result.output.split(separator: "\n")) == [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=de_DE.UTF-8", "LC_ALL=C.UTF-8",
                "HOME=/root", "TERM=dumb", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_SUSPEND=1", "MYSQL_HOME=/etc/x=y",
            ])
    }

    @Test("A command that asks for input gets what it is given, or nothing")
    func input() async throws {
        #expect(try await machine.capture(Command(["cat"])).output == "")
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 500_000)
        #expect(try await machine.capture(Command(["cat"], input: .bytes(bytes))).output.utf8.elementsEqual(bytes))
        let unread = [UInt8](repeating: 0, count: 5_000_000)
        #expect(try await machine.capture(Command(["true"], input: .bytes(unread))).succeeded)
    }

    @Test("Ten megabytes on one line are cut after the first, and the error message is still there")
    func muchOutput() async throws {
        let result = try await shell("head -c 10000000 /dev/zero | tr '\\0' x; echo 'disk on fire' >&2; exit 3")
        #expect(result.status == 3)
        #expect(result.output.utf8.count <= 1_000_000)
        #expect(result.output.utf8.count > 990_000)
        #expect(result.output.hasSuffix("\ndisk on fire\n"))
    }

    @Test("Bytes that are no text do no harm")
    func noText() async throws {
        #expect(try await shell("printf 'a\\000b\\377c'").output == "a\u{0}b\u{FFFD}c")
    }

    @Test("A command that hangs and ignores TERM is killed after the grace, and what it said is kept")
    func ignoresTerm() async throws {
        let begin = ContinuousClock.now
        let result = try await shell("trap '' TERM; echo begun; tail -f /dev/null & wait; tail -f /dev/null", timeout: .milliseconds(500))
        #expect(result.status == 124)
        #expect(result.output.hasPrefix("begun\n"))
        #expect(result.output.contains("did not finish in time"))
        #expect(ContinuousClock.now - begin >= .milliseconds(800))
        #expect(ContinuousClock.now - begin < .seconds(20))
    }

    @Test("The children of a command that hangs end with it")
    func groupEnds() async throws {
        let result = try await shell("tail -f /dev/null & echo $!; wait", timeout: .milliseconds(300))
        #expect(result.status == 124)
        let child = try #require(result.output.split(separator: "\n").first.flatMap { pid_t($0) })
        try await eventually("the child is gone") { !isRunning(child) }
    }

    @Test("A command that closed its output and goes on is ended all the same")
    func closesOutput() async throws {
        let result = try await shell("exec >/dev/null 2>&1; tail -f /dev/null", timeout: .milliseconds(300))
        #expect(result.status == 124)
    }

    @Test("A daemon that keeps the output open keeps nobody waiting")
    func daemonHoldsPipe() async throws {
        let result = try await shell("sleep 1000 & echo $!; exit 3", timeout: .seconds(60))
        let daemon = try #require(pid_t(result.output.split(separator: "\n")[0]))
        #expect(result.status == 3)
        #expect(isRunning(daemon))
        kill(daemon, SIGKILL)
    }

    @Test("A command has its own session, so the operator's Ctrl-C does not reach it")
    func ownSession() async throws {
        let fields = try await machine.capture(Command(["cat", "/proc/self/stat"])).output.split(separator: " ")
        #expect(fields[5] == fields[0], "the process leads its session")
        #expect(fields[6] == "0", "there is no terminal")
    }

    @Test("A missing program is named", arguments: ["no-such-program", "/usr/bin/no-such-program"])
    func missing(program: String) async {
        let error = await #expect(throws: MachineError.self) { try await machine.capture(Command([program, "x"])) }
        #expect(error?.subject == program)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test("A file that is no program is named with the reason")
    func notExecutable() async {
        let error = await #expect(throws: MachineError.self) { try await machine.capture(Command(["/etc/passwd"])) }
        #expect(error?.subject == "/etc/passwd")
        #expect(error?.what.contains("ermission denied") == true)
    }

    @Test("An argument with a NUL is refused, never cut")
    func nul() async {
        await #expect(throws: MachineError.self) { try await machine.capture(Command(["echo", "a\u{0}b"])) }
    }

    @Test("A question that is called off ends its command")
    func cancelled() async throws {
        let scratch = try Scratch()
        let asking = Task { try await machine.capture(Command(["sh", "-c", "echo $$ > \(scratch["pid"]); tail -f /dev/null"])) }
        try await eventually("the command runs") { try scratch.names == ["pid"] && scratch.text("pid").hasSuffix("\n") }
        asking.cancel()
        let result = try await asking.value
        #expect(result.status == 124)
        #expect(result.output.contains("called off"))
        let pid = try #require(pid_t(try scratch.text("pid").dropLast()))
        try await eventually("the command is gone") { !isRunning(pid) }
    }

    @Test(
        "A command that hangs inside the kernel, on a dead file server perhaps, keeps nobody waiting",
        .enabled(if: Surroundings.canFreeze))
    func uninterruptible() async throws {
        let disk = try FrozenDisk()
        defer { disk.thaw() }
        let result = try await shell("echo begun; exec touch \(disk.path)/file", timeout: .milliseconds(500))
        #expect(result.status == 124)
        #expect(result.output.hasPrefix("begun\n"))
        #expect(result.output.contains("inside the kernel"))
    }

    @Test("Many questions at once are all answered")
    func concurrent() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask { try await machine.capture(Command(["echo", String(number)])).output == "\(number)\n" }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    private func shell(_ script: String, timeout: Duration = .seconds(30)) async throws -> CommandResult {
        try await machine.capture(Command(["sh", "-c", script], timeout: timeout))
    }
}
