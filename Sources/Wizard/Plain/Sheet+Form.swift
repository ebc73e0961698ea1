import Guidebook
import TerminalUI

/// The cluster form on paper: a numbered list, of which one answer after the other is changed.
extension ClusterForm {
    func sheet(_ model: Model, _ editing: Sheet.Editing?) -> Sheet {
        if case .row(let row, let isOneOfAll) = editing, rows.contains(row) { return edit(row, isOneOfAll: isOneOfAll) }
        let menu = Menu(model, isNumbered: false) { [.go, .next, .suggest, .deleteServer].contains($0.intent) }
        var sheet = Sheet("Cluster form", menu, overview: list, lines: said) { words($0) }
        sheet.menu =
            [
                "   A number changes that answer or server; delete and a number takes a server out.",
                "   add adds a server; all asks one question after the other; list prints the form again",
            ] + sheet.menu
        sheet.prompt = "Number, save, all, add, delete, slip, list, back (? for help): "
        return sheet
    }

    /// What happened, and what is wrong with the whole.
    private var said: [String] {
        let own = problems.isEmpty ? nil : problem(of: row)
        let place = own.map { ["\(number(of: row)) \(title(of: row)): \($0)"] } ?? []
        return (notice.map { [$0] } ?? []) + problems + place
    }

    private func words(_ answer: String) -> Sheet.Reply? {
        let words = answer.lowercased().split(separator: " ")
        switch words.first {
        case nil: return .unknown("")
        case "list" where words.count == 1: return Sheet.Reply(lines: list)
        case "slip" where words.count == 1: return .keys(.function(5))
        case "all" where words.count == 1: return Sheet.Reply { _ in .row(.name, isOneOfAll: true) }
        case "add" where words.count == 1: return open(.addServer, { _ in .server(.name) })
        case "delete", "del":
            guard let row = words.last.flatMap({ Int($0) }).flatMap(row(numbered:)), case .server = row else {
                return .say("Say which server: delete and its number in the list.")
            }
            return Sheet.Reply(keys: moves(to: row) + [.delete])
        default: break
        }
        guard let number = Int(answer) else { return nil }
        guard let row = row(numbered: number) else { return .say("There are the numbers 1 to \(rows.count).") }
        switch row {
        case .server: return open(row) { _ in nil }
        case .addServer: return open(row) { _ in .server(.name) }
        case .name, .answer: return Sheet.Reply { _ in .row(row, isOneOfAll: false) }
        }
    }

    private func open(_ row: Row, _ editing: @escaping (Model) -> Sheet.Editing?) -> Sheet.Reply {
        Sheet.Reply(keys: moves(to: row) + [.enter], editing: editing)
    }

    // MARK: The list

    private func number(of row: Row) -> Int { (rows.firstIndex(of: row) ?? 0) + 1 }

    private func row(numbered number: Int) -> Row? { rows.indices.contains(number - 1) ? rows[number - 1] : nil }

    private var list: [String] {
        var lines = ["The cluster, described once for all its servers"]
        var section = ""
        for (index, row) in rows.enumerated() {
            switch row {
            case .name: lines += [line(index, row, name.text), "Servers"]
            case .server(let place):
                let server = servers[place]
                let roles = server.roles.map { $0 == .application ? "\($0.rawValue) (\(cluster.route(of: server)))" : $0.rawValue }
                lines.append(Sheet.numbered(index + 1, "\(server.name)  \(server.address)  \(roles.joined(separator: ", "))"))
            case .addServer: lines.append(Sheet.numbered(index + 1, "add a server"))
            case .answer(let place):
                if answers[place].parameter.section != section {
                    section = answers[place].parameter.section
                    lines.append(Parameter.sections.first { $0.name == section }?.title ?? section)
                }
                lines.append(line(index, row, answers[place].text))
            }
        }
        return lines
    }

    private func line(_ index: Int, _ row: Row, _ text: String) -> String {
        Sheet.numbered(index + 1, "\(title(of: row)): \(text.isEmpty ? "-" : text)\(problem(of: row).map { "  ! \($0)" } ?? "")")
    }

