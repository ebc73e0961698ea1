import ArgumentParser
import Guidebook
import TerminalUI
import Wizard

/// The wizard at a terminal, with a recording and prepared answers where they are wanted.
@MainActor
struct ScreenDesk {
    private let curses: CursesTerminal
    private let recording: RecordingTerminal?
    private let answering: Answering?

    /// Begins the recording. The terminal is closed by `run`.
    init(_ curses: CursesTerminal, recording path: String?, answers: Answers?, keepingIn folder: ScreenFolder?) throws {
        self.curses = curses
        do {
            recording = try path.map { try RecordingTerminal(curses, path: $0, title: "joget-cluster \(JogetCluster.version)") }
        } catch {
            throw Refusal("--record: \(error)", .failure)
        }
        let terminal: any Terminal = recording ?? curses
        answering = answers.map { Answering($0, at: terminal, keepingIn: folder) }
    }

    /// Runs the wizard to its end, gives the terminal back, and says what remains to be said.
    func run(_ workplace: Workplace) async throws -> ExitCode {
        let session = Session(terminal: answering?.terminal ?? recording ?? curses, workplace: workplace)
        recording?.masking = { [weak session] in session?.masked($0) ?? $0 }
        answering?.begin(with: session)
        let code = await session.run()
        (recording ?? curses as any Terminal).close()
        for line in session.lastWords { print(line) }
        if let problem = recording?.problem { complain("--record: \(problem)") }
        if let failure = await answering?.failure() { throw Refusal(failure.description, .failure) }
        return ExitCode(code)
    }
}
