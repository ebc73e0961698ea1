import TerminalUI

/// One entry's turn: what it may do to the session, and how long.
@MainActor
struct Turn {
    let session: Session
    let terminal: AnsweredTerminal
    let file: String
    let line: Int
    let limit: Duration

    var isOver: Bool { session.model.exitCode != nil }
    var canLeave: Bool { session.model.canLeaveByKey }
    /// What is to be seen now; nil where nothing was drawn yet.
    var sight: Sight? { terminal.frame.map { Sight(frame: $0, model: session.model, palette: terminal.palette) } }

    func failure(_ what: String) -> AnswerFailure {
        AnswerFailure(file: file, line: line, what: what, screen: terminal.frame?.snapshot ?? "")
    }

    // MARK: Looking

    /// Waits for the texts, and returns what was to be seen then; nil where the operator took over.
    func expect(_ texts: [String]) async throws(AnswerFailure) -> Sight? {
        let count = terminal.eventCount
        var seen: Sight?
        let isShown = await wait {
            guard $0.hasTaken(count, of: terminal), texts.allSatisfy(terminal.shows) else { return false }
            seen = seen ?? sight
            return true
        }
        if isShown { return seen }
        if terminal.isStopped || isOver && terminal.isOperatorsTurn { return nil }
        let missing = texts.filter { !terminal.shows($0) }.map { "'\($0)'" }.joined(separator: " and ")
        throw failure("expect: \(missing) did not appear \(isOver ? "before the program ended" : "within \(Turn.words(limit))")")
    }

    func refuse(_ texts: [String]) throws(AnswerFailure) {
        if let text = texts.first(where: terminal.shows) { throw failure("refuse: '\(text)' is on the screen") }
    }

    /// Waits until the wizard has dealt with all keys and has come to rest, or is at work on a step.
    func rest() async throws(AnswerFailure) {
        let count = terminal.eventCount
        let isResting = await wait { $0.hasTaken(count, of: terminal) && ($0.model.isCommandRunning || $0.hasComeToRest) }
        guard isResting || isOver || terminal.isStopped else {
            throw failure("the wizard did not come to rest within \(Turn.words(limit))")
        }
    }

    /// Waits until nothing runs any more.
    func waitForEnd() async throws(AnswerFailure) {
        let count = terminal.eventCount
        let hasEnded = await wait { $0.hasTaken(count, of: terminal) && !$0.model.isBusy && $0.hasComeToRest }
        guard hasEnded || isOver || terminal.isStopped else { throw failure("wait: something still ran after \(Turn.words(limit))") }
    }

    // MARK: Pressing

    func press(_ key: Key) async throws(AnswerFailure) {
        guard !terminal.isStopped, !isOver else { return }
        if key.isText && session.model.isTypingMasked {
            throw failure("a masked field takes its text from a file only; write type-secret")
        }
        terminal.press(key)
        try await rest()
    }

    /// Puts text into a field. Letters that no field would take are commands, and a secret would be shown: neither is pressed.
    func type(_ key: Key, isSecret: Bool = false) async throws(AnswerFailure) {
        guard !terminal.isStopped, !isOver else { return }
        guard session.model.context.takesText else { throw failure("there is no field that takes text") }
        guard isSecret == session.model.isTypingMasked else {
            throw failure(
                isSecret
                    ? "the field shows what is typed; a secret goes into masked fields only"
                    : "a masked field takes its text from a file only; write type-secret")
        }
        terminal.press(key)
        try await rest()
    }

    // MARK: Waiting

    /// Waits until something is so; false where the time was over before, or the session, or where the operator took over.
    private func wait(_ condition: @escaping @MainActor (Session) -> Bool) async -> Bool {
        let result = Result()
        let alarm = Task {
            // Cancelled when the wait is over.
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            result.isLate = true
            session.wakeWaiting()
        }
        await session.wait { session in
            // What is so now may have passed when the wait is over.
            result.hasHappened = result.hasHappened || condition(session)
            return result.hasHappened || result.isLate || terminal.isStopped
        }
        alarm.cancel()
        return result.hasHappened
    }

    /// What became of a wait.
    @MainActor
    private final class Result {
        var hasHappened = false
        var isLate = false
    }

    private static func words(_ limit: Duration) -> String { "\(limit.components.seconds) s" }
}

extension Session {
    /// Whether so many events of a terminal have been dealt with and drawn.
    fileprivate func hasTaken(_ count: Int, of terminal: AnsweredTerminal) -> Bool {
        handledEvents >= count && isDrawn && terminal.frame != nil
    }

    /// Whether nothing is under way that somebody has to wait for.
    fileprivate var hasComeToRest: Bool { isDrawn && inbox.waitingCount == 0 && errands.keys.allSatisfy(asides.contains) }
}
