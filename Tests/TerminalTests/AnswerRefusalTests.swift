import Foundation
import Testing

/// Answers that the program does not follow, or not alone.
@Suite(.timeLimit(.minutes(8)))
struct AnswerRefusalTests {
    @Test("A screen that does not come ends the program: at which line, what was awaited, and what was there instead")
    func missing() async throws {
        let scratch = try Scratch()
        let answers = try AnswersFile(
            "answers: 1\ndo:\n  - expect: Enter begins.\n  - expect: [Enter begins., no such words]\n    limit: 1s\n", in: scratch)
        try await answers.run { terminal in
            let end = try await terminal.end()
            #expect(end == .exited(1))
            #expect(terminal.isRestored)
        }
        let lines = try answers.complaints.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "joget-cluster: \(answers.path):4: expect: 'no such words' did not appear within 1 s; the screen was")
        #expect(lines.contains { $0.contains("This wizard sets up a Joget cluster") })
        #expect(lines.count { $0.hasPrefix("joget-cluster:") } == 1)
        try answers.expectTidiness()
    }

    @Test("A file with mistakes is refused before the screen is taken, with the line of each")
    func mistakes() async throws {
        let scratch = try Scratch()
        let answers = try AnswersFile("answers: 1\ndo:\n  - pres: [Enter]\n  - press: [Entre]\nquit: true\n", in: scratch)
        try await answers.run { terminal in
            let end = try await terminal.end()
            #expect(end == .exited(65))
            #expect(!terminal.view.sent.contains(0x1B), "no sequence was sent to the terminal")
        }
        let complaints = try answers.complaints
        for line in [3, 4, 5] { #expect(complaints.contains("\(answers.path):\(line): "), "\(complaints)") }
        #expect(!FileManager.default.fileExists(atPath: scratch.state), "nothing was begun")
    }

    @Test("A file that is not there, and screens without answers or without a folder, are refused")
    func options() async throws {
        let scratch = try Scratch()
        let missing = try await Headless.run(["--rehearse", "--answers", scratch.path + "/none.yaml"])
        missing.expectRefusal(65, "none.yaml: there is no such file")
        #expect(try await Headless.run(["--rehearse", "--screens", scratch.path]).code == 64)
        let answers = try AnswersFile(shipped: "skip.yaml", in: scratch)
        let nowhere = try await Headless.run(["--rehearse", "--answers", answers.path, "--screens", scratch.path + "/none"])
        nowhere.expectRefusal(64, "is no folder that can be written to")
    }

    @Test("A secret is typed into masked fields only, and stands nowhere but in the file of the secrets")
    func secret() async throws {
        let scratch = try Scratch()
        let secret = "Zq7-harbour-wall-41"
        let answers = try AnswersFile(shipped: "database.yaml", in: scratch, password: secret)
        try await answers.run(["--server", "db1"]) { terminal in
            let end = try await terminal.end(waiting: 60)
            #expect(end == .exited(0))
            #expect(!String(decoding: terminal.view.sent, as: UTF8.self).contains(secret))
        }
        #expect(try scratch.files(holding: secret).sorted() == ["database.password", "state/secrets"])
    }

    @Test("Where no masked field is, nothing of a secret is typed, nor told")
    func secretElsewhere() async throws {
        let scratch = try Scratch()
        let secret = "qqq7-harbour-wall-41"
        let text = "answers: 1\ndo:\n  - expect: Enter begins.\n  - press: [c]\n  - type-secret: database.password\n"
        let answers = try AnswersFile(text, in: scratch, password: secret)
        try await answers.run { terminal in
            let end = try await terminal.end()
            #expect(end == .exited(1))
            #expect(!String(decoding: terminal.view.sent, as: UTF8.self).contains("qqq"))
        }
        let complaints = try answers.complaints
        #expect(complaints.contains(":5: the field shows what is typed") && !complaints.contains("qqq"), "\(complaints)")
    }

    @Test("When the answers are used up, the operator has the keyboard")
    func handOver() async throws {
        let scratch = try Scratch()
        let answers = try AnswersFile("answers: 1\ndo:\n  - press: [Enter]\n", in: scratch)
        try await answers.run { terminal in
            try await terminal.expect("step 1 of")
            terminal.type("j")
            try await terminal.expect("step 2 of")
            terminal.type("q")
            let end = try await terminal.end()
            #expect(end == .exited(2))
            #expect(terminal.isRestored)
        }
        #expect(try answers.complaints.isEmpty)
    }

    @Test("Ctrl-C stops the answers, and asks as always")
    func interrupt() async throws {
        let scratch = try Scratch()
        let answers = try AnswersFile(
            "answers: 1\ndo:\n  - expect: Enter begins.\n  - expect: no such words\n  - press: [q]\n", in: scratch)
        try await answers.run { terminal in
            try await terminal.expect("Enter begins.")
            terminal.type("\u{3}")
            try await terminal.expect("Leave?")
            terminal.type("\u{1B}[C\r")
            let end = try await terminal.end()
            #expect(end == .exited(2))
            #expect(terminal.isRestored)
        }
        #expect(try answers.complaints.isEmpty)
    }

    @Test("A signal ends the program as always, and the answers with it")
    func signal() async throws {
        let scratch = try Scratch()
        let answers = try AnswersFile("answers: 1\ndo:\n  - expect: no such words\n", in: scratch)
        try await answers.run { terminal in
            try await terminal.expect("Enter begins.")
            terminal.child.send(SIGTERM)
            let end = try await terminal.end()
            #expect(end == .exited(2))
            #expect(terminal.isRestored)
        }
        #expect(try answers.complaints.isEmpty)
    }
}
