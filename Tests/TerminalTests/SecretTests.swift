import FaultLedger
import Foundation
import Testing

/// A password that is typed must be nowhere but where it is kept.
struct SecretTests {
    private static let canary = "kanarie-7Fq2-Vogel"

    @Test("A typed password is in no byte sent to the terminal and in no file but the kept secrets")
    func typed() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--role", "database", "--state", scratch.state]
        try await Terminal.run(state) { terminal in
            try await walk(terminal)
            terminal.type("w")
            try await terminal.expect("written: ")
            terminal.type("\u{1B}8")
            try await terminal.expect("a all")
            terminal.type("@")
            try await terminal.expect("apt-get")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(0))
            #expect(!String(decoding: terminal.view.sent, as: UTF8.self).contains(SecretTests.canary))
        }
        #expect(try scratch.files(holding: SecretTests.canary) == ["state/secrets"])
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(scratch.state)/secrets")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        for command in [["status", "--json"], ["report"], ["report", "--json"], ["verify", "--json"], ["plan"], ["cluster", "show"]] {
            let result = try await Headless.run(command + state)
            #expect(!(result.output + result.complaint).contains(SecretTests.canary), "\(command)")
            let isFound = (result.output + result.complaint).contains(SecretTests.canary)
            FaultLedger.note(10, "outputs of commands searched for a typed password", tried: 1, held: isFound ? 0 : 1)
        }
    }

    @Test("A recording holds what was on the screen, is its owner's alone, and hides a password even where it was typed by mistake")
    func recorded() async throws {
        let scratch = try Scratch()
        let cast = "\(scratch.path)/session.cast"
        let words = ["--rehearse", "--role", "database", "--state", scratch.state, "--record", cast]
        try await Terminal.run(words) { terminal in
            try await walk(terminal)
            // Esc, Esc: the welcome page; c opens the form, whose first field is no place for a password.
            terminal.type("\u{1B}8")
            try await terminal.expect("a all")
            terminal.type("\u{1B}8")
            try await terminal.expect("c cluster form")
            terminal.type("c")
            try await terminal.expect("Cluster name")
            terminal.type(SecretTests.canary)
            try await terminal.expect(SecretTests.canary)
            terminal.type("\u{3}\u{3}")
            #expect(try await terminal.end() == .exited(130))
            #expect(terminal.isRestored)
        }
        let text = try String(contentsOfFile: cast, encoding: .utf8)
        #expect(!text.contains(SecretTests.canary))
        #expect(text.contains("Reading package lists") && text.contains("A secret is needed"))
        for line in text.split(separator: "\n") { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        let attributes = try FileManager.default.attributesOfItem(atPath: cast)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        try await Terminal.run(words) { terminal in
            #expect(try await terminal.end() == .exited(1), "what was recorded before is not overwritten")
            try await terminal.expect(cast)
        }
    }

    /// Does every step of the database server, as far as the report.
    private func walk(_ terminal: Terminal) async throws {
        try await terminal.beginAll()
        try await terminal.expect("apt-get ended with exit status 100")
        try await terminal.expect("r retry")
        terminal.type("a")
        try await terminal.expect("Before this step")
        terminal.type("\u{1B}[C\r")
        try await terminal.expect("A secret is needed")
        terminal.type(SecretTests.canary + "\r")
        let dots = String(repeating: "•", count: SecretTests.canary.count)
        try await terminal.expect("Secret \(dots)")
        terminal.type(SecretTests.canary)
        try await terminal.expect("Once more \(dots)")
        terminal.type("\r\r")
        try await terminal.expect("Complete: all ")
    }

    @Test("A password comes from standard input as well, and says nothing of itself")
    func piped() async throws {
        let scratch = try Scratch()
        let result = try await Headless.run(
            ["secret", "database.password", "--rehearse", "--state", scratch.state], input: SecretTests.canary + "\n")
        #expect(result.code == 0)
        #expect(!(result.output + result.complaint).contains(SecretTests.canary))
        #expect(try scratch.files(holding: SecretTests.canary) == ["state/secrets"])
    }

    @Test("Typed at a prompt, a password is not echoed, and must be typed twice")
    func prompted() async throws {
        let scratch = try Scratch()
        let words = ["secret", "database.password", "--rehearse", "--state", scratch.state]
        try await Terminal.run(words) { terminal in
            // As a pasted one does, it comes at once with the prompt.
            try await terminal.expect("database.password:")
            terminal.type(SecretTests.canary + "\n")
            try await terminal.expect("database.password again:")
            terminal.type("another-one\n")
            #expect(try await terminal.end() == .exited(64))
            #expect(terminal.isRestored)
            #expect(!String(decoding: terminal.view.sent, as: UTF8.self).contains(SecretTests.canary))
        }
        #expect(try scratch.files(holding: SecretTests.canary).isEmpty)
        try await Terminal.run(words) { terminal in
            try await terminal.expect("database.password:")
            terminal.type(SecretTests.canary + "\n" + SecretTests.canary + "\n")
            #expect(try await terminal.end() == .exited(0))
        }
        #expect(try scratch.files(holding: SecretTests.canary) == ["state/secrets"])
    }

    @Test("Ctrl-C at the prompt for a password gives the terminal back as it was")
    func interrupted() async throws {
        let scratch = try Scratch()
        try await Terminal.run(["secret", "database.password", "--rehearse", "--state", scratch.state]) { terminal in
            try await terminal.expect("database.password:")
            terminal.type("half-typed\u{3}")
            #expect(try await terminal.end() == .exited(130))
            #expect(terminal.isRestored)
            #expect(!terminal.view.screen.shows("half-typed"))
        }
    }
}
