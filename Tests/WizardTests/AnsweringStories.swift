import Foundation
import TerminalUI
import Testing

@testable import Wizard

/// Answers that are pressed in a session, on a server in memory.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct AnsweringStories {
    /// A session with answers, run to its end.
    private struct Ended {
        let code: Int32
        let failure: AnswerFailure?
        let terminal: MemoryTerminal
        let session: Session
    }

    private func run(
        _ entries: String, in fixture: Fixture, password: String = "correct horse", screens: Bool = false, ending: String = "leave",
        meanwhile: (@MainActor (MemoryTerminal, Session) async -> Void)? = nil
    ) async throws -> Ended {
        let secret = fixture.path + "/password"
        try password.write(toFile: secret, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        let answers = try AnswersLoader.answers(
            from: "answers: 1\ndo:\n\(entries)\nat-end: \(ending)\n", file: fixture.path + "/x.yaml")
        let terminal = MemoryTerminal()
        let folder = screens ? try ScreenFolder(path: fixture.path, isStill: true) : nil
        let answering = Answering(answers, at: terminal, keepingIn: folder)
        let session = Session(terminal: answering.terminal, workplace: try fixture.workplace())
        answering.begin(with: session)
        let running = Task { await session.run() }
        if let meanwhile { await meanwhile(terminal, session) }
        let code = await running.value
        return Ended(code: code, failure: await answering.failure(), terminal: terminal, session: session)
    }

    private static let wholeRun = """
          - press: [Enter, a]
          - expect: "Before the first change on fs1"
          - press: [Right, Enter]
          - expect: "Whoever has mounted the directory waits"
          - press: [Right, Enter]
          - expect: "A secret is needed"
          - type-secret: password
          - press: [Tab]
          - type-secret: password
          - screen: secret
          - press: [Tab, Enter]
          - expect: "Done by hand?"
          - press: [Right, Enter]
          - wait: step
          - expect: "Complete: all 7 steps are settled."
          - screen: report
        """

    @Test("A whole run is pressed to its end, and the program left")
    func wholeRun() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let ended = try await run(Self.wholeRun, in: fixture)
        #expect(ended.code == 0 && ended.failure == nil, "\(ended.failure?.description ?? "")")
        #expect(ended.session.model.run?.isComplete == true)
    }

    @Test("Kept screens are the same each time, whatever the clocks say, and show no masked text")
    func screens() async throws {
        let (first, second) = (try Fixture(), try Fixture())
        defer { [first, second].forEach { $0.remove() } }
        for fixture in [first, second] { #expect(try await run(Self.wholeRun, in: fixture, screens: true).failure == nil) }
        for name in ["secret", "report"] {
            let texts = try [first, second].map { try String(contentsOfFile: "\($0.path)/\(name).txt", encoding: .utf8) }
            #expect(texts[0].replacing(first.path, with: second.path) == texts[1])
            #expect(texts[0].split(separator: "\n", omittingEmptySubsequences: false).count == 25, "24 rows, each ended")
            #expect(!texts[0].contains("correct horse"))
        }
        let report = try String(contentsOfFile: first.path + "/report.txt", encoding: .utf8)
        #expect(report.contains("[ OK ] Install the NFS server  changed  1.0 s"), "\(report)")
    }

    @Test("What is not on the screen in time is told with its line and the screen, and nothing more is pressed")
    func missing() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let ended = try await run("  - press: [Enter]\n  - expect: nowhere\n    limit: 1s\n  - press: [a]", in: fixture)
        let failure = try #require(ended.failure)
        #expect(failure.line == 4 && failure.what == "expect: 'nowhere' did not appear within 1 s")
        #expect(failure.screen.contains("[TODO] Rights to set") && ended.session.model.page == .main)
    }

    @Test("What must not be on the screen is told as well")
    func refuse() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let ended = try await run("  - refuse: nowhere\n  - refuse: [nowhere, <- this server]", in: fixture)
        #expect(ended.failure?.line == 4 && ended.failure?.what == "refuse: '<- this server' is on the screen")
    }

    @Test(
        "Text goes into fields only, a secret into masked ones only, and nothing else into those",
        arguments: [
            ("  - type: quit", "there is no field that takes text"), ("  - type-secret: password", "there is no field that takes text"),
            ("  - press: [c]\n  - type-secret: password", "a secret goes into masked fields only"),
        ])
    func fields(entries: String, words: String) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let ended = try await run(entries, in: fixture, password: "Zq")
        #expect(ended.failure?.what.contains(words) == true, "\(ended.failure?.description ?? "")")
        #expect(ended.failure?.description.contains("Zq") == false)
    }

    @Test("A secret that is written out in the answers is not typed", arguments: ["type: abc", "press: [a]", "paste: abc"])
    func writtenSecret(entry: String) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let start = Self.wholeRun.split(separator: "\n").prefix(6).joined(separator: "\n")
        let ended = try await run("\(start)\n  - \(entry)", in: fixture)
        #expect(ended.failure?.line == 9 && ended.failure?.what.contains("write type-secret") == true)
    }

    @Test("Keys are pressed until the screen shows the words, and no further")
    func until() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let ended = try await run("  - press: [Enter]\n  - press: [Down]\n    until: step 3 of\n  - expect: step 3 of", in: fixture)
        #expect(ended.failure == nil && ended.session.model.run?.selectedIndex == 2)
        let other = try Fixture()
        defer { other.remove() }
        let lost = try await run("  - press: [Enter]\n  - press: [Down]\n    until: nowhere", in: other)
        #expect(lost.failure?.what == "until: 'nowhere' did not appear after 100 times")
    }

    @Test("Answers that go on after the end are a mistake")
    func tooMuch() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let ended = try await run("  - press: [q]\n  - press: [a]", in: fixture)
        #expect(ended.failure?.line == 4 && ended.failure?.what == "the program has ended before this")
    }

    @Test("The operator's Ctrl-C stops the answers and is asked about; what the operator presses then counts")
    func interruption() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let ended = try await run("  - expect: nowhere\n  - press: [a]", in: fixture) { terminal, session in
            await session.wait { $0.model.run?.isOpen == true }
            terminal.send(.key(.control("c")))
            await session.wait { $0.model.context == .question }
            terminal.send(.key(.control("c")))
        }
        #expect(ended.code == 130 && ended.failure == nil)
    }

    @Test("When all is pressed the operator has the keyboard")
    func keyboard() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let ended = try await run("  - press: [Enter]", in: fixture, ending: "stay") { terminal, session in
            await session.wait { $0.model.page == .main && $0.isIdle }
            terminal.send(.key(.character("n")))
            await session.wait { $0.model.run?.selectedIndex == 1 }
            terminal.send(.key(.character("q")))
        }
        #expect(ended.code == 2 && ended.failure == nil)
    }
}
