/// Tables.
extension RehearsalDatabase {
    /// The database of a table that a statement names.
    func place(_ table: (database: String?, name: String), _ session: Session) throws(SQLStop) -> String {
        guard let database = table.database ?? session.database else { throw .refused(SQLRefusal(1046, "3D000", "No database selected")) }
        return database
    }

    func demand(_ privilege: String, _ database: String, _ table: String, _ session: Session) throws(SQLStop) {
        guard !allows(session, privilege, in: database) else { return }
        let name = flavour == .mariaDB ? "`\(database)`.`\(table)`" : "'\(table)'"
        throw .refused(
            SQLRefusal(1142, "42000", "\(privilege) command denied to user '\(session.user)'@'\(session.clientHost)' for table \(name)"))
    }

    mutating func defineTable(_ verb: String, _ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        let ifNotExists = cursor.accept("IF", "NOT", "EXISTS")
        let ifExists = cursor.accept("IF", "EXISTS")
        guard let table = cursor.table() else { throw .unknown }
        let database = try place(table, session)
        try demand(verb, database, table.name, session)
        guard let schema = schemas[database] else { throw .refused(SQLRefusal(1049, "42000", "Unknown database '\(database)'")) }
        let isKnown = schema.tables[table.name] != nil
        switch verb {
        case "CREATE":
            guard let definition = cursor.brackets() else { throw .unknown }
            if isKnown {
                if ifNotExists { return }
                throw .refused(SQLRefusal(1050, "42S01", "Table '\(table.name)' already exists"))
            }
            schemas[database]?.tables[table.name] = Table(columns: Self.columns(definition), key: Self.key(definition))
        case "DROP":
            guard isKnown || ifExists else { throw .refused(SQLRefusal(1051, "42S02", "Unknown table '\(database).\(table.name)'")) }
            schemas[database]?.tables[table.name] = nil
        default:
            guard let known = schema.tables[table.name] else { throw .refused(noTable(database, table.name)) }
            let altered = try altered(known, &cursor)
            schemas[database]?.tables[table.name] = altered
        }
    }

    /// `ADD [COLUMN] name type` and `DROP [COLUMN] name`.
    private func altered(_ table: Table, _ cursor: inout SQLCursor) throws(SQLStop) -> Table {
        var table = table
        let adds = cursor.accept("ADD")
        guard adds || cursor.accept("DROP") else { throw .unknown }
        _ = cursor.accept("COLUMN")
        guard let name = cursor.name() else { throw .unknown }
        let index = table.columns.firstIndex { Self.isSame($0, name) }
        if adds {
            guard cursor.name() != nil else { throw .unknown }
            _ = cursor.brackets()
            guard cursor.isAtEnd else { throw .unknown }
            guard index == nil else { throw .refused(SQLRefusal(1060, "42S21", "Duplicate column name '\(name)'")) }
            table.columns.append(name)
            table.rows = table.rows.map { $0 + [nil] }
        } else {
            guard cursor.isAtEnd else { throw .unknown }
            guard let index else {
                let what = flavour == .mariaDB ? "DROP COLUMN `\(name)`" : "DROP '\(name)'"
                throw .refused(SQLRefusal(1091, "42000", "Can't \(what); check that \(flavour == .mariaDB ? "it" : "column/key") exists"))
            }
            table.columns.remove(at: index)
            for row in table.rows.indices { table.rows[row].remove(at: index) }
        }
        return table
    }

    /// The column of a key of one column, however it is written.
    private static func key(_ definition: [SQLToken]) -> String? {
        for part in definition.splitAtCommas() {
            guard let primary = part.indices.dropLast().first(where: { part[$0].isWord("PRIMARY") && part[$0 + 1].isWord("KEY") }) else {
                continue
            }
            if primary > 0 { return part[0].text }
            let columns = part.dropFirst(2).filter { $0.kind == .word || $0.kind == .name }
            return columns.count == 1 ? columns.first?.text : nil
        }
        return nil
    }

