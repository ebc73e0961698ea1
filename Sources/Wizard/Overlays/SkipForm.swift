import TerminalUI

/// The reason for which a step is left out.
struct SkipForm: Sendable, Equatable {
    let step: String
    var field = TextField(maximumLength: 200)
    var problem: String?

    /// What was typed without blanks around it; nil where that is nothing.
    var reason: String? {
        let text = String(field.text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        return text.isEmpty ? nil : text
    }
}
