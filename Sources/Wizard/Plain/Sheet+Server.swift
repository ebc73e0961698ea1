import Guidebook
import TerminalUI

/// One server of the cluster form on paper.
extension Sheet {
    static func server(_ form: ServerForm, _ editing: Editing?) -> Sheet {
        if case .server(let place) = editing, form.places.contains(place), let text = form.text(of: place) {
            return edit(place, text, form)
        }
        let problem = form.problem.map { [$0] } ?? []
        let menu = ["   A number changes that; a role is given or taken away. ok takes the server over, back gives up."]
        return Sheet(
            heading: "Server", overview: form.list, lines: problem, menu: menu, prompt: "Number, ok or back (? for help): "
        ) { answer in
            switch answer.lowercased() {
            case "ok", "save": return Reply(keys: form.moves(to: .button) + [.enter])
            case "back", "esc": return .keys(.escape)
            case "list": return Reply(lines: form.list)
            default: break
            }
            let places = form.places.dropLast()
            guard let number = Int(answer), places.indices.contains(number - 1) else { return .unknown(answer) }
            if case .role = places[number - 1] { return Reply(keys: form.moves(to: places[number - 1]) + [.character(" ")]) }
            return Reply { _ in .server(places[number - 1]) }
        }
    }

    private static func edit(_ place: ServerForm.Focus, _ text: String, _ form: ServerForm) -> Sheet {
        let title = form.title(of: place)
        let help = place == .address ? ["The IPv4 address at which the other servers reach it."] : []
        let problem = form.focus == place && form.isChecked || !text.isEmpty ? form.problem(at: place).map { [$0] } ?? [] : []
        let keeps = text.isEmpty ? "" : " [\(text)] (Enter keeps it)"
        return Sheet(heading: title, lines: help + problem, prompt: "\(title)\(keeps): ") { answer in
            if answer.isEmpty { return Reply() }
            let typing = form.moves(to: place) + Key.replacing(with: answer == "-" ? "" : answer)
            return Reply(keys: typing) { model in
                guard case .server(let form) = model.overlays.last else { return nil }
                if form.problem(at: place) != nil { return .server(place) }
                // A new server has neither; the address follows the name by itself.
                return place == .name && form.address.text.isEmpty ? .server(.address) : nil
            }
        }
    }
}

extension ServerForm {
    fileprivate var list: [String] {
        places.dropLast().enumerated().map { index, place in
            switch place {
            case .role(let role):
                let note = replacement(for: role).map { ", not needed: \($0)" } ?? ""
                return Sheet.numbered(index + 1, "[\(roles.contains(role) ? "x" : " ")] \(role.title)\(note)")
            case .route where route.text.isEmpty:
                return Sheet.numbered(index + 1, "Route: \(standardRoute) (for sessions and the load balancer)")
            default:
                let text = text(of: place) ?? ""
                return Sheet.numbered(index + 1, "\(title(of: place)): \(text.isEmpty ? "-" : text)")
            }
        }
    }

    fileprivate func title(of place: Focus) -> String {
        switch place {
        case .name: "Name"
        case .address: "Address"
        case .route: "Route"
        case .role(let role): role.title
        case .button: "OK"
        }
    }

    fileprivate func text(of place: Focus) -> String? {
        switch place {
        case .name: name.text
        case .address: address.text
        case .route: route.text
        case .role, .button: nil
        }
    }

    fileprivate func problem(at place: Focus) -> String? {
        switch place {
        case .name: nameProblem
        case .address: addressProblem
        case .route: routeProblem
        case .role, .button: nil
        }
    }

    /// The keys that bring the focus there.
    fileprivate func moves(to place: Focus) -> [Key] {
        Key.moves(from: places.firstIndex(of: focus) ?? 0, to: places.firstIndex(of: place) ?? 0, back: .backTab, on: .tab)
    }
}
