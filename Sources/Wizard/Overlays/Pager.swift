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
    }

    let subject: Subject
    let title: String
    var view: ScrollView
}
