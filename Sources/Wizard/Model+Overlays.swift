import Guidebook
import Machines
import StepEngine
import TerminalUI

/// Questions, forms on top of the page, and what is typed into them.
extension Model {
    // MARK: Asking

    /// Asks; the first button has the focus and is the careful answer.
    mutating func ask(_ purpose: Question.Purpose, _ title: String, _ text: String, _ buttons: [String]) {
        overlays.append(.question(Question(purpose: purpose, dialog: Dialog(title: title, text: text, buttons: buttons))))
    }

    /// Says something once. Whoever is about to leave is not answered by what arrives meanwhile: it waits behind that question.
    mutating func tell(_ title: String, _ text: String) {
        let notice = Overlay.question(Question(purpose: .notice, dialog: Dialog(title: title, text: text, buttons: ["OK"])))
        guard overlays.last != notice else { return }
        overlays.insert(notice, at: overlays.last?.isAboutLeaving == true ? overlays.count - 1 : overlays.count)
    }

    mutating func tell(_ refusal: Refusal) { tell(refusal.title, refusal.lines.joined(separator: "\n\n")) }

    // MARK: Intents

    mutating func followInOverlay(_ intent: Intent, _ key: Key) -> [Effect] {
        switch overlays.removeLast() {
        case .question(let question): return follow(intent, key, question)
        case .skip(let form): return follow(form)
        case .secret(let form): return follow(intent, form)
        case .server(let form): return follow(intent, form)
        case .slip(let form): return type(key, form)
        case .pager(let pager): return follow(intent, key, pager)
        case .search(let form): return search(form)
        case .hang(let card): return follow(intent, key, card)
        }
    }

    private mutating func follow(_ intent: Intent, _ key: Key, _ question: Question) -> [Effect] {
        guard intent == .go else {
            var question = question
            _ = question.dialog.handle(key, in: Rect(size: size))
            overlays.append(.question(question))
            return []
        }
        if case .conflict(let step) = question.purpose { return answerConflict(step, question) }
        return answer(question.purpose, question.dialog.focusedIndex)
    }

    private mutating func answer(_ purpose: Question.Purpose, _ index: Int) -> [Effect] {
        guard index > 0 else {
            switch purpose {
            case .perform, .manual:
                run?.isRunningAll = false
                return look()
            default: return []
            }
        }
        switch purpose {
        case .perform(let step): return attempt(step, isAgreed: true)
        case .manual(let step): return begin(.confirming(step))
        case .undo(let step):
            run?.isRunningAll = false
            return begin(.undoing(step))
        case .fix(let steps): return fix(steps)
        case .cancel:
            run?.isRunningAll = false
            run?.fixes = []
            return [.cancel(index == 1 ? .terminate : .kill)]
        case .leave: return leave(presentExitCode)
        case .notice, .conflict: return []
        }
    }

    private mutating func follow(_ form: SkipForm) -> [Effect] {
        guard let reason = form.reason else {
            var form = form
            form.problem = "Say why; the report will show it."
            overlays.append(.skip(form))
            return []
        }
        return [.skip(form.step, reason: reason)]
    }

    private mutating func follow(_ intent: Intent, _ form: SecretForm) -> [Effect] {
        var form = form
        var effects: [Effect] = []
        switch (intent, form.focus) {
        case (.next, _): form.move(by: 1)
        case (.turn, _): form.move(by: -1)
        case (_, .first): form.move(by: 1)
        case (_, .generate): effects = [.generate(form.name)]
        default: if let secret = form.accepted() { effects = [.keep(secret, as: form.name)] }
        }
        overlays.append(.secret(form))
        return effects
    }

    private mutating func follow(_ intent: Intent, _ form: ServerForm) -> [Effect] {
        var form = form
        switch intent {
        case .next: form.move(by: 1)
        case .turn: form.move(by: -1)
        default:
            if form.focus == .button {
                form.isChecked = true
                if form.isAcceptable, case .form(var cluster) = page {
                    cluster.put(form.server, at: form.index)
                    page = .form(cluster)
                    return []
                }
            } else {
                form.move(by: 1)
            }
        }
        overlays.append(.server(form))
        return []
    }

    // MARK: Typing

    /// A key that no binding takes: text for the field that has the focus.
    mutating func type(_ key: Key) -> [Effect] {
        switch overlays.popLast() {
        case .skip(var form):
            form.problem = nil
            _ = form.field.handle(key)
            overlays.append(.skip(form))
        case .secret(var form):
            form.type(key)
            overlays.append(.secret(form))
        case .server(var form):
            form.type(key)
            overlays.append(.server(form))
        case .slip(let form): return type(key, form)
        case .search(var form):
            _ = form.field.handle(key)
            overlays.append(.search(form))
        case let other?: overlays.append(other)
        case nil:
            if case .form(var form) = page {
                form.type(key)
                page = .form(form)
            }
        }
        return []
    }

    // MARK: The cluster form

    /// Opens the form, and looks meanwhile what the answers may be.
    mutating func openForm(_ form: ClusterForm) -> [Effect] {
        var form = form
        let address = identity?.ownAddress
        if address != nil { form.hearing = .listening }
        page = .form(form)
        return [.search] + (address.map { [.listen($0)] } ?? [])
    }

    mutating func take(_ suggestions: Suggestions) {
        guard case .form(var form) = page else { return }
        form.take(suggestions)
        page = .form(form)
    }

    mutating func take(heard addresses: [String]) {
        guard case .form(var form) = page else { return }
        let own = identity?.addresses ?? []
        form.take(heard: addresses.filter { !own.contains($0) })
        page = .form(form)
    }

    mutating func follow(_ intent: Intent, _ key: Key, in form: inout ClusterForm) -> [Effect] {
        switch intent {
        case .next: form.move(by: 1)
        case .turn: form.move(by: -1)
        case .navigate: form.move(by: key == .pageUp ? -5 : 5)
        case .deleteServer: form.deleteServer()
        case .suggest: _ = form.takeSuggestion()
        case .takeSlip: overlays.append(.slip(SlipForm()))
        case .go:
            switch form.row {
            case .server(let index): overlays.append(.server(ServerForm(index: index, cluster: form.cluster)))
            case .addServer: overlays.append(.server(ServerForm(index: nil, cluster: form.cluster)))
            case .name, .answer: form.move(by: 1)
            }
        case .save: return form.checked(file: setting.clusterPath).map { [.saveCluster($0)] } ?? []
        default: break
        }
        return []
    }
}
