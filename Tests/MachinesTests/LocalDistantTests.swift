import FaultLedger
import Foundation
import Testing

@testable import Machines

@Suite("Files of file servers", .timeLimit(.minutes(2)))
struct LocalDistantTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static func machine(
        look: Duration = .milliseconds(300), isDistant: @escaping @Sendable (String) -> Bool = DistantPath.isDistant
    ) -> LocalMachine {
        let patience = DistantFiles.Patience(look: look, change: look, dead: .milliseconds(100))
        return LocalMachine(
            executable: Surroundings.program, grace: .milliseconds(300),
            distant: DistantFiles(Surroundings.program, patience, isDistant: isDistant))
    }

    /// Everything that can be asked of files.
    private static let questions: [(name: String, ask: @Sendable (LocalMachine, String) async throws -> Void)] = [
        ("status", { _ = try await $0.status(of: $1) }), ("read", { _ = try await $0.read($1, limit: 100) }),
        ("list", { _ = try await $0.list($1) }), ("replace", { try await $0.replace($1, with: [1], attributes: FileAttributes()) }),
        ("makeDirectory", { try await $0.makeDirectory($1, attributes: FileAttributes()) }),
        ("setAttributes", { try await $0.setAttributes(FileAttributes(mode: 0o600), of: $1) }), ("remove", { try await $0.remove($1) }),
        ("freeSpace", { _ = try await $0.freeSpace(at: $1) }), ("capture", { _ = try await $0.capture(Command(["ls", $1])) }),
    ]

    @Test("A dead file server holds up no question about its files, and is named", .enabled(if: Surroundings.canLoseFileServers))
    func dead() async throws {
        let server = try DeadFileServer()
        // By a link as well, which is how Joget's own folder leads to the share.
        try FileManager.default.createSymbolicLink(atPath: scratch["wflow"], withDestinationPath: "\(server.path)/wflow")
        let paths = [server.path, "\(server.path)/file", "\(server.path)/../share/file", "\(scratch["wflow"])/deep/file"]
        var (tried, held) = (0, 0)
        for path in paths {
            let machine = LocalDistantTests.machine()
            for question in LocalDistantTests.questions {
                tried += 1
                let error = await #expect(throws: MachineError.self, "\(question.name) \(path)") { try await question.ask(machine, path) }
                let isNamed =
                    error?.subject == path && error?.what.contains(/did not answer within|has not answered for/) == true
                    && error?.what.contains("(fs1:/srv/joget on \(server.path), fuse)") == true && error?.remedy.isEmpty == false
                #expect(isNamed, "\(question.name): \(error?.description ?? "")")
                held += isNamed ? 1 : 0
            }
        }
        #expect(!isStuck(getpid()), "none of our own threads waits for it")
        FaultLedger.note(4, "questions about files of a dead file server, answered in time", tried: tried, held: held)
    }

    /// Whether a thread of the process waits where no signal reaches it.
    private func isStuck(_ pid: pid_t) -> Bool {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return tasks.contains { ((try? String(contentsOfFile: "/proc/\(pid)/task/\($0)/stat", encoding: .utf8)) ?? "").contains(") D ") }
    }

    @Test(
        "Whoever asked a dead file server ends with the program, and leaves no process behind",
        .enabled(if: Surroundings.canLoseFileServers))
    func tidy() async throws {
        let server = try DeadFileServer()
        do {
            let machine = LocalDistantTests.machine()
            for _ in 1...3 { await #expect(throws: MachineError.self) { try await machine.status(of: server.path) } }
        }
        try await eventually("those who asked are gone") {
            try FileManager.default.contentsOfDirectory(atPath: "/proc").allSatisfy { pid in
                guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
                let command = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
                return !stat.contains(" \(getpid()) ") || !command.hasSuffix("\u{0}\(Errands.name)\u{0}")
            }
        }
    }

    @Test(
        "A command that waits for a dead file server is shown as what it is, and KILL ends it",
        .enabled(if: Surroundings.canLoseFileServers))
    func command() async throws {
        let server = try DeadFileServer()
        let machine = LocalDistantTests.machine()
        let record = CommandRecord(log: scratch["log"], status: scratch["status"])
        let launched = try await machine.launch(Command(["ls", "\(server.path)/file"], timeout: .seconds(60)), record: record)
        try await eventually("ls waits") { try !server.waiting("ls").isEmpty }
        let entry = try #require(try await machine.processes(of: launched).last)
        #expect(entry.state == "D" && entry.waitsFor?.isEmpty == false)
        try await machine.signal(.terminate, to: launched)
        #expect(try !server.waiting("ls").isEmpty || entry.state == "D")
        try await machine.signal(.kill, to: launched)
        let end = try await machine.waitForEnd(of: launched, record: record)
        #expect(end == .signaled(SIGKILL) || end == .signaled(SIGTERM))
        FaultLedger.note(4, "commands that hang on a dead file server, shown and ended", tried: 1, held: entry.state == "D" ? 1 : 0)
    }

    @Test(
        "One process waits for a silent file server, however much is asked of it; once it answers, so does everything",
        .enabled(if: Surroundings.canMount))
    func sentinel() async throws {
        let share = scratch["share"]
        try FileManager.default.createDirectory(atPath: share, withIntermediateDirectories: false)
        try #require(Surroundings.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", share]))
        defer { _ = Surroundings.run(["umount", share]) }
        // Whoever is sent there waits until the gate opens.
        try #require(mkfifo(scratch["gate"], 0o600) == 0)
        let helper = "#!/bin/sh\necho >> \(scratch["started"])\nread -r _ < \(scratch["gate"])\nexec \(Surroundings.program) \"$@\"\n"
        try Data(helper.utf8).write(to: URL(filePath: scratch["helper"]))
        try #require(chmod(scratch["helper"], 0o700) == 0)
        let patience = DistantFiles.Patience(look: .seconds(2), change: .seconds(20), dead: .milliseconds(100))
        let distant = DistantFiles(scratch["helper"], patience) { $0 == "tmpfs" }
        let machine = LocalMachine(executable: Surroundings.program, grace: .milliseconds(300), distant: distant)
        for path in 1...20 {
            await #expect(throws: MachineError.self) { try await machine.status(of: "\(share)/\(path)") }
            await #expect(throws: MachineError.self) {
                try await machine.replace("\(share)/\(path)", with: [1], attributes: FileAttributes())
            }
            await #expect(throws: MachineError.self) { try await machine.capture(Command(["touch", "\(share)/\(path)"])) }
        }
        #expect(try String(contentsOfFile: scratch["started"], encoding: .utf8) == "\n\n", "the one who asked, and the one who waits")
        let gate = open(scratch["gate"], O_WRONLY | O_CLOEXEC)
        try FileManager.default.removeItem(atPath: scratch["gate"])
        try Data("\n".utf8).write(to: URL(filePath: scratch["gate"]))
        close(gate)
        try await eventually("it answers again") { (try? await machine.list(share)) == [] }
    }

    @Test("Where the file server lives, everything is as on a disk of this server", .enabled(if: Surroundings.canMount))
    func alive() async throws {
        // A file system of memory stands for the share; only what is called distant differs.
        let share = scratch["share"]
        try FileManager.default.createDirectory(atPath: share, withIntermediateDirectories: false)
        try #require(Surroundings.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", share]))
        defer { _ = Surroundings.run(["umount", share]) }
        let far = LocalDistantTests.machine(look: .seconds(20)) { $0 == "tmpfs" }
        let near = LocalMachine(executable: "")
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await far.makeDirectory("\(share)/a/b", attributes: FileAttributes(mode: 0o750))
        try await far.replace("\(share)/a/b/file", with: bytes, attributes: FileAttributes(mode: 0o640))
        #expect(try await near.read("\(share)/a/b/file", limit: 1 << 24) == bytes)
        #expect(try await far.read("\(share)/a/b/file", limit: 1 << 24) == bytes)
        #expect(try await far.read("\(share)/none", limit: 1) == nil)
        for path in ["\(share)/a", "\(share)/a/b/file", "\(share)/none"] {
            #expect(try await far.status(of: path) == near.status(of: path))
        }
        #expect(try await far.list("\(share)/a/b") == ["file"])
        #expect(try await far.list("\(share)/none") == nil)
        #expect(try await far.freeSpace(at: share) == near.freeSpace(at: share))
        try await far.setAttributes(FileAttributes(mode: 0o600), of: "\(share)/a/b/file")
        #expect(try await near.status(of: "\(share)/a/b/file")?.mode == 0o600)
        let one = await #expect(throws: MachineError.self) { try await far.read(share, limit: 1) }
        let other = await #expect(throws: MachineError.self) { try await near.read(share, limit: 1) }
        #expect(one == other, "mistakes are told in the same words")
        let full = await #expect(throws: MachineError.self) {
            try await far.replace("\(share)/full", with: [UInt8](repeating: 7, count: 9 << 20), attributes: FileAttributes())
        }
        #expect(full?.what.contains("No space left") == true)
        try await far.remove("\(share)/a/b/file")
        #expect(try await near.list("\(share)/a/b") == [])
        async let several = withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { try await far.status(of: share) != nil } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(try await several == 20)
    }

    @Test("A helper that was killed is replaced by another one", .enabled(if: Surroundings.canMount))
    func replaced() async throws {
        let share = scratch["share"]
        try FileManager.default.createDirectory(atPath: share, withIntermediateDirectories: false)
        try #require(Surroundings.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", share]))
        defer { _ = Surroundings.run(["umount", share]) }
        let messenger = try Messenger(Surroundings.program)
        #expect(await messenger.answer(to: .list(share), with: [], within: .seconds(20))?.0 == .names([]))
        messenger.kill()
        #expect(await messenger.answer(to: .list(share), with: [], within: .seconds(20)) == nil)
        let machine = LocalDistantTests.machine(look: .seconds(20)) { $0 == "tmpfs" }
        #expect(try await machine.list(share) == [])
    }

    @Test(
        "Files of these kinds lie on a file server, others do not",
        arguments: [
            ("nfs", true), ("nfs4", true), ("cifs", true), ("smb3", true), ("fuse.sshfs", true), ("fuse.glusterfs", true), ("ceph", true),
            ("autofs", true), ("ext4", false), ("xfs", false), ("btrfs", false), ("tmpfs", false), ("overlay", false), ("zfs", false),
            ("fuseblk", false),
        ])
    func kinds(type: String, isDistant: Bool) { #expect(DistantPath.isDistant(type) == isDistant) }

    @Test("A path is distant wherever its links lead, and however it is written")
    func paths() throws {
        for folder in ["near", "mnt", "mnt/share"] {
            try FileManager.default.createDirectory(atPath: scratch[folder], withIntermediateDirectories: false)
        }
        let links = [("near/out", "\(scratch["mnt"])/share/x"), ("near/up", "../mnt"), ("near/circle", "circle"), ("near/lost", "nowhere")]
        for (name, target) in links { try FileManager.default.createSymbolicLink(atPath: scratch[name], withDestinationPath: target) }
        let share = Mount(source: "fs1:/srv", target: scratch["mnt/share"], type: "nfs4", options: [])
        let root = Mount(source: "fs1:/root", target: "/", type: "nfs4", options: [])
        let table = DistantPath([root, share])
        for path in ["mnt/share", "mnt/share/a/b", "mnt/./share/a", "near/out", "near/out/deep", "near/up/share", "near/../mnt/share"] {
            #expect(table.mount(of: scratch[path]) == share, "\(path)")
        }
        for path in ["near", "mnt", "mnt/shares", "near/circle", "near/lost/x", "mnt/share/..", "none/x"] {
            // The last but one would be the mount's own parent, but only the file server knows.
            let expected = path == "mnt/share/.." ? share : nil
            #expect(table.mount(of: scratch[path]) == expected, "\(path)")
        }
        #expect(DistantPath([root]).mount(of: "/etc/hosts") == nil)
    }
}
