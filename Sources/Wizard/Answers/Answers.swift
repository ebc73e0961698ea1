import Guidebook
import TerminalUI

/// What an operator has written down beforehand: the keys to press, and what the screen must show in between.
public struct Answers: Sendable, Equatable {
    /// What happens when all of it is done.
    enum Ending: String, Sendable, CaseIterable {
        /// The operator has the keyboard.
        case stay
        /// Nothing runs any more, and the program is left.
        case leave
    }

    /// The name of the file for messages.
    let file: String
    let entries: [Answer]
    let ending: Ending
    /// How long the end may take.
    let limit: Duration
}

/// One entry of an answers file.
struct Answer: Sendable, Equatable {
    enum Action: Sendable, Equatable {
        /// All of these must come onto the screen.
        case expect([String])
        /// None of these may be on the screen now.
        case refuse([String])
        case press([Key])
        /// The keys are pressed until the screen shows the words.
        case pressUntil([Key], String)
        case type(String)
        case typeSecret(Secret)
        case paste(String)
        /// Nothing may run any more.
        case wait
        /// The screen is kept under this name.
        case screen(String)
    }

    let action: Action
    /// The line on which it stands.
    let line: Int
    /// How long it may wait.
    let limit: Duration

    var keepsScreen: Bool {
        if case .screen = action { return true }
        return false
    }
}
