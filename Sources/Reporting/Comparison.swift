/// The servers of a cluster laid against each other: finds what none of them can see alone.
///
/// Every rule is one pass over the servers, so that five hundred of them take no longer than a hundred times five.
struct Comparison {
    /// What the servers told, in the board's order.
    let entries: [BoardEntry]
    /// Every server of the board.
    let servers: [Report.ServerEntry]

    /// Everything that was found, what explains the rest first.
    var lints: [BoardLint] {
        [
            descriptions(), editions(), machines(), routes(), deployments(), shares(), databases(), clocks(), names(), balancers(),
        ].flatMap(\.self)
    }

    /// One thing that servers must agree upon, and what each has.
    struct Subject {
        var kind: String
        var title: String
        var remedy: String
    }

    /// A lint where what the servers have is not the same; those that are not with the most are concerned.
    func difference(_ subject: Subject, _ values: [(server: String, text: String)]) -> BoardLint? {
        let found = Comparison.groups(values)
        guard found.count > 1 else { return nil }
        let most = found.map(\.servers.count).max() ?? 0
        let hasMajority = found.count { $0.servers.count == most } == 1
        let concerned = hasMajority ? found.filter { $0.servers.count < most } : found
        let names = Set(concerned.flatMap(\.servers))
        return BoardLint(
            kind: subject.kind, title: subject.title, servers: values.map(\.server).filter(names.contains), found: found,
            remedy: subject.remedy)
    }

    /// Servers with the same text together, in the order in which the texts come first.
    static func groups(_ values: [(server: String, text: String)]) -> [BoardLint.Observation] {
        var places: [String: Int] = [:]
        var groups: [BoardLint.Observation] = []
        for (server, text) in values {
            if let place = places[text] {
                groups[place].servers.append(server)
            } else {
                places[text] = groups.count
                groups.append(.init(text: text, servers: [server]))
            }
        }
        return groups
    }

    /// What a fact is on each server that has it.
    func values(of fact: String) -> [(server: String, text: String)] {
        entries.compactMap { entry in entry.facts[fact].map { (entry.server.name, $0) } }
    }

    /// The names of all facts of a family, such as `agent.`.
    func facts(_ prefix: String, _ suffix: String = "") -> [String] {
        entries.flatMap { $0.facts.keys.filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) } }.withoutRepeats.sorted()
    }
}
