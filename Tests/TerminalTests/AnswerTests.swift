import Foundation
import Testing

/// Whole runs of the wizard by the files of answers that are shipped as examples.
@Suite(.timeLimit(.minutes(4)))
struct AnswerTests {
    private static let settled: Set = ["done", "warned", "skipped"]

    @Test(
        "A whole run by the keys settles every step that is asked for",
        arguments: [
            ("clean-run.yaml", "fs1"), ("database.yaml", "db1"), ("application.yaml", "app1"), ("balancer.yaml", "lb1"),
        ])
    func wholeRun(name: String, server: String) async throws {
        let scratch = try Scratch()
        let answers = try AnswersFile(shipped: name, in: scratch)
        try await answers.expectEnd(0, ["--server", server])
        let options = ["--rehearse", "--state", scratch.state, "--server", server]
        #expect(try await Headless.run(["status"] + options).code == 0)
        #expect(try await answers.status(["--server", server]).values.allSatisfy(AnswerTests.settled.contains))
    }

    @Test("A failed installation is read about and tried again; the journal knows of both attempts")
    func failureAndRetry() async throws {
        let scratch = try Scratch()
        try await AnswersFile(shipped: "failure-and-retry.yaml", in: scratch).expectEnd(2)
        let journal = try JournalFile(scratch.state)
        let outcomes = journal.events.filter { $0.name == "finished" && $0.fields["step"] as? String == "shared-directory.packages" }
        #expect(outcomes.compactMap { $0.fields["outcome"] as? String } == ["failed", "changed"])
    }

    @Test("A step is left out with the reason that was typed")
    func skip() async throws {
        let scratch = try Scratch()
        let answers = try AnswersFile(shipped: "skip.yaml", in: scratch)
        try await answers.expectEnd(2)
        #expect(try await answers.status()["prepare.clock"] == "skipped")
        let reasons = try JournalFile(scratch.state).events.filter { $0.name == "skipped" }.compactMap { $0.fields["reason"] as? String }
        #expect(reasons == ["rented machine, its host keeps the time"])
    }

    @Test("A step is taken back and done again")
    func undo() async throws {
        let scratch = try Scratch()
        let answers = try AnswersFile(shipped: "undo.yaml", in: scratch)
        try await answers.expectEnd(2)
        #expect(try await answers.status()["prepare.own-name"] == "done")
        let ends = try JournalFile(scratch.state).events.filter { $0.name == "finished" }
        #expect(ends.compactMap { $0.fields["step"] as? String } == Array(repeating: "prepare.own-name", count: 3))
        #expect(ends.compactMap { $0.fields["outcome"] as? String } == ["changed", "undone", "changed"])
    }

    @Test("A run that was left in the middle goes on where it was, and ends complete")
    func resume() async throws {
        let scratch = try Scratch()
        let first = try AnswersFile(shipped: "resume.yaml", in: scratch)
        try await first.expectEnd(2)
        #expect(try await first.status()["shared-directory.packages"] == "done")
        #expect(try await first.status()["shared-directory.export"] == "todo")
        try FileManager.default.removeItem(atPath: first.path)
        let second = try AnswersFile(shipped: "resume-again.yaml", in: scratch)
        try await second.expectEnd(0)
        #expect(try await second.status().values.allSatisfy(AnswerTests.settled.contains))
        #expect(try JournalFile(scratch.state).events.count { $0.name == "reviewed" } == 1, "agreed to once")
    }

    @Test("The form is filled by the keys, and what it saves is a description without mistakes")
    func form() async throws {
        let scratch = try Scratch()
        try await AnswersFile(shipped: "form.yaml", in: scratch).expectEnd(2)
        let check = try await Headless.run(["cluster", "check", scratch.state + "/cluster.yaml"])
        #expect(check.code == 0, "\(check.output)\(check.complaint)")
        let text = try String(contentsOfFile: scratch.state + "/cluster.yaml", encoding: .utf8)
        for words in ["node1", "192.0.2.32", "gate", "kind: existing", "db.example.org"] { #expect(text.contains(words), "\(text)") }
        #expect(!text.contains("lb1"))
    }

    @Test("Every shipped file is gone through by a test")
    func complete() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: AnswersFile.folder.path).sorted()
        #expect(
            names == [
                "application.yaml", "balancer.yaml", "clean-run.yaml", "database.yaml", "failure-and-retry.yaml", "form.yaml",
                "resume-again.yaml", "resume.yaml", "skip.yaml", "undo.yaml",
            ])
    }
}
