import TerminalUI
import Testing

@testable import Wizard

/// How often the screen is drawn: at once for who waits for an answer, seldom for what comes in heaps.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct DrawingTests {
    @Test("What a key asks for is drawn before the next one is heard, however shortly after the last frame")
    func atOnce() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        for (key, isHelp) in [(Key.character("?"), true), (.escape, false)] {
            pilot.send(.key(key))
            await pilot.wait { _ in true }
            #expect(pilot.screen.contains("Keys that count here") == isHelp)
        }
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 2)
    }

    @Test("Keys that arrive in heaps are drawn together: two frames in 33 ms at most, but for the first ones")
    func heaps() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        let before = pilot.terminal.drawnCount
        let begin = ContinuousClock.now
        for _ in 0..<500 { pilot.send(.key(.down)) }
        await pilot.rest()
        let intervals = Int((ContinuousClock.now - begin) / .milliseconds(33)) + 1
        #expect(pilot.terminal.drawnCount - before <= 2 * intervals + 9)
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 2)
    }
}
