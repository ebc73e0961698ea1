import Foundation
import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// What operators live through, on a server in memory.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct RunStories {
    @Test("A whole run, from the welcome to a complete report")
    func cleanRun() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        pilot.expect(shows: "fs1", "<- this server", "Nothing has been done on this server yet", "REHEARSAL")
        await pilot.press(.enter)
        pilot.expect(shows: "Prepare this server", "[TODO] Rights to set", "joget-cluster apply prepare.root")
        await pilot.press(.character("a"))
        pilot.expect(shows: "Before the first change on fs1", "install nfs-kernel-server", "Services restarted or reloaded: nfs-server")
        await pilot.press(.right, .enter)
        pilot.expect(shows: "Before this step", "Whoever has mounted the directory waits")
        await pilot.press(.right, .enter)
        pilot.expect(shows: "A secret is needed", "database.password")
        await pilot.type("correct horse")
        await pilot.press(.tab)
        await pilot.type("correct horse")
        await pilot.press(.tab, .enter)
        pilot.expect(shows: "Done by hand?", "Put a label on the server")
        await pilot.press(.right, .enter)
        pilot.expect(shows: "Complete: all 7 steps are settled.")
        await pilot.press(.character("w"))
        pilot.expect(shows: "written: \(fixture.path)/report.txt")
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 0)
        #expect(pilot.session.lastWords.contains { $0.contains("rehearsal") })
    }

    @Test("A step that fails shows why, and can be tried again")
    func failureAndRetry() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(machine: Fixture.machine([.packageMirrorDown(times: 2)])))
        await pilot.press(.enter, .character("a"), .right, .enter)
        pilot.expect(
            shows: "[FAIL] Install the NFS", "cause known failure", "found", "proof", "do", "r retry, s skip", "logs/share.packages")
        try Pictures.expect(pilot.screen, is: "failure", replacing: fixture.path)
        await pilot.press(.character("l"))
        pilot.expect(shows: "share.packages.1.log", "Err")
        await pilot.press(.escape, .character("r"))
        pilot.expect(shows: "[ OK ] Install the NFS")
        #expect(pilot.model.run?.selected?.id == "share.directory")
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 2)
    }

    @Test("A step is left out only for a reason, and the report keeps it")
    func skip() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.enter, .character("s"), .enter)
        pilot.expect(shows: "Say why; the report will show it.")
        await pilot.type("rented machine")
        try Pictures.expect(pilot.screen, is: "skip")
        await pilot.press(.enter)
        #expect(pilot.model.run?.state["prepare.root"].skipReason == "rented machine")
        #expect(pilot.model.run?.selected?.id == "prepare.clock")
        await pilot.press(.character("w"))
        pilot.expect(shows: "[WAIV] Rights to set the server up", "waived by anna at", ": rented machine", "Not complete: 6 of 7")
    }

    @Test("What a step changed can be taken back, after a look at what that means")
    func undo() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine()
        let pilot = await Pilot(try fixture.workplace(machine: machine))
        await pilot.press(.enter, .character("a"), .right, .enter, .escape)
        #expect(try await machine.status(of: "/export/wflow") != nil)
        await pilot.press(.up, .character("u"))
        pilot.expect(shows: "Undo this step?", "remove /export/wflow", "[ No ]")
        await pilot.press(.enter)
        #expect(try await machine.status(of: "/export/wflow") != nil)
        await pilot.press(.character("u"), .right, .enter)
        #expect(try await machine.status(of: "/export/wflow") == nil)
        pilot.expect(shows: "[TODO] Make the directory")
    }

    @Test("Whoever leaves goes on later where he was, after a look at what was done")
    func leaveAndResume() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine()
        let first = await Pilot(try fixture.workplace(machine: machine, isRehearsal: false))
        await first.press(.enter, .character("a"), .right, .enter, .escape, .character("q"))
        #expect(await first.end() == 2)
        #expect(first.session.lastWords == ["Nothing is lost: 4 of 7 steps are done. Go on with: joget-cluster"])
        try await machine.setAttributes(FileAttributes(mode: 0o777), of: "/export/wflow")

        let second = await Pilot(try fixture.workplace(machine: machine, isRehearsal: false))
        second.expect(
            shows: "4 steps were done: 3 verified again now, 1 changed since.", "[FAIL] Make the directory",
            "Enter goes on with: Make the directory")
        try Pictures.expect(second.screen, is: "resumed")
        await second.press(.enter)
        #expect(second.model.run?.selected?.id == "share.directory")
        second.expect(shows: "it was done, but no longer holds")
        await second.press(.character("r"))
        second.expect(shows: "[ OK ] Make the directory")
        #expect(try await machine.status(of: "/export/wflow")?.mode == 0o750)
    }

    @Test("A second wizard on the same state follows the first, changes nothing, and takes over when that has ended")
    func locked() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine()
        let first = await Pilot(try fixture.workplace(machine: machine))
        let second = await Pilot(try fixture.workplace(machine: machine))
        second.expect(shows: "Another instance is at work", "can change nothing", "READ-ONLY")
        await second.press(.enter, .character("r"), .character("s"), .character("u"))
        #expect(second.model.overlays.isEmpty && second.model.run?.work == nil)
        await first.press(.enter, .character("a"), .right, .enter, .right, .enter)
        first.expect(shows: "A secret is needed")
        await second.wait { $0.run?.state["share.export"].outcome == .changed }
        await second.rest()
        second.expect(shows: "[ OK ] Install the NFS", "[ OK ] Export the directory")
        let third = await Pilot(try fixture.workplace())
        await third.press(.enter, .character("q"))
        #expect(await third.end() == 75)
        #expect(third.session.lastWords.last?.contains("goes on; nothing was changed from here") == true)
        await first.press(.escape, .character("q"))
        #expect(await first.end() == 2)
        await second.wait { $0.run?.isOpen == true }
        await second.rest()
        second.expect(shows: "Back on fs1", "5 steps were done", "Enter goes on with: Keep the database")
        await second.press(.character("q"))
        #expect(await second.end() == 2)
    }

    @Test("A file changed by the run is shown as a diff before and after")
    func diff() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.enter, .down, .down, .down, .down)
        pilot.expect(shows: "+/export/wflow 10.0.0.21(rw,sync", "$ systemctl reload nfs-server")
        await pilot.press(.character("d"))
        pilot.expect(shows: "What would be changed now", "new file /etc/exports.d/joget.exports")
        await pilot.press(.escape, .character("@"))
        pilot.expect(shows: "No command has run yet.")
        await pilot.press(.escape, .character("g"))
        pilot.expect(shows: "SHARED DIRECTORY", "Erratum: The package portmap")
    }
}
