/// Why there is no full screen, in terms of what can be done about it.
public struct TerminalError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of trouble; in all but the last the plain mode still works.
    public enum Reason: Sendable, Hashable {
        /// Standard input or output is a file or a pipe.
        case notATerminal
        /// The terminal has no way to place the cursor.
        case dumb
        /// terminfo has no entry for TERM, nor for the types that are tried instead.
        case unknownType
        /// curses refused for another reason.
        case refused
    }

    public let reason: Reason
    /// The value of TERM.
    public let type: String

    public init(reason: Reason, type: String) {
        self.reason = reason
        self.type = type
    }

    /// Whether it is a terminal, but one for numbered prompts only.
    public var isDumb: Bool { reason == .dumb || reason == .unknownType }
    public var isNotATerminal: Bool { reason == .notATerminal }

    /// What is wrong.
    public var what: String {
        switch reason {
        case .notATerminal: "standard input and output are not both a terminal"
        case .dumb: "the terminal cannot place the cursor"
        case .unknownType: "no description of this terminal type is installed"
        case .refused: "the terminal could not be put into full-screen mode"
        }
    }

    /// What the operator can do.
    public var remedy: String {
        switch reason {
        case .notATerminal: "run it in a terminal (with ssh: ssh -t)"
        case .dumb: "set TERM to what the terminal really is"
        case .unknownType: "set TERM=xterm-256color, or install ncurses-base"
        case .refused: "try another terminal"
        }
    }

    public var description: String {
        "\(what) (TERM=\(type.isEmpty ? "unset" : type)); \(remedy)"
    }
}
