import Foundation
import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// What operators live through in lines, on a server in memory.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct PlainStories {
    private static let canary = "Zk7canaryQx"

    @Test("A whole run in lines, from the welcome to a complete report, with a password that is never printed")
    func cleanRun() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        pilot.expect(prints: "== Welcome: demo, fs1, rehearsal ==", "<- this server", "Nothing has been done on this server yet")
        pilot.expect(prints: "1 go on (Enter)", "leave; nothing is lost (q)", "Choose (1-14, a letter, ? for help):")
        await pilot.answer("1")
        pilot.expect(prints: "== Main: fs1, step 1 of 7: Rights to set the server up [TODO] ==", "2 run all that remain")
        await pilot.answer("a")
        pilot.expect(prints: "== Review ==", "install nfs-kernel-server", "Type go to let it begin; Enter goes back:")
        await pilot.answer("go")
        pilot.expect(prints: "$ apt-get -y", "Setting up nfs-kernel-server", "[ OK ] Install the NFS server: changed")
        pilot.expect(prints: "== Before this step ==", "Whoever has mounted the directory waits", "1 No (Enter) 2 Do it", "Choose (1-2")
        await pilot.answer("2")
        pilot.expect(prints: "== A secret is needed ==", "database.password", "1 type it, unseen", "2 generate one")
        await pilot.answer("1")
        #expect(pilot.teletype.isHidden)
        await pilot.answer(PlainStories.canary)
        pilot.expect(prints: "Once more:")
        #expect(pilot.teletype.isHidden)
        await pilot.answer(PlainStories.canary)
        #expect(!pilot.teletype.isHidden)
        pilot.expect(prints: "[ OK ] Keep the database password: changed", "== Done by hand? ==", "Put a label on the server")
        await pilot.answer("it is done")
        pilot.expect(prints: "== Report ==", "Complete: all 7 steps are settled.")
        await pilot.answer("w")
        pilot.expect(prints: "written: \(fixture.path)/report.txt")
        pilot.hand(in: "q")
        #expect(await pilot.end() == 0)
        #expect(!pilot.teletype.text.contains(PlainStories.canary))
        #expect(try String(contentsOfFile: fixture.path + "/secrets", encoding: .utf8).contains(PlainStories.canary))
    }

    @Test("Nothing is longer than 78 columns, nothing moves a cursor, and where only ASCII can be printed only ASCII is")
    func paper() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace(machine: Fixture.machine([.packageMirrorDown(times: 2)])), isUnicode: false)
        await pilot.answer("", "g", "@", "a", "go", "l", "d", "w", "back", "?", "h")
        let text = pilot.teletype.text
        #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
        // Only what is meant to be copied is as long as it is: here the slip, whose lines are short.
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 78 }, "\(text.split(separator: "\n").filter { $0.count > 78 })")
    }

    @Test("A step that fails says why, its log is printed, and it can be tried again")
    func failureAndRetry() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace(machine: Fixture.machine([.packageMirrorDown(times: 2)])))
        await pilot.answer("", "a", "go")
        pilot.expect(prints: "(ended with exit status 100)", "[FAIL] Install the NFS server: apt-get ended with exit status 100")
        pilot.expect(prints: "== Main: fs1, step 3 of 7: Install the NFS server [FAIL] ==", "cause known failure", "r retry, s skip")
        await pilot.answer("log")
        pilot.expect(prints: "share.packages.1.log ==", "Err:1", "== end ==", "Choose (1-")
        await pilot.answer("r")
        pilot.expect(prints: "attempt 2", "[ OK ] Install the NFS server: changed", "step 4 of 7: Make the directory")
        pilot.hand(in: "q")
        #expect(await pilot.end() == 2)
    }

    @Test("Of a long log the end is printed, and where the whole of it is")
    func longLog() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace(machine: Fixture.machine([.packageMirrorDown(times: 2)])))
        await pilot.answer("", "a", "go")
        let path = try #require(pilot.model.selectedLog)
        try (1...600).map { "line \($0)\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
        await pilot.answer("l")
        pilot.expect(prints: "(100 lines before these; all of it is in \(path))", "line 101 line 102", "line 600 == end ==")
        pilot.expect(omits: "line 100 ")
    }

    @Test("A step is left out only for a reason; without one it stays")
    func skip() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("", "s")
        pilot.expect(prints: "== Waive this check ==", "Reason (empty gives up):")
        await pilot.answer("")
        #expect(pilot.model.run?.state["prepare.root"].status == .todo)
        await pilot.answer("4", "rented machine")
        pilot.expect(prints: "[WAIV] Rights to set the server up: rented machine", "step 2 of 7")
        #expect(pilot.model.run?.state["prepare.root"].skipReason == "rented machine")
    }

    @Test("What a step changed is taken back after a look at what that means, and Enter alone takes nothing back")
    func undo() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine()
        let pilot = await PlainPilot(try fixture.workplace(machine: machine))
        await pilot.answer("", "a", "go", "1", "step 4", "u")
        pilot.expect(prints: "== Undo this step? ==", "remove /export/wflow", "1 No (Enter)")
        await pilot.answer("")
        #expect(try await machine.status(of: "/export/wflow") != nil)
        await pilot.answer("u", "undo it")
        #expect(try await machine.status(of: "/export/wflow") == nil)
        pilot.expect(prints: "Make the directory: undone")
    }

    @Test("Whoever leaves goes on later where he was, after a look at what was done")
    func leaveAndResume() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = Fixture.machine()
        let first = await PlainPilot(try fixture.workplace(machine: machine, isRehearsal: false))
        await first.answer("", "a", "go", "1")
        first.hand(in: "leave")
        #expect(await first.end() == 2)
        #expect(first.session.lastWords == ["Nothing is lost: 4 of 7 steps are done. Go on with: joget-cluster"])
        try await machine.setAttributes(FileAttributes(mode: 0o777), of: "/export/wflow")

        let second = await PlainPilot(try fixture.workplace(machine: machine, isRehearsal: false))
        second.expect(
            prints: "4 steps were done: 3 verified again now, 1 changed since.", "[FAIL] Make the directory",
            "Enter goes on with: Make the directory")
        await second.answer("")
        second.expect(prints: "step 4 of 7: Make the directory [FAIL]", "it was done, but no longer holds")
        await second.answer("r")
        #expect(try await machine.status(of: "/export/wflow")?.mode == 0o750)
    }

    @Test("Two passwords that differ are not kept, and one can be made up")
    func secrets() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("", "a", "go", "2", "1", "correct horse", "correct hors")
        pilot.expect(prints: "The two do not agree; type it again.")
        await pilot.answer("1", "short", "short")
        pilot.expect(prints: "Use at least 8 characters.")
        #expect(!FileManager.default.fileExists(atPath: fixture.path + "/secrets"))
        await pilot.answer("2")
        pilot.expect(prints: "[ OK ] Keep the database password", "Done by hand?")
    }

    @Test("From a pipe answers are printed as they are read, but for the secrets, with a word of warning")
    func piped() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace(), isTyped: false)
        await pilot.answer("", "a", "go", "2", "1")
        pilot.expect(prints: "read from standard input: whoever sees that sees the secret")
        await pilot.answer(PlainStories.canary, PlainStories.canary, "2")
        pilot.expect(prints: "Complete: all 7 steps are settled.")
        #expect(pilot.teletype.text.contains("Type go to let it begin; Enter goes back: go\n"))
        #expect(!pilot.teletype.text.contains(PlainStories.canary))
    }

    @Test("All servers, the hand-over and the checks before the work can be read in lines")
    func otherPages() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("b")
        pilot.expect(prints: "== All servers ==", "fs1", "== end ==")
        await pilot.answer("h")
        pilot.expect(prints: "== Hand over ==", "JOGET SLIP 1 CLUSTER", "END SLIP")
        await pilot.answer("p")
        pilot.expect(prints: "== Preflight: is fs1 ready", "1 ok: root", "list prints all rows")
        await pilot.answer("row 2")
        pilot.expect(prints: "row 2 ==", "The clock is right")
        await pilot.answer("row 99", "back")
        pilot.expect(prints: "== Welcome")
    }
}
