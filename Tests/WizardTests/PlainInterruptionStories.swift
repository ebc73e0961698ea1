import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// Commands that do not end, answers that come too late, inputs that end.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct PlainInterruptionStories {
    private func pilotAtHangingCommand(_ fixture: Fixture) async throws -> PlainPilot {
        let machine = Fixture.machine([.commandHangs("apt-get -y")])
        let pilot = await PlainPilot(try fixture.workplace(machine: machine, isRehearsal: false))
        await pilot.answer("", "step 3", "r")
        pilot.hand(in: "go")
        await pilot.wait { $0.run?.work?.line?.hasPrefix("apt-get -y") == true }
        return pilot
    }

    @Test("Ctrl-C asks whether to stop the command, Enter lets it go on, and what is answered is done")
    func cancel() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        #expect(!pilot.teletype.isAsking, "nothing is asked while a command runs")
        pilot.send(.key(.control("c")))
        await pilot.rest()
        pilot.expect(prints: "== Stop the running command? ==", "1 Let it go on (Enter)", "2 Stop it", "3 Kill it")
        pilot.hand(in: "")
        #expect(pilot.model.isCommandRunning && pilot.model.overlays.isEmpty)
        pilot.send(.key(.control("c")))
        await pilot.rest()
        await pilot.answer("2")
        #expect(pilot.model.run?.state["share.packages"].outcome == .cancelled)
        pilot.expect(prints: "[FAIL] stopped by the operator")
    }

    @Test("A second Ctrl-C leaves at once, while the command goes on")
    func interruptTwice() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(.key(.control("c")))
        await pilot.rest()
        pilot.send(.key(.control("c")))
        #expect(await pilot.end() == 130)
    }

    @Test("An answer to a question that is gone does nothing but go on")
    func late() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(.key(.control("c")))
        await pilot.rest()
        // The command comes to its end while the operator still reads.
        await pilot.session.engine?.cancel(.terminate)
        await pilot.wait { $0.run?.work == nil }
        await pilot.session.wait { $0.isIdle }
        #expect(pilot.teletype.text.hasSuffix("That has changed meanwhile. Enter goes on: "))
        #expect(pilot.teletype.dropCount > 0)
        await pilot.answer("2")
        pilot.expect(prints: "== Main: fs1, step 3 of 7: Install the NFS server [FAIL] ==")
        #expect(pilot.model.run?.state["share.packages"].attempts == 1, "2 would be 'run all' on this page")
    }

    @Test("What a command prints while a question waits is printed behind the answer")
    func held() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(.key(.control("c")))
        await pilot.rest()
        pilot.session.inbox.send(.output(step: "share.packages", bytes: Array("late words\n".utf8), skipped: 0))
        await pilot.wait { $0.run?.output?.lines.last == "late words" }
        #expect(pilot.teletype.text.hasSuffix("Enter for 1): "))
        pilot.hand(in: "")
        pilot.expect(prints: "late words")
    }

    @Test("The end of the input leaves as q does", arguments: [["", "step 2"], ["", "step 2", "s"], []])
    func endOfInput(answers: [String]) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace(isRehearsal: false))
        for answer in answers { await pilot.answer(answer) }
        pilot.teletype.type(nil)
        #expect(await pilot.end() == 2)
        pilot.expect(prints: "The input has ended. Nothing is lost; leaving.")
        #expect(pilot.session.lastWords == ["Nothing is lost: 0 of 7 steps are done. Go on with: joget-cluster"])
    }

    @Test("The end of the input at a question about a running command leaves the command running")
    func endOfInputWhileRunning() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(.key(.control("c")))
        await pilot.rest()
        pilot.teletype.type(nil)
        #expect(await pilot.end() == 2)
        #expect(pilot.session.lastWords.first?.contains("goes on without the wizard") == true)
    }

    @Test("The end of the input in the form of a first start changes nothing", arguments: [nil, "slip", "add", "1"] as [String?])
    func endOfInputInForm(first: String?) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace(clusterText: nil))
        if let first { await pilot.answer(first) }
        pilot.teletype.type(nil)
        #expect(await pilot.end() == 2)
    }

    @Test("When the terminal goes away the wizard leaves at once", arguments: [TerminalEvent.terminated(1), .terminated(15), .closed])
    func terminalGone(event: TerminalEvent) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtHangingCommand(fixture)
        pilot.send(event)
        #expect(await pilot.end() == 2)
    }

    @Test("Ctrl-C at the password asks, hides nothing more, and leads back to the password")
    func interruptedSecret() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("", "a", "go", "2", "1")
        #expect(pilot.teletype.isHidden)
        pilot.send(.key(.control("c")))
        await pilot.wait { $0.context == .question }
        await pilot.session.wait { $0.isIdle }
        #expect(!pilot.teletype.isHidden)
        pilot.expect(prints: "== Leave? ==")
        await pilot.answer("1")
        #expect(pilot.model.context == .secret)
    }

    @Test("Ctrl-Z stops the wizard and prints the question again")
    func stop() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        pilot.send(.key(.control("z")))
        await pilot.session.wait { _ in pilot.teletype.stopCount == 1 }
        await pilot.answer("")
        #expect(pilot.teletype.text.contains("? for help): \nChoose (1-14"))
        #expect(pilot.model.context == .main)
    }

    @Test("A shell gets the terminal, and the question comes again after it; one that does not exist is named")
    func shell() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace(shell: ["sh", "-c", "touch \(fixture.path)/was-here"]))
        await pilot.answer("!")
        #expect(try await LocalMachine(executable: "").status(of: fixture.path + "/was-here") != nil)
        pilot.expect(prints: "Choose (1-14")
        let other = await PlainPilot(try fixture.workplace(shell: ["/no/such/shell"]))
        await other.answer("shell")
        other.expect(prints: "== There is no shell ==", "'/no/such/shell' cannot be started")
    }
}
