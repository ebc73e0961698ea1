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
            schemas[database]?.tables[table.name] = Table(columns: Self.columns(definition))
        case "DROP":
            guard isKnown || ifExists else { throw .refused(SQLRefusal(1051, "42S02", "Unknown table '\(database).\(table.name)'")) }
            schemas[database]?.tables[table.name] = nil
        default:
            guard isKnown else { throw .refused(noTable(database, table.name)) }
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
        guard let table = schemas[database]?.tables[named.name] else { throw .refused(noTable(database, named.name)) }
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
        schemas[database]?.tables[named.name]?.rows += rows
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