    /// Refuses rows of which two have the same key.
    private func demandKeys(_ table: Table, _ name: String) throws(SQLStop) {
        guard let key = table.key, let index = table.columns.firstIndex(where: { Self.isSame($0, key) }) else { return }
        var seen: Set<String> = []
        for value in table.rows.compactMap({ $0[index] }) where !seen.insert(value.lowercased()).inserted {
            let place = flavour == .mariaDB ? "PRIMARY" : "\(name).PRIMARY"
            throw .refused(SQLRefusal(1062, "23000", "Duplicate entry '\(value)' for key '\(place)'"))
        }
    }

    func noTable(_ database: String, _ table: String) -> SQLRefusal {
        SQLRefusal(1146, "42S02", "Table '\(database).\(table)' doesn't exist")
    }

    /// The names of the columns in a table's definition; keys are none.
    private static func columns(_ definition: [SQLToken]) -> [String] {
        let others: Set = ["PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT", "FOREIGN", "FULLTEXT", "CHECK"]
        return definition.splitAtCommas().compactMap { part in
            guard let first = part.first, first.kind == .name || !others.contains(first.text.uppercased()) else { return nil }
            return first.text
        }
    }

    mutating func insert(_ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        guard cursor.accept("INTO"), let named = cursor.table() else { throw .unknown }
        let database = try place(named, session)
        try demand("INSERT", database, named.name, session)
        guard var table = schemas[database]?.tables[named.name] else { throw .refused(noTable(database, named.name)) }
        var columns = table.columns
        if let list = cursor.brackets() { columns = list.splitAtCommas().compactMap(\.first?.text) }
        if let stranger = columns.first(where: { !Self.contains(table.columns, $0) }) {
            throw .refused(
                SQLRefusal(1054, "42S22", "Unknown column '\(stranger)' in '\(flavour == .mariaDB ? "INSERT INTO" : "field list")'"))
        }
        guard cursor.accept("VALUES") || cursor.accept("VALUE") else { throw .unknown }
        var rows: [Row] = []
        repeat {
            guard let values = cursor.brackets() else { throw .unknown }
            let parts = values.isEmpty ? [] : values.splitAtCommas()
            guard parts.count == columns.count else {
                throw .refused(SQLRefusal(1136, "21S01", "Column count doesn't match value count at row \(rows.count + 1)"))
            }
            let given = parts.map(Self.value)
            rows.append(table.columns.map { column in columns.firstIndex { Self.isSame($0, column) }.flatMap { given[$0] } })
        } while cursor.accept(sign: ",")
        guard cursor.isAtEnd else { throw .unknown }
        table.rows += rows
        try demandKeys(table, named.name)
        schemas[database]?.tables[named.name] = table
    }

    /// `UPDATE table SET column = literal [, …] [WHERE …]`.
    mutating func update(_ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        guard let named = cursor.table(), cursor.accept("SET") else { throw .unknown }
        let database = try place(named, session)
        try demand("UPDATE", database, named.name, session)
        guard var table = schemas[database]?.tables[named.name] else { throw .refused(noTable(database, named.name)) }
        var changes: [(index: Int, value: String?)] = []
        repeat {
            guard let column = cursor.name() else { throw .unknown }
            let index = try index(of: column, in: table.columns, clause: "SET")
            guard cursor.accept(sign: "="), let value = cursor.literal() else { throw .unknown }
            changes.append((index, value))
        } while cursor.accept(sign: ",")
        let changing = try condition(&cursor, table.columns)
        guard cursor.isAtEnd else { throw .unknown }
        for row in table.rows.indices where changing(table.rows[row]) {
            for change in changes { table.rows[row][change.index] = change.value }
        }
        try demandKeys(table, named.name)
        schemas[database]?.tables[named.name] = table
    }

    /// A literal's value; what must be computed counts as its own text.
    private static func value(_ tokens: [SQLToken]) -> String? {
        if tokens.count == 1, tokens[0].isWord("NULL") { return nil }
        return tokens.map(\.text).joined()
    }

    mutating func delete(_ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        guard cursor.accept("FROM"), let named = cursor.table() else { throw .unknown }
        let database = try place(named, session)
        try demand("DELETE", database, named.name, session)
        guard let table = schemas[database]?.tables[named.name] else { throw .refused(noTable(database, named.name)) }
        let leaving = try condition(&cursor, table.columns)
        guard cursor.isAtEnd else { throw .unknown }
        schemas[database]?.tables[named.name]?.rows = table.rows.filter { !leaving($0) }
    }
}