    private func title(of row: Row) -> String {
        switch row {
        case .name: "Cluster name"
        case .server(let index): servers[index].name
        case .addServer: "add a server"
        case .answer(let index): answers[index].parameter.title
        }
    }

    // MARK: One answer

    /// The keys that bring the focus there.
    func moves(to other: Row) -> [Key] {
        Key.moves(from: rows.firstIndex(of: row) ?? 0, to: rows.firstIndex(of: other) ?? 0)
    }

    /// The sheet for the answer that has the focus.
    private func edit(_ row: Row, isOneOfAll: Bool) -> Sheet {
        let next: (Model) -> Sheet.Editing? = { model in
            guard case .form(let form) = model.page else { return nil }
            if form.problem(of: row) != nil { return .row(row, isOneOfAll: isOneOfAll) }
            return form.following(row, isOneOfAll)
        }
        // What the screen says about its key for what was found is said by numbers here.
        let lines = [help] + notes.filter { !$0.contains("Ctrl-N") } + (problem(of: row).map { [$0] } ?? [])
        if case .answer(let index) = row, case .choice(let field) = answers[index].field {
            return choose(field, row, isOneOfAll, lines, next)
        }
        return type(row, isOneOfAll, lines, next)
    }

    private func choose(
        _ field: ChoiceField, _ row: Row, _ isOneOfAll: Bool, _ lines: [String], _ next: @escaping (Model) -> Sheet.Editing?
    ) -> Sheet {
        let menu = field.choices.enumerated().map { Sheet.numbered($0 + 1, $1 + ($0 == field.selectedIndex ? " (Enter)" : "")) }
        let prompt = "Choose (1-\(menu.count), Enter for \(field.selectedIndex + 1)): "
        return Sheet(heading: title(of: row), lines: lines, menu: menu, prompt: prompt) { answer in
            let place = answer.isEmpty ? field.selectedIndex : Int(answer).map { $0 - 1 } ?? field.choices.firstIndex(of: answer) ?? -1
            guard field.choices.indices.contains(place) else {
                return Sheet.Reply(lines: ["'\(answer)' is no choice here."]) { _ in .row(row, isOneOfAll: isOneOfAll) }
            }
            let turns = (place - field.selectedIndex + field.choices.count) % field.choices.count
            return Sheet.Reply(keys: Array(repeating: .right, count: turns), editing: next)
        }
    }

    private func type(_ row: Row, _ isOneOfAll: Bool, _ lines: [String], _ next: @escaping (Model) -> Sheet.Editing?) -> Sheet {
        let text = text(of: row)
        let found = suggestedPaths ?? []
        let menu = found.enumerated().map { Sheet.numbered($0 + 1, $1) }
        let offer = found.isEmpty ? [] : ["Found on this server; its number takes it:"]
        let empties = text.isEmpty ? "" : ", - empties it"
        let prompt = "\(title(of: row)) [\(text)] (Enter keeps it\(empties)): "
        return Sheet(heading: title(of: row), lines: lines + offer, menu: menu, prompt: prompt) { answer in
            // What was wrong before may stay so for now: saving says it again.
            if answer.isEmpty { return Sheet.Reply { _ in following(row, isOneOfAll) } }
            let path = Int(answer).flatMap { found.indices.contains($0 - 1) ? found[$0 - 1] : nil }
            return Sheet.Reply(keys: Key.replacing(with: answer == "-" ? "" : path ?? answer), editing: next)
        }
    }

    private func text(of row: Row) -> String {
        switch row {
        case .name: name.text
        case .answer(let index): answers[index].text
        case .server, .addServer: ""
        }
    }

    /// What is edited after a row: the next question where all are gone through, else nothing.
    private func following(_ row: Row, _ isOneOfAll: Bool) -> Sheet.Editing? {
        guard isOneOfAll, let place = rows.firstIndex(of: row) else { return nil }
        let next = rows[(place + 1)...].first { if case .answer = $0 { true } else { false } }
        return next.map { .row($0, isOneOfAll: true) }
    }
}
