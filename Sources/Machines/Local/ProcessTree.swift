import Glibc

/// The processes that belong to a supervisor, each with its distance from it, parents before their children.
struct ProcessTree {
    /// In the order in which they are shown.
    let members: [(process: ProcessStat, depth: Int)]

    /// Everybody whose parents lead to the supervisor, and who is left in its session after the death of a parent.
    /// Empty where the supervisor itself is not among `all`.
    init(of supervisor: pid_t, among all: [ProcessStat]) {
        var children: [pid_t: [ProcessStat]] = [:]
        for process in all { children[process.parent, default: []].append(process) }
        guard let first = all.first(where: { $0.pid == supervisor }) else {
            members = []
            return
        }
        var seen: Set<pid_t> = []
        var members: [(process: ProcessStat, depth: Int)] = []
        func add(_ process: ProcessStat, _ depth: Int) {
            // Numbers may be given away while we look; nobody is his own grandfather.
            guard seen.insert(process.pid).inserted else { return }
            members.append((process, depth))
            let own = (children[process.pid] ?? []).sorted { ($0.startTime, $0.pid) < ($1.startTime, $1.pid) }
            for child in own { add(child, depth + 1) }
        }
        add(first, 0)
        let session = all.filter { $0.session == supervisor }
        // Orphans: those first who are nobody's child among them.
        for orphan in session where !session.contains(where: { $0.pid == orphan.parent }) { add(orphan, 1) }
        for rest in session { add(rest, 1) }
        self.members = members
    }
}
