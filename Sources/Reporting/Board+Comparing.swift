internal import Guidebook
internal import StepEngine

extension Board {
    /// Lays the servers of one cluster side by side; there is at most one entry a server.
    public init(_ entries: [BoardEntry]) {
        cluster = entries.first?.cluster ?? ""
        let servers = Board.servers(entries)
        let told = Dictionary(entries.map { ($0.server.name, $0) }) { first, _ in first }
        columns = servers.map { Column($0, told[$0.name]) }
        rows = Board.rows(servers.map { told[$0.name] })
        lints = Comparison(entries: servers.compactMap { told[$0.name] }, servers: servers).lints
        isSettled = !columns.isEmpty && columns.allSatisfy { $0.hasReport && $0.isComplete }
    }

    /// Every server that anybody knows of: in the order of the description that most servers have, then the others.
    private static func servers(_ entries: [BoardEntry]) -> [Report.ServerEntry] {
        var votes: [String: Int] = [:]
        var descriptions: [(digest: String, description: Report.DescriptionEntry)] = []
        for entry in entries {
            if votes[entry.descriptionDigest] == nil { votes[entry.descriptionDigest] = 0 }
            guard let description = entry.description else { continue }
            if votes[entry.descriptionDigest] == 0 { descriptions.append((entry.descriptionDigest, description)) }
            votes[entry.descriptionDigest, default: 0] += 1
        }
        descriptions.sort { votes[$0.digest] ?? 0 > votes[$1.digest] ?? 0 }
        var places: [String: Int] = [:]
        var servers: [Report.ServerEntry] = []
        for server in descriptions.flatMap(\.description.servers) + entries.map(\.server) where places[server.name] == nil {
            places[server.name] = servers.count
            servers.append(server)
        }
        // A server knows itself best, but for one of which only a name was told.
        for entry in entries where !entry.server.roles.isEmpty {
            if let place = places[entry.server.name] { servers[place] = entry.server }
        }
        return servers
    }

    private static func rows(_ entries: [BoardEntry?]) -> [Row] {
        // The lists of servers with the same roles are the same list.
        let lists = Array(Set(entries.compactMap { $0?.steps.map(\.id) })).sorted { $0.lexicographicallyPrecedes($1) }
        let ranks = entries.reduce(into: [:] as [[String]: Int]) { ranks, entry in
            guard let entry else { return }
            let rank = entry.server.roles.compactMap(Role.init).min().flatMap(Role.allCases.firstIndex(of:)) ?? Role.allCases.count
            ranks[entry.steps.map(\.id)] = min(rank, ranks[entry.steps.map(\.id)] ?? rank)
        }
        let ordered = lists.enumerated().sorted { (ranks[$0.element] ?? 0, $0.offset) < (ranks[$1.element] ?? 0, $1.offset) }
            .map(\.element)
        let order = MergedOrder.steps(ordered)
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var rows = order.map { Row(step: $0, section: String($0.prefix { $0 != "." }), title: $0, cells: []) }
        for index in rows.indices { rows[index].cells = Array(repeating: nil, count: entries.count) }
        var named: Set<Int> = []
        for (column, entry) in entries.enumerated() {
            for step in entry?.steps ?? [] {
                guard let row = places[step.id] else { continue }
                rows[row].cells[column] = step.status
                guard let section = step.section, let title = step.title, named.insert(row).inserted else { continue }
                rows[row].section = section
                rows[row].title = title
            }
        }
        return rows
    }
}

extension Board.Column {
    init(_ server: Report.ServerEntry, _ entry: BoardEntry?) {
        let counted = entry?.steps.filter { !$0.isOnRequest || $0.status != .todo } ?? []
        self.init(
            server: server, hasReport: entry != nil, isComplete: entry?.isComplete ?? false,
            settled: counted.count { [.done, .warned, .skipped].contains($0.status) }, steps: counted.count, made: entry?.made)
    }
}
