import Foundation
import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// What must never be seen.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct SecretStories {
    private static let canary = "Zk7canaryQx"

    private func pilotAtSecret(_ fixture: Fixture, _ machine: RehearsalMachine) async throws -> Pilot {
        let pilot = await Pilot(try fixture.workplace(machine: machine))
        await pilot.press(.enter, .character("a"), .right, .enter, .right, .enter)
        #expect(pilot.model.context == .secret)
        return pilot
    }

    @Test("A secret is on no screen, in no journal, and in the file that needs it")
    func canary() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine()
        let pilot = try await pilotAtSecret(fixture, machine)
        await pilot.type(SecretStories.canary)
        await pilot.press(.enter)
        await pilot.type(SecretStories.canary)
        try Pictures.expect(pilot.screen, is: "secret", replacing: fixture.path)
        await pilot.press(.enter)
        await pilot.press(.escape, .up, .character("d"), .escape, .character("@"), .escape, .character("w"), .character("w"))
        #expect(pilot.seen.allSatisfy { !$0.contains(SecretStories.canary) })
        let written = try await machine.read("/etc/joget-client.cnf", limit: 1000)
        #expect(String(decoding: written ?? [], as: UTF8.self).contains(SecretStories.canary))
        let journal = try String(contentsOfFile: fixture.path + "/journal.jsonl", encoding: .utf8)
        #expect(!journal.contains(SecretStories.canary))
        #expect(!"\(pilot.model)".contains(SecretStories.canary))
        #expect(try FileManager.default.attributesOfItem(atPath: fixture.path + "/secrets")[.posixPermissions] as? Int == 0o600)
    }

    @Test("Two that differ, or one that is too short, are not kept")
    func mistyped() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtSecret(fixture, Fixture.machine())
        await pilot.type("short")
        await pilot.press(.enter, .enter)
        pilot.expect(shows: "Use at least 8 characters.")
        await pilot.type("-no-more")
        await pilot.press(.tab)
        await pilot.type("something else")
        await pilot.press(.enter)
        pilot.expect(shows: "The two do not agree")
        #expect(!FileManager.default.fileExists(atPath: fixture.path + "/secrets"))
    }

    @Test("One can be made up, and the run goes on")
    func generated() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine()
        let pilot = try await pilotAtSecret(fixture, machine)
        await pilot.press(.up, .enter)
        pilot.expect(shows: "Done by hand?")
        #expect(pilot.model.run?.state["share.password"].status == .done)
        #expect(try await machine.status(of: "/etc/joget-client.cnf")?.mode == 0o600)
    }

    @Test("Nothing goes on without the secret")
    func declined() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtSecret(fixture, Fixture.machine())
        await pilot.press(.escape)
        #expect(pilot.model.context == .main)
        #expect(pilot.model.run?.isRunningAll == false)
        #expect(pilot.model.run?.state["share.password"].status == .todo)
    }
}
