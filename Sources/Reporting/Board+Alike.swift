internal import StepEngine

extension Board {
    /// Servers that stand alike in every row, shown as one.
    struct Alike {
        /// Their names, in the board's order.
        var names: [String]
        /// The first of them.
        var column: Column
        /// Its place among the columns.
        var place: Int

        /// Their names, shortened where they are many.
        var title: String { BoardLint.list(names) }
    }

    /// Every server by itself where they are few; of many those that stand alike together.
    func alike(keeping limit: Int) -> [Alike] {
        let single = columns.enumerated().map { Alike(names: [$1.server.name], column: $1, place: $0) }
        guard columns.count > limit else { return single }
        struct Standing: Hashable {
            var hasReport: Bool
            var isComplete: Bool
            var words: [String]
        }
        var places: [Standing: Int] = [:]
        var groups: [Alike] = []
        for server in single {
            let standing = Standing(
                hasReport: server.column.hasReport, isComplete: server.column.isComplete, words: rows.map { $0.word(server.place, self) })
            if let place = places[standing] {
                groups[place].names += server.names
            } else {
                places[standing] = groups.count
                groups.append(server)
            }
        }
        return groups
    }
}

extension Board {
    /// The word for where a server stands.
    func word(_ column: Int) -> String {
        if !columns[column].hasReport { return "[ -- ]" }
        if columns[column].isComplete { return "[ OK ]" }
        return rows.contains { $0.cells[column] == .failed } ? StepState.Status.failed.word : StepState.Status.todo.word
    }
}

extension Board.Row {
    /// The word for where the step stands on a server: blank where the server has no such step.
    func word(_ column: Int, _ board: Board) -> String {
        if let status = cells[column] { return status.word(of: step) }
        return board.columns[column].hasReport ? "      " : "   ?  "
    }
}

extension Board.Column {
    /// How far it is, in words.
    var progress: String { hasReport ? "\(settled) of \(steps) settled" : "no report" }
}
