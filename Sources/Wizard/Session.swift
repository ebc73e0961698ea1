public import TerminalUI
import Guidebook
import StepEngine

/// The wizard at work: hears, lets the model decide, carries out, shows. It never blocks.
@MainActor
public final class Session: Desk {
    /// What a command does is drawn at most so often: legible and cheap.
    private static let drawInterval = Duration.milliseconds(33)
    /// What answers the operator is drawn at once, but not many times in a row: keys that arrive in heaps heap no frames on a slow line.
    private static let burst = 8
    private static let tickInterval = Duration.milliseconds(100)

    let face: any Face
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

    /// Reads along while another instance is at work.
    var following: Task<Void, Never>?

    /// The secrets of the server, so that no recording holds one of them.
    var secrets: [Secret] = []

    /// How many of the terminal's events have been dealt with.
    private(set) var handledEvents = 0
    private let clock = ContinuousClock()
    private var latestDraw: ContinuousClock.Instant?
    /// When the latest answers were drawn, at most `burst` of them.
    private var answers: [ContinuousClock.Instant] = []
    private var pendingDraw: Task<Void, Never>?
    private var ticker: Task<Void, Never>?
    private var waiting: [(condition: @MainActor (Session) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

    /// Creates a session on a screen. The terminal is closed by whoever opened it.
    public convenience init(terminal: any Terminal, workplace: Workplace) {
        self.init(face: ScreenFace(terminal), workplace: workplace)
    }

    /// Creates a session in lines. The teletype is closed by whoever opened it.
    public convenience init(teletype: any Teletype, workplace: Workplace) {
        self.init(face: PlainFace(teletype), workplace: workplace)
    }

    init(face: any Face, workplace: Workplace) {
        self.face = face
        self.workplace = workplace
        model = Model(setting: workplace.setting, clusterText: workplace.clusterText, size: face.size)
        model.takesCards = face.takesCards
    }

    /// What to tell the operator after the terminal is restored.
    public var lastWords: [String] { model.lastWords }

    /// The text with bullets in place of every secret that is known, one for each character.
    public func masked(_ text: String) -> String {
        secrets.reduce(text) { text, secret in
            guard secret.occurs(in: text) else { return text }
            return text.replacing(secret.exposed(), with: String(repeating: "•", count: secret.exposed().count))
        }
    }

    /// Runs to the end of the session and returns the exit code.
    public func run() async -> Int32 {
        let inbox = self.inbox
        let events = face.events
        let hearing = Task {
            for await event in events { inbox.send(Session.message(for: event)) }
        }
        face.begin(at: self)
        take(.begun)
        for await message in inbox.messages {
            take(message)
            inbox.markDone()
            if Session.isFromTerminal(message) { handledEvents += 1 }
            settle()
            if model.exitCode != nil { break }
        }
        inbox.close()
        hearing.cancel()
        ticker?.cancel()
        following?.cancel()
        pendingDraw?.cancel()
        engine = nil
        face.end()
        wakeWaiting()
        return model.exitCode ?? model.presentExitCode
    }

    private func take(_ message: Message) {
        for effect in model.update(message) { carryOut(effect) }
        face.heard(message, model)
        keepTicking()
        requestDraw(isAnswer: !Session.comesOfItself(message))
    }

    func press(_ key: Key) {
        take(.key(key))
        // What is heard after the last key changes nothing any more.
        if model.exitCode != nil { inbox.close() }
    }

    var isAtRest: Bool { errands.isEmpty && inbox.waitingCount == 0 }

    /// Everything that has happened so far is taken into account.
    func settle() {
        if model.exitCode == nil { face.settle() }
        wakeWaiting()
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

    /// Whether nobody waits for it to be shown: it comes for as long as a command runs.
    private static func comesOfItself(_ message: Message) -> Bool {
        switch message {
        case .tick, .engine, .followed: true
        default: false
        }
    }

    // MARK: Showing

    private func requestDraw(isAnswer: Bool) {
        let now = clock.now
        guard let latestDraw, now - latestDraw < Session.drawInterval else { return draw() }
        if isAnswer, answers.count < Session.burst || now - answers[0] >= Session.drawInterval * Session.burst {
            answers = answers.suffix(Session.burst - 1) + [now]
            return draw()
        }
        guard pendingDraw == nil else { return }
        let due = latestDraw + Session.drawInterval
        pendingDraw = Task {
            // Cancelled when something else was drawn first, and at the end.
            guard (try? await Task.sleep(until: due, clock: .continuous)) != nil, !Task.isCancelled else { return }
            draw()
            wakeWaiting()
        }
    }

    private func draw() {
        pendingDraw?.cancel()
        pendingDraw = nil
        latestDraw = clock.now
        face.show(model)
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
    var isIdle: Bool { isDrawn && isAtRest }

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
