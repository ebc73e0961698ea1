import TerminalUI

/// The words that are looked for in the text below.
struct SearchForm: Sendable, Equatable {
    var field = TextField(maximumLength: 200)
}
