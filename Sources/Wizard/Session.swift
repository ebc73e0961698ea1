public import TerminalUI
import StepEngine

/// The wizard at work: hears, lets the model decide, carries out, draws. It never blocks.
@MainActor
public final class Session {
    /// What is drawn at most so often is legible and cheap.
    private static let drawInterval = Duration.milliseconds(33)
    private static let tickInterval = Duration.milliseconds(100)

    let terminal: any Terminal
    let workplace: Workplace
    let inbox = Inbox()
    private(set) var model: Model
    var engine: Engine?
    /// The effects that are being carried out.
    var errands: [Int: Task<Void, Never>] = [:]
    var errandCount = 0
    /// Those of them that nobody has to wait for.
    var asides: Set<Int> = []
    /// The last errand that replaces a file.
    var latestReplacement: Task<Void, Never>?

    /// How many of the terminal's events have been dealt with.
    private(set) var handledEvents = 0
    private let clock = ContinuousClock()
    private var latestDraw: ContinuousClock.Instant?
    private var pendingDraw: Task<Void, Never>?
    private var ticker: Task<Void, Never>?
    private var waiting: [(condition: @MainActor (Session) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

    /// Creates a session. The terminal is closed by whoever opened it.
    public init(terminal: any Terminal, workplace: Workplace) {
        self.terminal = terminal
        self.workplace = workplace
        model = Model(setting: workplace.setting, clusterText: workplace.clusterText, size: terminal.size)
    }

    /// What to tell the operator after the terminal is restored.
    public var lastWords: [String] { model.lastWords }

    /// Runs to the end of the session and returns the exit code.
    public func run() async -> Int32 {
        let inbox = self.inbox
        let events = terminal.events
        let hearing = Task {
            for await event in events { inbox.send(Session.message(for: event)) }
        }
        take(.begun)
        for await message in inbox.messages {
            take(message)
            inbox.markDone()
            if Session.isFromTerminal(message) { handledEvents += 1 }
            wakeWaiting()
            if model.exitCode != nil { break }
        }
        inbox.close()
        hearing.cancel()
        ticker?.cancel()
        pendingDraw?.cancel()
        engine = nil
        wakeWaiting()
        return model.exitCode ?? model.presentExitCode
    }

    private func take(_ message: Message) {
        for effect in model.update(message) { carryOut(effect) }
        keepTicking()
        requestDraw()
    }

    private static func message(for event: TerminalEvent) -> Message {
        switch event {
        case .key(let key): .key(key)
        case .resized(let size): .resized(size)
        case .terminated(let signal): .terminated(signal)
        case .closed: .terminated(nil)
        }
    }

    private static func isFromTerminal(_ message: Message) -> Bool {
        switch message {
        case .key, .resized, .terminated: true
        default: false
        }
    }

    // MARK: Drawing

    private func requestDraw() {
        guard pendingDraw == nil else { return }
        let now = clock.now
        guard let latestDraw, now - latestDraw < Session.drawInterval else { return draw() }
        let due = latestDraw + Session.drawInterval
        pendingDraw = Task {
            // Cancelled only at the end, when nothing is drawn any more.
            guard (try? await Task.sleep(until: due, clock: .continuous)) != nil else { return }
            pendingDraw = nil
            draw()
            wakeWaiting()
        }
    }

    private func draw() {
        latestDraw = clock.now
        terminal.draw(model.view(size: model.size, palette: terminal.palette))
    }

    /// Tells the model of passing time as long as something runs.
    private func keepTicking() {
        guard model.needsTicks, model.exitCode == nil else {
            ticker?.cancel()
            ticker = nil
            return
        }
        guard ticker == nil else { return }
        let inbox = self.inbox
        ticker = Task {
            while !Task.isCancelled {
                // Cancelled when nothing runs any more.
                guard (try? await Task.sleep(for: Session.tickInterval)) != nil else { return }
                inbox.send(.tick(.now()))
            }
        }
    }

    // MARK: For tests

    /// Whether nothing is under way: everything heard, carried out and drawn.
    var isIdle: Bool { isDrawn && errands.isEmpty && inbox.waitingCount == 0 }

    /// Whether the screen shows what the model says.
    var isDrawn: Bool { latestDraw != nil && pendingDraw == nil }

    /// Waits until something is true of the session, or it has ended.
    func wait(until condition: @escaping @MainActor (Session) -> Bool) async {
        if condition(self) || model.exitCode != nil { return }
        await withCheckedContinuation { waiting.append((condition, $0)) }
    }

    func wakeWaiting() {
        let ready = waiting.filter { $0.condition(self) || model.exitCode != nil }
        waiting.removeAll { $0.condition(self) || model.exitCode != nil }
        for entry in ready { entry.continuation.resume() }
    }
}
