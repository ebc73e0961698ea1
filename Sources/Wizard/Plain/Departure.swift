import TerminalUI

/// Leaving from anywhere, as `q` does, by the keys that lead there.
enum Departure {
    /// The next keys on the way out. Each time there is less on top of the page, and a page is left at once or after a question.
    static func keys(_ model: Model) -> [Key] {
        if case .question(let question)? = model.overlays.last, question.purpose == .leave {
            let index = question.dialog.buttons.count - 1
            return Key.moves(from: question.dialog.focusedIndex, to: index, back: .left, on: .right) + [.enter]
        }
        if !model.overlays.isEmpty { return [.escape] }
        // Ctrl-C would ask whether to stop the command.
        return Context.pages.contains(model.context) ? [.character("q")] : [.control("c")]
    }
}
