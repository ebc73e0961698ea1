import Foundation
import Guidebook
import Machines
import Reporting
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// The look at the server before the work.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct PreflightStories {
    /// Beside what always holds: one check that can be mended, one that cannot, one that a later step requires.
    static let prepare =
        Fixture.prepare + """
              - id: prepare.name
                title: Own name and address
                text: The name of this server must resolve to {{self.address}}.
                roles: [every]
                edit: { path: /etc/hosts, hosts: "{{self.address}} {{self.name}}" }
                respects:
                  - resolves: { names: "{{self.name}}", to: "{{self.address}}" }
                checks:
                  - resolves: { names: "{{self.name}}", to: "{{self.address}}" }
                timeout: 10s
              - id: prepare.room
                title: Room on the disk
                text: Files need room.
                roles: [every]
                proof:
                checks:
                  - free-space: { path: /srv, at-least: 900G }
                timeout: 10s

            """

    static let share = Fixture.share.replacing(
        "    roles: [file-server]\n    packages: [nfs-kernel-server]",
        with:
            "    roles: [file-server]\n    packages: [nfs-kernel-server]\n    requires:\n      - port: { address: 10.0.0.99, port: \"80\" }\n      - service: { name: ssh }"
    )

    static func guide() throws -> Guide {
        try GuideLoader.guide(
            sections: [.init(name: "10-prepare.yaml", text: prepare), .init(name: "20-share.yaml", text: share)],
            templates: Fixture.templates)
    }

    private func pilot(_ fixture: Fixture, machine: RehearsalMachine = Fixture.machine()) async throws -> Pilot {
        let pilot = await Pilot(try fixture.workplace(machine: machine, guide: try Self.guide()))
        await pilot.press(.character("p"))
        return pilot
    }

    @Test("The table says name, variable, current, required and verdict, and the first that fails has the focus")
    func table() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        try Pictures.expect(pilot.screen, is: "preflight", replacing: fixture.path)
        pilot.expect(shows: "Is fs1 ready: 2 hold, 3 fail", "Name", "Variable", "Current", "Required", "Verdict")
        pilot.expect(shows: "prepare.name Own name and address", "Enter fixes it, after you have agreed to this:", "change /etc/hosts")
        // What an earlier step of this server brings about cannot be looked at yet.
        #expect(pilot.model.run?.preflight?.entries.filter(\.isRequirement).flatMap(\.findings).count == 1)
        await pilot.press(.escape)
        #expect(pilot.model.page == .welcome)
    }

    @Test("A fix is shown first, made only when agreed to, recorded as its step, and looked at again")
    func fix() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine()
        let pilot = try await pilot(fixture, machine: machine)
        let before = try await machine.read("/etc/hosts", limit: 10_000)
        await pilot.press(.enter)
        pilot.expect(shows: "Fix this?", "-127.0.1.1 fs1", "+10.0.0.11 fs1", "[ No ]  [ Fix it ]")
        try Pictures.expect(pilot.screen, is: "preflight-fix")
        await pilot.press(.enter)
        #expect(try await machine.read("/etc/hosts", limit: 10_000) == before)
        await pilot.press(.enter, .right, .enter)
        #expect(try await machine.read("/etc/hosts", limit: 10_000) != before)
        pilot.expect(shows: "Is fs1 ready: 3 hold, 2 fail", "fs1 is 10.0.0.11")
        #expect(pilot.model.run?.state["prepare.name"].outcome == .changed)
    }

    @Test("A check that cannot be fixed says so and what to do, and is waived for a reason that the report keeps")
    func waive() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        await pilot.press(.character("n"), .character("n"))
        pilot.expect(shows: "prepare.room Room on the disk", "Cannot be fixed from here: make room on the file system of /srv", "w waive")
        await pilot.press(.enter)
        pilot.expect(shows: "Preflight: Room on the disk", "at least 900 GB")
        await pilot.press(.escape, .character("w"))
        pilot.expect(shows: "Waive this check", "The check is let pass; the report says why, who and when.")
        await pilot.press(.enter)
        pilot.expect(shows: "Say why; the report will show it.")
        await pilot.type("a trial")
        await pilot.press(.enter)
        pilot.expect(shows: "waived", "Waived by anna at", ": a trial", "Is fs1 ready: 2 hold, 2 fail, 1 is waived")
        #expect(pilot.model.canWaive == false)
        let state = try #require(pilot.model.run?.state)
        let plan = try #require(pilot.model.run?.plan)
        #expect(Report(plan: plan, state: state, program: "1", made: "").waived.map(\.reason) == ["a trial"])
        await pilot.press(.escape, .enter)
        pilot.expect(shows: "[WAIV] Room on the disk")
        await pilot.press(.character("w"))
        pilot.expect(shows: "waived by anna at", "1 waived")
        pilot.expect(hides: "skipped")
    }

    @Test("What a later step requires is named by that step, and neither fixed nor waived here")
    func requirement() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        await pilot.press(.end)
        pilot.expect(shows: "share.packages Install the NFS server", "port 80 of 10.0.0.99 answers", "Cannot be fixed from here")
        #expect(!pilot.model.canFix && !pilot.model.canWaive)
        await pilot.press(.character("w"), .character("f"))
        #expect(pilot.model.context == .preflight)
    }

    @Test("All that can be fixed is fixed one after the other, and the step list is reached by Enter as always")
    func fixAll() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        await pilot.press(.character("a"), .right, .enter)
        #expect(pilot.model.run?.preflight?.fixable.isEmpty == true)
        #expect(!pilot.model.canFixAll)
        await pilot.press(.escape, .enter, .character("p"), .escape)
        #expect(pilot.model.page == .main)
        // Nothing but the fix was done, and the whole plan has still to be agreed to.
        #expect(pilot.model.run?.state.isReviewed == false)
    }

    @Test("A fix that fails says why, has the focus, and stops those that were to follow")
    func failure() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine([.nameResolvesToLoopback])
        let pilot = try await pilot(fixture, machine: machine)
        await pilot.press(.end, .character("a"), .right, .enter)
        pilot.expect(shows: "prepare.name Own name and address", "The last attempt failed:", "FAIL")
        #expect(pilot.model.run?.state["prepare.name"].status == .failed)
        #expect(pilot.model.run?.fixes.isEmpty == true)
    }

    @Test("Whoever leaves the page while something is fixed finds it done, and nothing else begun")
    func leaving() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        await pilot.press(.character("a"), .right)
        pilot.send(.key(.enter))
        await pilot.press(.escape)
        #expect(pilot.model.page == .welcome)
        await pilot.rest()
        #expect(pilot.model.run?.fixes.isEmpty == true)
        await pilot.press(.character("p"))
        #expect(pilot.model.run?.preflight?.entry(named: "name")?.isAcceptable == true)
    }

    @Test("On a large terminal the table shows more of each column")
    func large() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        pilot.expect(hides: "10.0.0.11, and nothing of 127.*  FAIL")
        await pilot.resize(40, 160)
        pilot.expect(shows: "10.0.0.11, and nothing of 127.*  FAIL", "free space at /srv")
    }
}
