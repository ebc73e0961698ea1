public import TerminalUI

/// A terminal at which prepared answers sit beside the operator: both press keys, and what is shown is read.
@MainActor
public final class AnsweredTerminal: Terminal {
    public let events: AsyncStream<TerminalEvent>

    private let terminal: any Terminal
    private let continuation: AsyncStream<TerminalEvent>.Continuation
    private var forwarding: Task<Void, Never>?

    /// What was drawn last.
    private(set) var frame: Frame?
    /// How many events were reported so far, the operator's and those of the answers.
    private(set) var eventCount = 0
    /// Whether the latest event that could end the program was the operator's.
    private(set) var isOperatorsTurn = false
    /// Whether the operator has stopped the answers: by Ctrl-C, by a signal, or by taking the terminal away.
    private(set) var isStopped = false
    private var text: String?

    /// Sits down at a terminal, whose events are taken over from now on.
    init(_ terminal: any Terminal) {
        self.terminal = terminal
        (events, continuation) = AsyncStream.makeStream()
        let events = terminal.events
        forwarding = Task { [weak self] in
            for await event in events { self?.forward(event) }
            self?.continuation.finish()
        }
    }

    private func forward(_ event: TerminalEvent) {
        switch event {
        case .key(let key):
            isOperatorsTurn = true
            isStopped = isStopped || key == .control("c")
        case .terminated, .closed:
            isOperatorsTurn = true
            isStopped = true
        case .resized: break
        }
        report(event)
    }

    private func report(_ event: TerminalEvent) {
        eventCount += 1
        continuation.yield(event)
    }

    /// Presses a key in the operator's place.
    func press(_ key: Key) {
        isOperatorsTurn = false
        report(.key(key))
    }

    /// Ends the program as if the terminal had gone.
    func giveUp() { report(.closed) }

    // MARK: Reading

    /// Whether the words stand on the screen, wherever its lines end.
    func shows(_ words: String) -> Bool {
        let text = text ?? AnsweredTerminal.flat(frame?.snapshot ?? "")
        self.text = text
        return text.contains(AnsweredTerminal.flat(words))
    }

    private static func flat(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    // MARK: Terminal

    public var size: Size { terminal.size }
    public var palette: Palette { terminal.palette }
    public var theme: Theme {
        get { terminal.theme }
        set { terminal.theme = newValue }
    }

    public func draw(_ frame: Frame) {
        self.frame = frame
        text = nil
        terminal.draw(frame)
    }

    public func redraw() { terminal.redraw() }
    public func suspend() { terminal.suspend() }
    public func resume() { terminal.resume() }
    public func stop() { terminal.stop() }

    public func close() {
        terminal.close()
        forwarding?.cancel()
        continuation.finish()
    }
}
