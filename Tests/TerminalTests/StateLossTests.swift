import FaultLedger
import Foundation
import Testing

/// State directories that are spoilt, taken away or not to be written, and what the operator is told.
struct StateLossTests {
    private static let rehearse = ["--rehearse", "--state"]

    /// A state in which two steps are done and one has printed something.
    private func begun() async throws -> (Scratch, [String]) {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        #expect(try await Headless.run(["apply", "--yes", "prepare.root", "prepare.clock", "shared-directory.packages"] + state).code == 0)
        return (scratch, state)
    }

    private func expectEverywhere(_ scratch: Scratch, _ state: [String], _ words: [String]) async throws {
        let before = try scratch.listing().filter { !$0.hasPrefix("state/lock ") }
        var held = 0
        let commands = [
            ["status"], ["report"], ["report", "--script"], ["apply", "--yes"], ["verify"], ["undo", "--yes", "shared-directory.packages"],
        ]
        for command in commands {
            let result = try await Headless.run(command + state)
            let isTold = result.code == 74 && result.complaints.count == 1 && words.allSatisfy(result.complaint.contains)
            #expect(isTold, "\(command): \(result.code) \(result.complaint)")
            #expect(result.output.isEmpty, "\(command): \(result.output)")
            held += isTold ? 1 : 0
        }
        try await Terminal.run(state) { terminal in
            try await terminal.expect("The state directory cannot be used")
            for word in words { try await terminal.expect(word) }
            terminal.type("q")
            #expect(try await terminal.end() == .exited(74))
            held += 1
        }
        #expect(try scratch.listing().filter { !$0.hasPrefix("state/lock ") } == before, "something was begun anew")
        FaultLedger.note(2, "commands and screens that tell of lost state and begin nothing anew", tried: commands.count + 1, held: held)
    }

    @Test("A journal that is gone is missed by every command, and nothing is begun anew")
    func gone() async throws {
        let (scratch, state) = try await begun()
        try FileManager.default.removeItem(atPath: "\(scratch.state)/journal.jsonl")
        try await expectEverywhere(scratch, state, ["the journal is missing, but a run has left", "put the journal back from a copy"])
    }

    @Test("A journal that is empty is missed by every command, and nothing is begun anew")
    func empty() async throws {
        let (scratch, state) = try await begun()
        try #require(truncate("\(scratch.state)/journal.jsonl", 0) == 0)
        try await expectEverywhere(scratch, state, ["the journal is empty, but a run has left"])
    }

