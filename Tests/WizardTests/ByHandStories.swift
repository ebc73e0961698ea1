import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// Steps for which there is something to type or to hand on.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct ByHandStories {
    private static let section = """
        id: hand
        title: By hand
        text: What others do.
        steps:
          - id: hand.ask
            title: Ask for the database
            text: Give this to the administrator of the database.
            roles: [file-server]
            manual: { template: ask.sql }
            undo: { none: It is not ours. }
            checks:
              - login: { address: 10.0.0.12, port: "3306" }
            timeout: 30s

        """

    private static let template = GuideLoader.File(
        name: "ask.sql",
        text:
            "CREATE DATABASE {{database.name}};\n{{#each-application}}\nCREATE USER joget@{{address}} IDENTIFIED BY '{{database.password}}';\n{{/each-application}}\n-- "
            + String(repeating: "a long line ", count: 6) + "\n")

    private static func guide() throws -> Guide {
        try GuideLoader.guide(sections: [.init(name: "10-hand.yaml", text: section)], templates: [template])
    }

    @Test("What is to be handed on is shown beside the step, and alone in full width to be copied, without any password")
    func text() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(guide: try Self.guide()))
        await pilot.press(.enter)
        pilot.expect(shows: "What you do by hand", "CREATE DATABASE jwedb;", "d shows it in full width, to be copied.")
        await pilot.press(.character("d"))
        try Pictures.expect(pilot.screen, is: "by-hand")
        let lines = pilot.screen.split(separator: "\n").map(String.init)
        #expect(lines.contains("CREATE USER joget@10.0.0.21 IDENTIFIED BY '<the agreed password>';"), "nothing stands before or behind it")
    }

    @Test("A secret that the checks need is asked for before the step is said to be done")
    func secret() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(guide: try Self.guide()))
        await pilot.press(.enter, .enter)
        pilot.expect(shows: "A secret is needed", "database.password")
        await pilot.type("correct horse")
        await pilot.press(.enter)
        await pilot.type("correct horse")
        await pilot.press(.enter)
        pilot.expect(shows: "Done by hand?", "Ask for the database")
        await pilot.press(.right, .enter)
        #expect(pilot.model.run?.state["hand.ask"].status == .failed, "the database does not answer")
    }
}
