import Guidebook
public import TerminalUI

/// Goes through answers: presses their keys and waits for their screens, as an operator would at the same terminal.
///
/// Before each key the one before has been dealt with and drawn. The operator's keys count all the while, and Ctrl-C ends this.
@MainActor
public final class Answering {
    /// The terminal that the session is to be given.
    public let terminal: AnsweredTerminal

    private static let mostPresses = 100
    /// More pages and dialogs are never on top of each other.
    private static let mostBack = 20

    private let answers: Answers
    private let folder: ScreenFolder?
    private var pressing: Task<AnswerFailure?, Never>?
    /// What the latest entry has seen, where it waited for a screen: work may have gone on since.
    private var sight: Sight?

    /// Prepares answers. The terminal is closed by whoever opened it.
    /// - Parameter folder: where screens are kept; nil keeps none.
    public init(_ answers: Answers, at terminal: any Terminal, keepingIn folder: ScreenFolder?) {
        self.answers = answers
        self.folder = folder
        self.terminal = AnsweredTerminal(terminal)
    }

    /// Begins to press, as soon as the session runs.
    public func begin(with session: Session) {
        precondition(pressing == nil, "answers are pressed once")
        pressing = Task {
            do throws(AnswerFailure) {
                try await press(session)
                return nil
            } catch {
                terminal.giveUp()
                return error
            }
        }
    }

    /// What went wrong, once the session has ended; nil where nothing did.
    public func failure() async -> AnswerFailure? { await pressing?.value }

    private func press(_ session: Session) async throws(AnswerFailure) {
        for entry in answers.entries {
            let turn = Turn(session: session, terminal: terminal, file: answers.file, line: entry.line, limit: entry.limit)
            try await turn.rest()
            guard try isGoingOn(turn) else { return }
            if !entry.keepsScreen { sight = nil }
            try await follow(entry.action, turn)
        }
        guard answers.ending == .leave else { return }
        try await leave(
            Turn(session: session, terminal: terminal, file: answers.file, line: answers.entries.last?.line ?? 1, limit: answers.limit))
    }

    /// Whether there is somebody to press keys for. Throws where the answers themselves have ended the program too early.
    private func isGoingOn(_ turn: Turn) throws(AnswerFailure) -> Bool {
        if terminal.isStopped { return false }
        guard turn.isOver else { return true }
        if terminal.isOperatorsTurn { return false }
        throw turn.failure("the program has ended before this")
    }

    private func follow(_ action: Answer.Action, _ turn: Turn) async throws(AnswerFailure) {
        switch action {
        case .expect(let texts): sight = try await turn.expect(texts)
        case .refuse(let texts): try turn.refuse(texts)
        case .press(let keys): for key in keys { try await turn.press(key) }
        case .pressUntil(let keys, let words): try await press(keys, until: words, turn)
        case .type(let text): for character in text { try await turn.type(.character(character)) }
        case .typeSecret(let secret): for character in secret.exposed() { try await turn.type(.character(character), isSecret: true) }
        case .paste(let text): try await turn.type(.paste(text))
        case .wait: try await turn.waitForEnd()
        case .screen(let name): try await keep(name, turn)
        }
    }

    private func press(_ keys: [Key], until words: String, _ turn: Turn) async throws(AnswerFailure) {
        for _ in 0..<Answering.mostPresses {
            if terminal.shows(words) || terminal.isStopped { return }
            for key in keys { try await turn.press(key) }
        }
        guard !terminal.shows(words) else { return }
        throw turn.failure("until: '\(words)' did not appear after \(Answering.mostPresses) times")
    }

    private func keep(_ name: String, _ turn: Turn) async throws(AnswerFailure) {
        guard let folder, let sight = sight ?? turn.sight else { return }
        do {
            try await folder.keep(folder.isStill ? sight.stillFrame : sight.frame, as: name)
        } catch {
            throw turn.failure("screen: \(error)")
        }
    }

    /// Closes what is open, and leaves.
    private func leave(_ turn: Turn) async throws(AnswerFailure) {
        try await turn.waitForEnd()
        for _ in 0..<Answering.mostBack where !turn.isOver && !terminal.isStopped {
            try await turn.press(turn.canLeave ? .character("q") : .escape)
        }
        if !turn.isOver && !terminal.isStopped { throw turn.failure("at-end: leave: the program does not let itself be left") }
    }
}
