import Guidebook
import TerminalUI

/// The dialogs on paper.
extension Sheet {
    static func question(_ question: Question) -> Sheet {
        let dialog = question.dialog
        return buttons(dialog.title, lines: [dialog.text], dialog.buttons, focused: dialog.focusedIndex)
    }

    /// Buttons with numbers, of which Enter presses the one that has the focus.
    static func buttons(_ heading: String, lines: [String], _ buttons: [String], focused: Int) -> Sheet {
        let menu = buttons.enumerated().map { numbered($0 + 1, $1 + ($0 == focused ? " (Enter)" : "")) }
        let prompt = "Choose (1-\(buttons.count), Enter for \(focused + 1)): "
        return Sheet(heading: heading, lines: lines, menu: menu, prompt: prompt) { answer in
            if answer.isEmpty { return .keys(.enter) }
            if ["esc", "back"].contains(answer.lowercased()) { return .keys(.escape) }
            let place = Int(answer).map { $0 - 1 } ?? buttons.firstIndex { $0.lowercased() == answer.lowercased() }
            guard let place, buttons.indices.contains(place) else { return .unknown(answer) }
            let turns = (place - focused + buttons.count) % buttons.count
            return Reply(keys: Array(repeating: .right, count: turns) + [.enter])
        }
    }

    static func skip(_ form: SkipForm, _ model: Model) -> Sheet {
        let screen = SkipScreen(form: form, title: model.run?.plan.step(form.step)?.title ?? form.step, isWaiving: model.isWaiving)
        let lines = [screen.text] + (form.problem.map { [$0] } ?? [])
        return Sheet(heading: screen.heading, lines: lines, prompt: "Reason (empty gives up): ") { answer in
            answer.isEmpty ? .keys(.escape) : Reply(keys: Key.replacing(with: answer) + [.enter])
        }
    }

    static func slip(_ form: SlipForm) -> Sheet {
        let problem = (form.problem.map { [$0] } ?? []) + (form.hasSecrets && form.cluster == nil ? [SlipForm.secretsWords] : [])
        let help = ["A line with nothing but a dot says that that is all; back gives up, and the form stays as it was."]
        // The heading comes once; what is wrong comes when it is seen.
        return Sheet(heading: SlipScreen.title, lines: problem, menu: [SlipScreen.text] + help, prompt: "> ") { answer in
            switch answer.lowercased() {
            case "": Reply()
            case ".": .keys(.function(5))
            case "back", "esc": .keys(.escape)
            default: .keys(.paste(answer), .enter)
            }
        }
    }

    // MARK: Secrets

    static func secret(_ form: SecretForm, _ model: Model, _ editing: Editing?) -> Sheet {
        let screen = SecretScreen(form: form, path: model.setting.directoryPath + "/secrets")
        if case .secret(let isSecond) = editing { return typed(form, isSecond: isSecond) }
        let menu = [" 1 type it, unseen", " 2 generate one", " 3 not now (Enter)"]
        return Sheet(
            heading: SecretScreen.title, lines: [screen.text] + (form.problem.map { [$0] } ?? []), menu: menu,
            prompt: "Choose (1-3, Enter for 3): "
        ) { answer in
            switch answer.lowercased() {
            case "1", "type it": Reply { _ in .secret(isSecond: false) }
            case "2", "generate", "generate one": Reply(keys: form.moves(to: .generate) + [.enter])
            case "", "3", "not now", "back", "esc": .keys(.escape)
            default: .unknown(answer)
            }
        }
    }

    private static func typed(_ form: SecretForm, isSecond: Bool) -> Sheet {
        let prompt = isSecond ? "Once more: " : "\(form.name) (not shown): "
        return Sheet(heading: SecretScreen.title, prompt: prompt, isHidden: true) { answer in
            let place = isSecond ? SecretForm.Focus.second : .first
            let typing = form.moves(to: place) + Key.replacing(with: answer)
            if isSecond { return Reply(keys: typing + [.tab, .enter]) }
            return Reply(keys: typing) { _ in .secret(isSecond: true) }
        }
    }
}

extension SecretForm {
    /// The keys that bring the focus there.
    fileprivate func moves(to place: Focus) -> [Key] {
        Key.moves(from: focus.rawValue, to: place.rawValue, back: .backTab, on: .tab)
    }
}
