extension Trial {
    /// What is wrong with a run whose disk failed: it must end, say so in one clear message that names the file, lose nothing that
    /// was on record, and fail.
    func complaints(about launch: Launch, _ cut: RunStory) -> [String] {
        guard let number = plan.number else { return [] }
        let operation = expected.operations[number - 1]
        var troubles: [String] = []
        if cut.lines < synced(before: number) { troubles.append("\(synced(before: number) - cut.lines) whole records are lost") }
        let said = launch.output + launch.complaint
        if launch.code == 0 {
            if !Trial.isHarmless(operation) { troubles.append("it ends well although '\(operation.kind) \(operation.path)' failed") }
            if root.hasScratch { troubles.append("it ends well and leaves a login") }
            return troubles
        }
        if launch.code > 128 { troubles.append("it crashes with \(launch.code): \(said.suffix(300))") }
        let complaints = launch.complaint.split(separator: "\n")
        if complaints.count > 1 { troubles.append("it has more than one thing to say: \(launch.complaint)") }
        if !plan.words.contains(where: said.contains) { troubles.append("it does not say why: \(said.suffix(300))") }
        let names = Trial.names(of: operation.path) + lasting
        if !names.contains(where: said.contains) { troubles.append("it does not name \(names[0]): \(said.suffix(300))") }
        return troubles
    }

    /// What the operator knows the file by, whatever it is called while it is written: itself, or the folder that holds it.
    private static func names(of path: String) -> [String] {
        let parts = path.split(separator: "/").map(String.init)
        guard let last = parts.last, last.hasPrefix("."), last.hasSuffix(".joget-new") else { return [path] }
        return ["/" + (parts.dropLast() + [String(last.dropFirst().dropLast(".joget-new".count))]).joined(separator: "/")]
    }

    /// Where the disk stays full, not even the failure can be put on record, and the journal is what needs room first.
    private var lasting: [String] {
        if case .errors = plan { ["\(DisposableRoot.state)/journal.jsonl"] } else { [] }
    }

    /// Whether a run may end well without it. The note in the lock says who holds it, which only another instance reads. The report
    /// on the share is left for others as a courtesy, with a remark where it cannot be. The login of a question to the database is
    /// one: a check that cannot look is no obstacle to a step that is looked at again when it is done.
    private static func isHarmless(_ operation: Undisturbed.Operation) -> Bool {
        let isNote = operation.path.hasSuffix("/lock") && operation.kind != "open"
        let isCourtesy = operation.path == "/srv/share" || operation.path.hasPrefix("/srv/share/.joget-cluster")
        return isNote || isCourtesy || operation.path.contains("/run/.client.cnf") || operation.path.hasSuffix("/run/client.cnf")
            || operation.path.hasSuffix("/run")
    }
}

extension FaultPlan {
    /// The operation of the program that it hits; nil where it hits somebody else.
    var number: Int? {
        switch self {
        case .kill(let number), .tear(let number), .error(let number, _), .errors(let number, _): number
        case .killSupervisor, .strike, .killUndo: nil
        }
    }

    /// How the system calls the error.
    fileprivate var words: [String] {
        switch self {
        case .error(_, "EIO"), .errors(_, "EIO"): ["Input/output error", "I/O error"]
        default: ["No space left on device", "no space left on device"]
        }
    }
}
