import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// Answers, and what they mean.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct PlainMenuTests {
    @Test("A number, the letter, the capital, the key's name and the word mean the same", arguments: ["3", "n", "N", "next", "f10"])
    func twins(answer: String) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("", answer)
        pilot.expect(prints: "step 2 of 7: The clock is right")
    }

    @Test(
        "What is no choice changes nothing and is said", arguments: ["99", "5", "0", "-1", "x", "nonsense", "step 0", "step 8", "ctrl-c"])
    func unknown(answer: String) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("")
        let before = pilot.model
        await pilot.answer(answer)
        #expect(pilot.model == before)
        #expect(pilot.page.contains("is no choice here") || pilot.page.contains("There are the steps 1 to 7"), "\(pilot.page)")
        pilot.expect(omits: "== Main")
    }

    @Test("A number means the same on every step, whatever is possible there")
    func stableNumbers() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("")
        var numbers: [String: Int] = [:]
        for step in 1...7 {
            await pilot.answer("step \(step)")
            for entry in Menu(pilot.model).entries {
                #expect(numbers[entry.title, default: entry.number ?? 0] == entry.number, "\(entry.title)")
                numbers[entry.title] = entry.number
            }
        }
        #expect(numbers["leave"] != nil)
    }

    @Test("A question mark prints the whole page again")
    func help() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("", "?")
        pilot.expect(prints: "== Main: fs1, step 1 of 7", "1 run or retry this step (r, Enter)", "step 5 goes to the fifth")
    }

    @Test("What stands on the paper already is not printed again")
    func brevity() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        await pilot.answer("", "step 2")
        pilot.expect(prints: "step 2 of 7")
        pilot.expect(omits: "run or retry this step")
        await pilot.answer("step 2")
        pilot.expect(omits: "== Main")
    }

    @Test("A page without a sheet of its own is printed as it stands on the screen, with its keys")
    func picture() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        let lines = Picture.lines(of: pilot.model)
        #expect(lines.first?.hasPrefix("This wizard sets up a Joget cluster") == true)
        #expect(lines.contains { $0.contains("<- this server") })
        #expect(lines.last == "Without the wizard: joget-cluster plan, then joget-cluster apply")
    }

    @Test("A running command that says nothing is said to run, every fifteen seconds and no more often")
    func silence() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        var model = pilot.model
        model.run?.work = Work(.performing("share.packages"))
        model.run?.work?.began = 100
        model.run?.work?.line = "apt-get install"
        model.run?.work?.lastOutput = 100
        var progress = Progress()
        var said: [Double: [String]] = [:]
        for second in stride(from: 100.0, through: 146, by: 0.5) {
            let lines = progress.lines(for: .tick(Moment(seconds: second, text: "")), model)
            if !lines.isEmpty { said[second] = lines }
        }
        #expect(
            said == [
                115: ["still running, 0:15, last output 15 s ago"], 130: ["still running, 0:30, last output 30 s ago"],
                145: ["still running, 0:45, last output 45 s ago"],
            ])
    }

    @Test("Output is printed line by line, each line once, and a bar only as it stands at its end")
    func output() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace())
        var progress = Progress()
        var lines: [String] = []
        for piece in ["one\ntw", "o\n 10%\r", " 20%\r", "100%\nthree", ""] {
            let event = Event.output(step: "share.packages", bytes: Array(piece.utf8), skipped: piece.isEmpty ? 7 : 0)
            lines += progress.lines(for: .engine(event, Moment(seconds: 1, text: "")), pilot.model)
        }
        let end = Event.ended(step: "share.packages", end: .exited(0), seconds: 1)
        lines += progress.lines(for: .engine(end, Moment(seconds: 2, text: "")), pilot.model)
        #expect(lines == ["one", "two", "100%", "(7 bytes more are in the log)", "three"])
    }
}
