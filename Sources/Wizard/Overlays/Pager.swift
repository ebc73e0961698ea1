import TerminalUI

/// A text that fills the screen and can be scrolled.
struct Pager: Sendable, Equatable {
    enum Subject: Sendable, Equatable {
        case help
        /// The file of that path.
        case log(String)
        case changes
        case commands
        case guide
        case note
        case handOver
        case board

        /// Whether its lines are as they came, and not broken to fit.
        var hasLongLines: Bool {
            switch self {
            case .log, .changes, .commands: true
            case .help, .guide, .note, .handOver, .board: false
            }
        }
    }

    let subject: Subject
    let title: String
    var view: ScrollView
    /// What was looked for last.
    var needle: String?
    /// The part of a log that is shown; nil for other texts.
    var window: LogWindow?
    /// Whether another part is being read.
    var isReading = false
    /// Where in the log what was looked for was found last.
    var matchOffset: Int?
    /// What is to be said about the last key.
    var notice: String?
}