    @Test("A link in the journal's place is refused by every command", arguments: ["victim", "nowhere"])
    func link(target: String) async throws {
        let (scratch, state) = try await begun()
        let path = "\(scratch.state)/journal.jsonl"
        let victim = try scratch.write("keep me\n", to: "victim")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(scratch.path)/\(target)")
        try await expectEverywhere(scratch, state, ["the journal cannot be"])
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "keep me\n")
    }

    @Test("A damaged journal is told of with line, loss and copy, by apply as well as by the wizard")
    func damaged() async throws {
        let (scratch, state) = try await begun()
        let path = "\(scratch.state)/journal.jsonl"
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let place = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 100
        bytes[place] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        let status = try await Headless.run(["status"] + state)
        #expect(
            status.complaint.contains("\(path):2: the line is not as it was written; what comes before it is used"), "\(status.complaint)")
        let apply = try await Headless.run(["apply", "prepare.root"] + state)
        #expect(apply.complaint.contains("\(path):2: the line is not as it was written; "), "\(apply.complaint)")
        let copy = try #require(try FileManager.default.contentsOfDirectory(atPath: scratch.state).first { $0.contains(".damaged.") })
        #expect(apply.complaint.contains("lines were set aside in \(scratch.state)/\(copy)"))
        let isKept = try Data(contentsOf: URL(filePath: "\(scratch.state)/\(copy)")) == Data(bytes)
        #expect(apply.code == 0 && isKept)
        let report = try await Headless.run(["report"] + state)
        #expect(report.output.contains("The journal was damaged") && report.output.contains(copy.suffix(10)))
        FaultLedger.note(2, "damaged journals told of with line, loss and copy", tried: 1, held: isKept ? 1 : 0)
    }

    @Test("A full disk is named, before anything is done", .enabled(if: geteuid() == 0))
    func full() async throws {
        let (scratch, state) = try await begun()
        let disk = try SmallDisk(at: scratch.path + "/disk", kilobytes: 256)
        defer { disk.remove() }
        try FileManager.default.copyItem(atPath: scratch.state, toPath: disk.path + "/state")
        try #require(chmod(disk.path + "/state", 0o700) == 0)
        disk.fill()
        let full = ["--rehearse", "--state", disk.path + "/state"]
        let journal = try JournalFile(disk.path + "/state").bytes
        var held = 0
        for command in [["apply", "--yes"], ["verify"], ["undo", "--yes", "shared-directory.packages"]] {
            let result = try await Headless.run(command + full)
            let isTold = result.code == 74 && result.complaint.contains("No space left") || result.complaint.contains("no space left")
            #expect(isTold, "\(command): \(result.code) \(result.complaint)")
            held += isTold ? 1 : 0
        }
        #expect(try await Headless.run(["status"] + full).code == 2, "looking needs no room")
        try await Terminal.run(full) { terminal in
            try await terminal.expect("The state directory cannot be used")
            try await terminal.expect("o space left on device")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(74))
        }
        // A line may still find room in the last block of the file; then it is whole.
        #expect(try JournalFile(disk.path + "/state").bytes.starts(with: journal))
        disk.empty()
        #expect(try await Headless.run(["apply", "prepare.root"] + full).code == 0, "with room it goes on")
        FaultLedger.note(2, "commands on a full disk that say so and record nothing", tried: 3, held: held)
        _ = state
    }

    @Test("A write-protected disk is named; looking goes on", .enabled(if: geteuid() == 0))
    func readOnly() async throws {
        let (scratch, _) = try await begun()
        let disk = try SmallDisk(at: scratch.path + "/disk", kilobytes: 4096)
        defer { disk.remove() }
        try FileManager.default.copyItem(atPath: scratch.state, toPath: disk.path + "/state")
        try #require(chmod(disk.path + "/state", 0o700) == 0)
        try #require(disk.protect())
        let state = ["--rehearse", "--state", disk.path + "/state"]
        var held = 0
        for command in [["apply", "--yes"], ["verify"]] {
            let result = try await Headless.run(command + state)
            result.expectRefusal(74, "Read-only file system")
            held += result.code == 74 ? 1 : 0
        }
        #expect(try await Headless.run(["status"] + state).code == 2)
        #expect(try await Headless.run(["report"] + state).code == 0)
        FaultLedger.note(2, "commands on a write-protected disk that say so", tried: 2, held: held)
    }

    @Test(
        "A state directory that is removed in the middle of a command ends the step with the reason, and nothing more is done",
        .enabled(if: geteuid() == 0, "a real run needs root"), arguments: ["directory", "journal"])
    func underWay(what: String) async throws {
        let run = try RealRun("echo begun; read go < gate")
        let path = what == "journal" ? "\(run.scratch.state)/journal.jsonl" : run.scratch.state
        var isTold = false
        try await Terminal.run(run.options) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("begun")
            try FileManager.default.removeItem(atPath: path)
            try await run.open()
            try await terminal.expect("The state directory cannot be used")
            try await terminal.expect(what == "journal" ? "the journal was" : "the state directory was removed")
            terminal.type("\r")
            try await terminal.expect("q leave")
            // Nor can anything be done after it.
            terminal.type("r")
            try await terminal.expect("The state directory cannot be used")
            terminal.type("\u{3}")
            try await terminal.expect("Leave?")
            terminal.type("\u{3}")
            guard case .exited(let code) = try await terminal.end() else { return #expect(Bool(false), "it crashed") }
            #expect(code != 0 && terminal.isRestored)
            isTold = terminal.view.screen.shows("The state directory cannot be used.") && !terminal.view.screen.shows("Nothing is lost")
            #expect(isTold, "anything else would be a lie\n\(terminal.view.screen.text)")
        }
        if what == "journal" {
            // What was recorded is beside it, and one command brings it back.
            let refusal = try await Headless.run(["status"] + run.options)
            refusal.expectRefusal(74, "a whole copy is in", "put the copy back with 'mv ")
            let copy = try #require(
                try FileManager.default.contentsOfDirectory(atPath: run.scratch.state).first { $0.contains(".rescued.") })
            try #require(rename("\(run.scratch.state)/\(copy)", "\(run.scratch.state)/journal.jsonl") == 0)
            #expect(try await Headless.run(["apply"] + run.options).code == 0)
        } else {
            #expect(!FileManager.default.fileExists(atPath: run.scratch.state), "it was begun anew")
        }
        FaultLedger.note(2, "state taken away while the wizard runs a command, told of", tried: 1, held: isTold ? 1 : 0)
    }
}

/// A small file system of a test's own.
struct SmallDisk {
    let path: String

    init(at path: String, kilobytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try #require(mount("none", path, "tmpfs", 0, "size=\(kilobytes)k") == 0)
    }

    func fill() {
        let file = open(path + "/filler", O_WRONLY | O_CREAT, 0o600)
        let block = [UInt8](repeating: 1, count: 4096)
        while write(file, block, block.count) > 0 {}
        close(file)
    }

    func empty() { unlink(path + "/filler") }

    /// Whether it could be made read-only.
    func protect() -> Bool { mount("none", path, nil, 0x21, nil) == 0 }  // MS_REMOUNT | MS_RDONLY

    func remove() { umount2(path, 2) }  // MNT_DETACH
}
