import Guidebook
import TerminalUI

/// A question of the cluster form and what stands in its field.
struct FormAnswer: Sendable, Equatable {
    enum Field: Sendable, Equatable {
        case text(TextField)
        case choice(ChoiceField)
    }

    let parameter: Parameter
    var field: Field

    init(_ parameter: Parameter, _ text: String) {
        self.parameter = parameter
        if case .choice(let words) = parameter.rule, words.contains(text) {
            field = .choice(ChoiceField(choices: words, selectedIndex: words.firstIndex(of: text) ?? 0))
        } else {
            field = .text(TextField(text, maximumLength: 200))
        }
    }

    var text: String {
        switch field {
        case .text(let field): field.text
        case .choice(let field): field.selected ?? ""
        }
    }

    /// What is wrong with it by itself.
    var problem: String? { parameter.problem(with: text) }

    /// Gives the key to the field; returns whether the answer is another one now.
    mutating func handle(_ key: Key) -> Bool {
        let before = text
        switch field {
        case .text(var field):
            _ = field.handle(key)
            self.field = .text(field)
        case .choice(var field):
            _ = field.handle(key)
            self.field = .choice(field)
        }
        return text != before
    }

    mutating func set(_ text: String) { self = FormAnswer(parameter, text) }
}
