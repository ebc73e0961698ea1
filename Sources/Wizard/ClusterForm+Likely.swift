import Guidebook

/// Likely answers, and what helps with the focused question.
extension ClusterForm {
    private static let membership = "session.membership"

    /// What was found for the focused question; nil where nothing was.
    var suggestedPaths: [String]? {
        guard case .answer(let index) = row else { return nil }
        return suggestions.paths[answers[index].parameter.id]
    }

    /// Takes in what lies on the disk. The likely bundle is filled in where nobody has said anything yet.
    mutating func take(_ suggestions: Suggestions) {
        self.suggestions = suggestions
        guard isNew, let bundle = suggestions.bundle, let index = index(of: "application.bundle"), answers[index].text.isEmpty else {
            return
        }
        if !touched.contains("application.bundle") { answers[index].set(bundle) }
    }

    /// Takes in who was heard. Where others are there, multicast works, and is taken unless the operator has said otherwise.
    mutating func take(heard addresses: [String]) {
        var isDecisive = false
        if !addresses.isEmpty, isNew, !touched.contains(ClusterForm.membership), let index = index(of: ClusterForm.membership) {
            answers[index].set("multicast")
            isDecisive = true
        }
        hearing = .heard(addresses, isDecisive: isDecisive)
    }

    private func index(of parameter: String) -> Int? { answers.firstIndex { $0.parameter.id == parameter } }

    // MARK: Help

    /// What helps with the focused question.
    var help: String {
        switch row {
        case .name: return "What the cluster is called in headings and reports."
        case .server: return "Enter changes the server, Del takes it out. \(rolesHelp)"
        case .addServer: return "Enter adds a server: its host name, the address at which the others reach it, and its roles."
        case .answer(let index): return answers[index].parameter.help
        }
    }

    /// What was found out about the focused question; empty where nothing was.
    var notes: [String] {
        if row == .name && isNew { return ["Described on another server already? F5 takes that server's slip."] }
        guard case .answer(let index) = row else { return [] }
        let parameter = answers[index].parameter.id
        var notes = roleNote(about: parameter).map { [$0] } ?? []
        if parameter == ClusterForm.membership, let words = hearing.words { notes.append(words) }
        if let paths = suggestedPaths { notes.append(note(about: paths, answers[index].text)) }
        return notes
    }

    private func note(about paths: [String], _ text: String) -> String {
        guard let place = paths.firstIndex(of: text) else {
            return paths.count == 1
                ? "Found \(paths[0]): Ctrl-N takes it." : "Found \(paths.count) on this server: Ctrl-N takes one after the other."
        }
        return paths.count == 1
            ? "Found on this server." : "Number \(place + 1) of \(paths.count) that were found, the newest first: Ctrl-N takes the next."
    }

    private var rolesHelp: String {
        let cluster = cluster
        let replaced = Role.allCases.filter { cluster.replacement(for: $0) != nil }
        guard !replaced.isEmpty else { return "Every role needs a server; one server may have several." }
        let names = replaced.map(\.rawValue).joined(separator: ", ")
        return "Every role needs a server, but for what is there already: \(names)."
    }

    /// Says which role is not needed with the answer, and who has it all the same.
    private func roleNote(about parameter: String) -> String? {
        let cluster = cluster
        for role in Role.allCases {
            guard let answer = cluster.replacement(for: role), answer.hasPrefix("\(parameter):") else { continue }
            let holders = cluster.servers(with: role).map(\.name)
            if holders.isEmpty { return "With this answer no server needs the role \(role.rawValue)." }
            return "With this answer no server has the role \(role.rawValue): take it off \(holders.joined(separator: ", "))."
        }
        return nil
    }
}
