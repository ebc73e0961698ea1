import Foundation
import Testing

@testable import Machines

@Suite("What the processes of a running command wait for")
struct LocalProcessesTests {
    private let scratch: Scratch
    private let machine = LocalMachine.impatient
    private let record: CommandRecord

    init() throws {
        scratch = try Scratch()
        record = CommandRecord(log: scratch["log"], status: scratch["status"])
    }

    /// Runs a command until its processes are as wanted, looks, and ends it.
    private func entries(
        of arguments: [String], input: Command.Input = .none, packageLocks: [String] = LocalMachine.packageLocks,
        when claim: String, _ isTrue: @Sendable ([ProcessEntry]) throws -> Bool
    ) async throws -> [ProcessEntry] {
        let launched = try await machine.launch(Command(arguments, input: input, timeout: .seconds(120)), record: record)
        let deadline = ContinuousClock.now + .seconds(30)
        var entries = try await machine.processes(of: launched, packageLocks: packageLocks)
        while try !isTrue(entries), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
            entries = try await machine.processes(of: launched, packageLocks: packageLocks)
        }
        try await machine.signal(.kill, to: launched)
        _ = try await machine.waitForEnd(of: launched, record: record)
        #expect(try isTrue(entries), "in vain: \(claim); \(entries)")
        #expect(try await machine.processes(of: launched) == [], "what has ended has no processes")
        return entries
    }

    private func waits(_ words: String) -> @Sendable ([ProcessEntry]) -> Bool { { $0.contains { $0.waitsFor == words } } }

    @Test("A shell with a sleeping child is shown below its supervisor, with what each of them waits for")
    func shell() async throws {
        let entries = try await entries(of: ["sh", "-c", "sleep 600; true"], when: "the child sleeps") { $0.last?.waitsFor == "a timer" }
        #expect(entries.map(\.depth) == [0, 1, 2])
        #expect(entries[0].command.contains(" supervise "))
        #expect(entries.dropFirst().map(\.command) == ["sh -c sleep 600; true", "sleep 600"])
        #expect(entries.map(\.state) == ["S", "S", "S"])
        #expect(entries.map(\.waitsFor) == ["its command to end", "a child to end", "a timer"])
    }

    @Test("Each generation stands below its parent, before the next child of the grandparent")
    func generations() async throws {
        let script = "sh -c 'sh -c \"sleep 601; true\"; true' & sleep 602; true"
        let entries = try await entries(of: ["sh", "-c", script], when: "both sleep") {
            $0.count == 6 && $0.filter { $0.waitsFor == "a timer" }.count == 2
        }
        let program = entries.dropFirst()
        #expect(program.first?.depth == 1)
        let chain = program.drop { $0.depth < 2 || $0.command.hasPrefix("sleep 602") }.prefix { !$0.command.hasPrefix("sleep 602") }
        #expect(chain.map(\.depth) == [2, 3, 4] && chain.last?.command == "sleep 601")
        #expect(entries.first { $0.command == "sleep 602" }?.depth == 2)
    }

    @Test("A grandchild with a session of its own belongs to the command as long as its parent lives")
    func ownSession() async throws {
        let entries = try await entries(of: ["sh", "-c", "setsid --wait sleep 603; true"], when: "it sleeps") {
            $0.last?.waitsFor == "a timer"
        }
        #expect(entries.last?.command == "sleep 603")
    }

    @Test("A child that lost its parent is still found by its session")
    func orphan() async throws {
        let entries = try await entries(of: ["sh", "-c", "(sleep 604 & echo) ; read x < /dev/zero; sleep 605"], when: "the orphan sleeps") {
            $0.contains { $0.command == "sleep 604" && $0.depth == 1 }
        }
        #expect(entries.contains { $0.command == "sleep 604" && $0.waitsFor == "a timer" })
    }

    @Test("Who waits for a lock on a file waits for whoever holds it", arguments: ["flock", "fcntl"])
    func fileLock(kind: String) async throws {
        let path = scratch["lock"]
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        if kind == "flock" {
            try #require(flock(descriptor, LOCK_EX) == 0)
        } else {
            try #require(lockf(descriptor, F_LOCK, 0) == 0)
        }
        let words = kind == "flock" ? ["flock", path, "true"] : ["perl", "-e", LocalProcessesTests.locking, path]
        let name = try #require(ProcessStat.of(getpid())?.name)
        let expected = "the lock on \(path), which process \(getpid()) (\(name)) holds"
        _ = try await entries(of: words, when: expected, waits(expected))
    }

    /// Waits for a lock as apt-get and dpkg take them.
    private static let locking =
        "use Fcntl; open F,'+<',$ARGV[0]; $l=pack('s s x4 q q l x4',F_WRLCK,0,0,0,0); fcntl(F,F_SETLKW,$l) or die $!"

    @Test("Where apt-get sleeps before it asks again, whoever holds the packages is named")
    func packageLock() async throws {
        let path = scratch["lock-frontend"]
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        try #require(lockf(descriptor, F_LOCK, 0) == 0)
        // A program is told by its name.
        try FileManager.default.copyItem(atPath: "/bin/sleep", toPath: scratch["apt-get"])
        let name = try #require(ProcessStat.of(getpid())?.name)
        let expected = "a timer; meanwhile process \(getpid()) (\(name)) holds the lock on \(path)"
        let commands = [[scratch["apt-get"], "606"], ["sleep", "607"]]
        _ = try await entries(of: commands[0], packageLocks: [path], when: expected, waits(expected))
        try FileManager.default.removeItem(atPath: record.status)
        let others = try await entries(of: commands[1], packageLocks: [path], when: "another program sleeps", waits("a timer"))
        #expect(!others.contains { $0.waitsFor?.contains(path) == true })
    }

    @Test("Who reads or polls a connection waits for an answer from its other end", arguments: ["read", "select", "poll", "connect"])
    func connection(kind: String) async throws {
        let listener = try SilentListener(backlog: kind == "connect" ? 0 : 8)
        defer { listener.close() }
        let connecting =
            "use Socket; socket(S,PF_INET,SOCK_STREAM,0); connect(S,sockaddr_in(\(listener.port),inet_aton('127.0.0.1'))) or die;"
        let rest =
            switch kind {
            case "read": "sysread(S,$x,1);"
            case "select": "vec($r,fileno(S),1)=1; select($r,undef,undef,undef);"
            // The listener takes one connection and leaves the next ones unanswered.
            default:
                "for (1..9) { socket(my $t,PF_INET,SOCK_STREAM,0); connect($t,sockaddr_in(\(listener.port),inet_aton('127.0.0.1'))); push @a,$t }"
            }
        let expected = "\(kind == "connect" ? "a connection to" : "an answer from") 127.0.0.1:\(listener.port)"
        let words = kind == "poll" ? ["curl", "--silent", "http://127.0.0.1:\(listener.port)/"] : ["perl", "-e", connecting + rest]
        // Whoever polls may listen for its own threads as well.
        _ = try await entries(of: words, when: expected) { $0.contains { $0.waitsFor?.hasPrefix(expected) == true } }
    }

    @Test("Who reads its standard input or a named pipe says so")
    func input() async throws {
        try #require(mkfifo(scratch["pipe"], 0o600) == 0)
        let path = scratch["pipe"]
        let script = "exec 3<>\(path); cat <&3 & sh -c 'read x < \(path)' & sleep 608 | cat"
        let entries = try await entries(of: ["sh", "-c", script], when: "all read") { entries in
            entries.contains { $0.waitsFor == "input on its standard input, \(path)" }
                && entries.contains { $0.command == "cat" && $0.waitsFor == "input on its standard input" }
        }
        #expect(entries.contains { $0.command == "sleep 608" })
    }

    @Test("A stopped process needs the signal that lets it go on, and one that has ended its parent")
    func stoppedAndEnded() async throws {
        let script = "$z=fork; exit 0 if !$z; $s=fork; if (!$s) { kill 'STOP',$$; exit } sleep 609"
        let entries = try await entries(of: ["perl", "-e", script], when: "one is stopped and one has ended") {
            $0.contains { $0.state == "T" } && $0.contains { $0.state == "Z" }
        }
        #expect(entries.first { $0.state == "T" }?.waitsFor == "the signal CONT: it was stopped")
        let ended = try #require(entries.first { $0.state == "Z" })
        #expect(ended.command == "[perl]" && ended.waitsFor == "its parent to take note: it has ended")
    }

    @Test("A process that computes waits for nothing and uses the processor")
    func computing() async throws {
        let entries = try await entries(of: ["sh", "-c", "while :; do :; done"], when: "it computes") { ($0.last?.cpuSeconds ?? 0) > 0.05 }
        #expect(entries.count == 2)
        #expect(entries.last?.state == "R" || entries.last?.waitsFor == nil, "\(entries)")
    }

    @Test("A command line is shown without control characters, and cut")
    func commandLine() async throws {
        let entries = try await entries(
            of: ["sh", "-c", "sleep 610; true", "a\u{1B}[31mred\nline\u{202E}", String(repeating: "x", count: 500)], when: "it sleeps",
            waits("a timer"))
        let line = try #require(entries.first { $0.depth == 1 }?.command)
        #expect(line.count == 200 && line.hasPrefix("sh -c sleep 610; true a [31mred line  x"), "\(line)")
    }

    @Test(
        "Whoever waits for a disk that does not answer is shown in the kernel's own word, without its memory being read",
        .enabled(if: Surroundings.canFreeze))
    func uninterruptible() async throws {
        let disk = try FrozenDisk()
        defer { disk.thaw() }
        let launched = try await machine.launch(Command(["touch", disk.path + "/file"], timeout: .seconds(60)), record: record)
        try await eventually("touch hangs") { try disk.keepsWaiting("touch") }
        let entry = try #require(try await machine.processes(of: launched).last)
        #expect(entry.state == "D" && entry.command == "[touch]")
        #expect(entry.waitsFor == "a disk" || entry.waitsFor?.hasPrefix("the kernel (") == true, "\(entry)")
        disk.thaw()
        _ = try await machine.waitForEnd(of: launched, record: record)
    }

    @Test("Nobody's number, and one that another process has by now, have no processes")
    func nobody() async throws {
        for number: pid_t in [0, -1, 99_999_999] {
            #expect(try await machine.processes(of: LaunchedCommand(pid: number, startTime: 1)) == [])
        }
        let start = try #require(RunningProcess.startTime(of: getpid()))
        #expect(try await machine.processes(of: LaunchedCommand(pid: getpid(), startTime: start + 1)) == [])
        #expect(try await machine.processes(of: LaunchedCommand(pid: getpid(), startTime: start)).first?.pid == getpid())
    }
}

/// A port on this machine at which connections are made and nobody speaks.
private struct SilentListener {
    let port: Int
    private let descriptor: CInt

    init(backlog: CInt) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                try #require(bind(descriptor, pointer, length) == 0)
                try #require(listen(descriptor, backlog) == 0)
                try #require(getsockname(descriptor, pointer, &length) == 0)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    func close() { Glibc.close(descriptor) }
}
