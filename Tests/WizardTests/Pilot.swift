import TerminalUI
import Testing

@testable import Wizard

/// Drives a session as an operator would: presses keys, waits until the wizard has come to rest, reads the screen.
@MainActor
final class Pilot {
    let terminal: MemoryTerminal
    let session: Session
    private let running: Task<Int32, Never>
    private var sentCount = 0
    /// Every picture that was on the screen when the wizard had come to rest.
    private(set) var seen: [String] = []

    init(_ workplace: Workplace, size: Size = Size(rows: 24, columns: 80), palette: Palette = .unicode) async {
        terminal = MemoryTerminal(size: size, palette: palette)
        let session = Session(terminal: terminal, workplace: workplace)
        self.session = session
        running = Task { await session.run() }
        await rest()
    }

    var model: Model { session.model }
    var screen: String { terminal.lastFrame?.snapshot ?? "" }

    /// Waits until nothing is under way any more.
    func rest() async {
        let sent = sentCount
        await session.wait { $0.isIdle && $0.handledEvents >= sent }
        seen.append(screen)
    }

    /// Waits until something is so, though the wizard may still be at work.
    func wait(until condition: @escaping @MainActor (Model) -> Bool) async {
        let sent = sentCount
        await session.wait { $0.handledEvents >= sent && condition($0.model) }
    }

    func send(_ event: TerminalEvent) {
        sentCount += 1
        terminal.send(event)
    }

    func press(_ keys: Key...) async {
        for key in keys {
            send(.key(key))
            await rest()
        }
    }

    func type(_ text: String) async { for character in text { await press(.character(character)) } }

    func resize(_ rows: Int, _ columns: Int) async {
        send(.resized(Size(rows: rows, columns: columns)))
        await rest()
    }

    /// How the session ended.
    func end(waiting isWaiting: Bool = false, location: SourceLocation = #_sourceLocation) async -> Int32 {
        if isWaiting { await wait { $0.exitCode != nil } }
        if model.exitCode == nil {
            Issue.record("the session has not ended\n\(screen)", sourceLocation: location)
            send(.terminated(15))
        }
        return await running.value
    }

    func expect(shows texts: String..., location: SourceLocation = #_sourceLocation) {
        let flat = Pilot.flat(screen)
        for text in texts {
            #expect(flat.contains(Pilot.flat(text)), "not on the screen: \(text)\n\(screen)", sourceLocation: location)
        }
    }

    func expect(hides text: String, location: SourceLocation = #_sourceLocation) {
        #expect(!Pilot.flat(screen).contains(Pilot.flat(text)), "on the screen: \(text)\n\(screen)", sourceLocation: location)
    }

    private static func flat(_ text: String) -> String { text.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ") }
}
