import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// Commands that do not end, keys pressed twice, terminals that go away.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct InterruptionStories {
    private static let hanging = RehearsalFault.commandHangs("apt-get -y")

    private func pilotAtHangingCommand(_ fixture: Fixture) async throws -> Pilot {
        let pilot = await Pilot(try fixture.workplace(machine: Fixture.machine([InterruptionStories.hanging]), isRehearsal: false))
        await pilot.press(.enter, .down, .down, .enter, .right)
        pilot.send(.key(.enter))
        await pilot.wait { $0.run?.work?.line?.hasPrefix("apt-get -y") == true }
        return pilot
    }

    @Test("A command that hangs can be stopped, and the step says so")
    func cancel() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(.key(.function(9)))
        await pilot.wait { $0.context == .question }
        pilot.send(.key(.right))
        await pilot.press(.enter)
        #expect(pilot.model.run?.state["share.packages"].outcome == .cancelled)
        pilot.expect(shows: "[FAIL] stopped by the operator", "r retry")
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 1)
    }

    @Test("The first Ctrl-C asks, the second one leaves while the command goes on")
    func interruptTwice() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(.key(.control("c")))
        await pilot.wait { $0.context == .question }
        #expect(pilot.model.exitCode == nil)
        pilot.send(.key(.control("c")))
        #expect(await pilot.end(waiting: true) == 130)
        #expect(pilot.session.lastWords.first?.contains("goes on without the wizard") == true)
    }

    @Test("Leaving while a command runs says that it goes on, and stays unless told otherwise")
    func leaveWhileRunning() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(.key(.character("q")))
        await pilot.wait { $0.context == .question }
        pilot.send(.key(.enter))
        await pilot.wait { $0.context == .main }
        #expect(pilot.model.exitCode == nil)
        pilot.send(.key(.character("q")))
        pilot.send(.key(.right))
        pilot.send(.key(.enter))
        #expect(await pilot.end(waiting: true) == 2)
    }

    @Test("When the terminal goes away the wizard leaves at once", arguments: [TerminalEvent.terminated(1), .terminated(15), .closed])
    func terminalGone(event: TerminalEvent) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(event)
        #expect(await pilot.end(waiting: true) == 2)
    }

    @Test("A terminal that is too small says what it needs, takes no orders, and works again when it has grown")
    func resize() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.enter)
        await pilot.resize(20, 62)
        try Pictures.expect(pilot.screen, is: "too-small")
        await pilot.press(.character("a"))
        #expect(pilot.model.run?.settledCount == 0)
        await pilot.resize(24, 80)
        pilot.expect(shows: "Rights to set the server up")
    }

    @Test(
        "No size and no page is too much or too little for the picture",
        arguments: [(0, 0), (1, 1), (10, 40), (24, 80), (30, 100), (100, 300)])
    func everySize(rows: Int, columns: Int) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        let size = Size(rows: rows, columns: columns)
        let walk: [Key] = [
            .enter, .character("?"), .escape, .character("s"), .escape, .character("w"), .escape, .character("a"), .escape, .escape,
            .character("c"),
        ]
        for key in walk {
            await pilot.press(key)
            for palette in [Palette.unicode, .ascii] { #expect(pilot.model.view(size: size, palette: palette).size == size) }
        }
    }

    @Test("A shell gets the terminal and gives it back")
    func shell() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(shell: ["sh", "-c", "touch \(fixture.path)/was-here"]))
        await pilot.press(.character("!"))
        #expect(!pilot.terminal.isSuspended)
        #expect(!pilot.model.isInShell)
        #expect(try await LocalMachine(executable: "").status(of: fixture.path + "/was-here") != nil)
    }

    @Test("A shell that does not exist is named")
    func noShell() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(shell: ["/no/such/shell"]))
        await pilot.press(.function(2))
        pilot.expect(shows: "There is no shell", "'/no/such/shell' cannot be started")
    }
}
