import FaultLedger
import Foundation
import Testing

/// A wizard that dies in the middle, and the start after it.
struct InterruptionTests {
    @Test("After kill -9 in a running step the next start names that step, and nothing recorded is lost")
    func killed() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        try await Terminal.run(state, environment: Terminal.slow) { terminal in
            try await terminal.beginInstalling()
            terminal.child.send(SIGKILL)
            #expect(try await terminal.end() == .killed(signal: SIGKILL))
        }
        let journal = try JournalFile(scratch.state)
        let done = journal.steps("finished")
        #expect(journal.steps("started").last == "shared-directory.packages" && !done.contains("shared-directory.packages"))
        #expect(done.count == 7)
        try await Terminal.run(state) { terminal in
            // The pretended machine has died too, so that what was changed on it has gone back.
            try await terminal.expect("7 steps were done:")
            try await terminal.expect("Own name and address")
            terminal.type("\r")
            terminal.type("\u{1B}[B")
            try await terminal.expect("[FAIL] Install the NFS server")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(1))
        }
        let later = try JournalFile(scratch.state)
        #expect(later.bytes.starts(with: journal.bytes), "what was recorded stays as it was")
        #expect(later.steps("interrupted") == ["shared-directory.packages"])
        let status = try await Headless.run(["status"] + state)
        #expect(status.code == 1 && status.complaint.isEmpty)
        #expect(status.output.contains("the program was stopped in the middle of this step"), "\(status.output)")
    }

    @Test("A run that was cut by kill -9 goes on without the wizard, to its end")
    func resumed() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        try await Terminal.run(state, environment: Terminal.slow) { terminal in
            try await terminal.beginInstalling()
            terminal.child.send(SIGKILL)
            _ = try await terminal.end()
        }
        let journal = try JournalFile(scratch.state)
        let apply = try await Headless.run(["apply", "--yes", "--json"] + state)
        #expect(apply.code == 0, "\(apply.complaint)")
        #expect((try apply.json() as? [String: Any])?["isComplete"] as? Bool == true)
        let later = try JournalFile(scratch.state)
        #expect(later.bytes.starts(with: journal.bytes))
        #expect(later.steps("interrupted") == ["shared-directory.packages"])
        #expect(later.events.count { $0.name == "opened" } == 2)
        #expect(try await Headless.run(["status"] + state).code == 0)
        let report = try await Headless.run(["report"] + state)
        #expect(report.code == 0 && report.output.contains("shared-directory.packages"))
    }

    @Test("A journal that was cut in its last line is mended, and the operator hears of it")
    func torn() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        #expect(try await Headless.run(["apply", "--yes", "prepare.root", "prepare.clock"] + state).code == 0)
        let whole = try JournalFile(scratch.state).bytes
        try whole.dropLast(20).write(to: URL(filePath: "\(scratch.state)/journal.jsonl"))
        let status = try await Headless.run(["status"] + state)
        #expect(status.complaints.count == 1 && status.complaint.contains("the line is torn"), "\(status.complaint)")
        try await Terminal.run(state) { terminal in
            try await terminal.expect("the line is torn")
            terminal.type("q")
            _ = try await terminal.end()
        }
        let mended = try JournalFile(scratch.state)
        #expect(mended.events.contains { $0.name == "repaired" })
        let copies = try scratch.listing(of: scratch.state).filter { $0.hasPrefix("journal.jsonl.damaged") }
        #expect(copies.count == 1)
        FaultLedger.note(2, "torn journals told of by status and wizard", tried: 2, held: copies.count + status.complaints.count)
    }

    @Test("The state of another server is refused by name")
    func foreign() async throws {
        let scratch = try Scratch()
        #expect(try await Headless.run(["apply", "prepare.root", "--rehearse", "--state", scratch.state]).code == 0)
        let before = try scratch.listing()
        let result = try await Headless.run(["apply", "prepare.root", "--rehearse", "--role", "database", "--state", scratch.state])
        result.expectRefusal(65, "fs1", "db1")
        FaultLedger.note(7, "state of another server refused by name", tried: 1, held: result.code == 65 ? 1 : 0)
        // The lock says which process came last; nothing else may differ.
        #expect(try scratch.listing().filter { !$0.hasPrefix("state/lock ") } == before.filter { !$0.hasPrefix("state/lock ") })
    }
}
