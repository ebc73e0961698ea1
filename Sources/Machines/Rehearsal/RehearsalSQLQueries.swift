/// Queries.
extension RehearsalDatabase {
    func select(_ cursor: inout SQLCursor, _ source: [UInt8], _ session: Session) throws(SQLStop) -> Answer {
        let rest = Array(cursor.tokens[cursor.index...])
        let from = rest.firstIndex { $0.isWord("FROM") } ?? rest.count
        let items = Array(rest[..<from]).splitAtCommas()
        cursor.index += from
        guard cursor.accept("FROM"), !cursor.accept("DUAL") else {
            guard cursor.isAtEnd else { throw .unknown }
            var answer = Answer()
            var row: Row = []
            for item in items {
                let (name, tokens) = Self.column(item, source)
                answer.columns.append(name)
                row.append(try constant(tokens, session))
            }
            answer.rows = [row]
            return answer
        }
        guard let named = cursor.table() else { throw .unknown }
        let table = try table(named, session)
        let matches = try condition(&cursor, table.columns)
        var rows = table.rows.filter(matches)
        try order(&rows, &cursor, table.columns)
        guard cursor.isAtEnd else { throw .unknown }
        return try project(items, of: Table(columns: table.columns, rows: rows), source, session)
    }

    /// The heading of an expression, and the expression without its other name.
    private static func column(_ item: [SQLToken], _ source: [UInt8]) -> (name: String, tokens: [SQLToken]) {
        if let last = item.last, item.count > 2, item[item.count - 2].isWord("AS") { return (last.text, Array(item.dropLast(2))) }
        guard let first = item.first, let last = item.last else { return ("", []) }
        let text = String(decoding: source[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
        return (item.count == 1 && first.kind != .variable ? first.text : text, item)
    }

    /// An expression that needs no table.
    private func constant(_ tokens: [SQLToken], _ session: Session) throws(SQLStop) -> String? {
        guard let first = tokens.first else { throw .unknown }
        if let place = tokens.firstIndex(where: { $0.kind == .sign && "<>=".contains($0.text) }) {
            return try compared(tokens, at: place, session)
        }
        if tokens.count == 1 {
            switch first.kind {
            case .string, .number: return first.text
            case .variable:
                let name = first.text.lowercased().split(separator: ".").last.map(String.init) ?? ""
                if name == "version" { return version }
                if name == "hostname" { return hostName }
                if name == "collation_database" || name == "character_set_database" { return databaseDefault(name, session) }
                guard let value = settings.value(of: name) else {
                    throw .refused(SQLRefusal(1193, "HY000", "Unknown system variable '\(name)'"))
                }
                return value
            default: throw .unknown
            }
        }
        if let time = time(tokens) { return time }
        guard tokens.count == 3, tokens[1].isSign("("), tokens[2].isSign(")") else { throw .unknown }
        switch first.text.uppercased() {
        case "VERSION": return version
        case "DATABASE", "SCHEMA": return session.database
        case "USER", "SESSION_USER": return "\(session.user)@\(session.clientHost)"
        case "CURRENT_USER": return "\(session.account.user)@\(session.account.host)"
        default: throw .unknown
        }
    }

    /// What tables of the session's database get; the server's own where it has none.
    private func databaseDefault(_ name: String, _ session: Session) -> String? {
        guard let schema = session.database.flatMap({ schemas[$0] }) else {
            return settings.value(of: name.replacing("database", with: "server"))
        }
        return name == "collation_database" ? schema.collation : schema.characterSet
    }

    /// `one >= other`, and the like: 1, 0 or NULL.
    private func compared(_ tokens: [SQLToken], at place: Int, _ session: Session) throws(SQLStop) -> String? {
        let signs = tokens[place...].prefix { $0.kind == .sign && "<>=".contains($0.text) }
        let sides = [Array(tokens[..<place]), Array(tokens[(place + signs.count)...])]
        guard let one = try constant(sides[0], session), let other = try constant(sides[1], session) else { return nil }
        let order: Int
        if let a = Double(one), let b = Double(other) {
            order = a < b ? -1 : a > b ? 1 : 0
        } else {
            order = Self.isSame(one, other) ? 0 : one < other ? -1 : 1
        }
        let holds: Bool
        switch signs.map(\.text).joined() {
        case "=": holds = order == 0
        case "<>": holds = order != 0
        case "<": holds = order < 0
        case "<=": holds = order <= 0
        case ">": holds = order > 0
        case ">=": holds = order >= 0
        default: throw .unknown
        }
        return holds ? "1" : "0"
    }

    private func project(
        _ items: [[SQLToken]], of table: Table, _ source: [UInt8], _ session: Session
    ) throws(SQLStop) -> Answer {
        var answer = Answer()
        var pickers: [(Row) -> String?] = []
        var counts = false
        for item in items {
            let (name, tokens) = Self.column(item, source)
            let isCount = tokens.count == 4 && tokens[0].isWord("COUNT") && tokens[1].isSign("(")
            if let joined = try concatenated(tokens, table) {
                counts = true
                answer.columns.append(name)
                pickers.append { _ in joined.text }
            } else if tokens.count == 1, tokens[0].isSign("*") {
                answer.columns += table.columns
                pickers += table.columns.indices.map { index in { $0[index] } }
            } else if isCount {
                counts = true
                answer.columns.append(name)
                pickers.append { _ in String(table.rows.count) }
            } else if tokens.count == 1, tokens[0].kind == .word || tokens[0].kind == .name {
                let index = try index(of: tokens[0].text, in: table.columns, clause: "SELECT")
                answer.columns.append(name)
                pickers.append { $0[index] }
            } else {
                let value = try constant(tokens, session)
                answer.columns.append(name)
                pickers.append { _ in value }
            }
        }
        let rows = counts ? [table.rows.first ?? table.columns.map { _ in nil }] : table.rows
        answer.rows = rows.map { row in pickers.map { $0(row) } }
        return answer
    }

    /// `GROUP_CONCAT(column ORDER BY column SEPARATOR 'text')`; nil for another expression, a nil text for no rows.
    private func concatenated(_ tokens: [SQLToken], _ table: Table) throws(SQLStop) -> (text: String?, Void)? {
        guard tokens.count == 9, tokens[0].isWord("GROUP_CONCAT"), tokens[3].isWord("ORDER"), tokens[6].isWord("SEPARATOR"),
            tokens[7].kind == .string, tokens[2].text == tokens[5].text
        else { return nil }
        let index = try index(of: tokens[2].text, in: table.columns, clause: "SELECT")
        let texts = table.rows.compactMap { $0[index] }.sorted()
        return (texts.isEmpty ? nil : texts.joined(separator: tokens[7].text), ())
    }

    func index(of column: String, in columns: [String], clause: String) throws(SQLStop) -> Int {
        guard let index = columns.firstIndex(where: { Self.isSame($0, column) }) else {
            let place = flavour == .mariaDB ? clause : clause == "WHERE" ? "where clause" : "field list"
            throw .refused(SQLRefusal(1054, "42S22", "Unknown column '\(column)' in '\(place)'"))
        }
        return index
    }

    /// `WHERE column = literal [AND …]`, with IN and LIKE too; everything where there is no condition.
    func condition(_ cursor: inout SQLCursor, _ columns: [String]) throws(SQLStop) -> (Row) -> Bool {
        guard cursor.accept("WHERE") else { return { _ in true } }
        var tests: [(Row) -> Bool] = []
        repeat {
            guard let column = cursor.name() else { throw .unknown }
            let index = try index(of: column, in: columns, clause: "WHERE")
            if cursor.accept(sign: "=") {
                guard let wanted = cursor.literal() else { throw .unknown }
                tests.append { row in wanted.map { wanted in row[index].map { Self.isSame($0, wanted) } ?? false } ?? false }
            } else if cursor.accept("LIKE") {
                guard let pattern = cursor.literal() ?? nil else { throw .unknown }
                tests.append { $0[index].map { Self.isLike($0, pattern) } ?? false }
            } else if cursor.accept("IN"), let list = cursor.brackets() {
                let wanted = list.splitAtCommas().compactMap(\.first?.text)
                tests.append { row in row[index].map { Self.contains(wanted, $0) } ?? false }
            } else {
                throw .unknown
            }
        } while cursor.accept("AND")
        return { row in tests.allSatisfy { $0(row) } }
    }

    /// `ORDER BY column [DESC], …` and `LIMIT n`.
    private func order(_ rows: inout [Row], _ cursor: inout SQLCursor, _ columns: [String]) throws(SQLStop) {
        if cursor.accept("ORDER", "BY") {
            var keys: [(index: Int, falls: Bool)] = []
            repeat {
                guard let column = cursor.name() else { throw .unknown }
                let index = try index(of: column, in: columns, clause: "ORDER BY")
                keys.append((index, cursor.accept("DESC")))
                _ = cursor.accept("ASC")
            } while cursor.accept(sign: ",")
            rows.sort { one, other in
                guard let key = keys.first(where: { one[$0.index] != other[$0.index] }) else { return false }
                return ((one[key.index] ?? "") < (other[key.index] ?? "")) != key.falls
            }
        }
        if cursor.accept("LIMIT") {
            guard let limit = cursor.literal()?.flatMap({ Int($0) }) else { throw .unknown }
            rows = Array(rows.prefix(limit))
        }
    }

    static func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
    static func contains(_ list: [String], _ name: String) -> Bool { list.contains { isSame($0, name) } }

    /// A table, or what the server shows of itself as one.
    private func table(_ named: (database: String?, name: String), _ session: Session) throws(SQLStop) -> Table {
        let database = try place(named, session)
        let visible = schemas.keys.sorted().filter { enters(session, $0) }
        switch (database.lowercased(), named.name.lowercased()) {
        case ("information_schema", "schemata"):
            return Table(
                columns: ["SCHEMA_NAME", "DEFAULT_CHARACTER_SET_NAME", "DEFAULT_COLLATION_NAME"],
                rows: visible.map { [$0, schemas[$0]?.characterSet, schemas[$0]?.collation] })
        case ("information_schema", "tables"):
            let rows: [Row] = visible.flatMap { name in
                (schemas[name]?.tables.keys.sorted() ?? []).map { [name, $0, "BASE TABLE", "InnoDB", schemas[name]?.collation] }
            }
            return Table(columns: ["TABLE_SCHEMA", "TABLE_NAME", "TABLE_TYPE", "ENGINE", "TABLE_COLLATION"], rows: rows)
        case ("mysql", "user"):
            try demand("SELECT", "mysql", "user", session)
            let rows: [Row] = accounts.map { [$0.host, $0.user, $0.password == nil ? "unix_socket" : "mysql_native_password"] }
            return Table(columns: ["Host", "User", "plugin"], rows: rows)
        case ("mysql", "db"):
            try demand("SELECT", "mysql", "db", session)
            let rows: [Row] = accounts.flatMap { account in
                account.grants.keys.sorted().filter { $0 != "*" }.map { name in
                    let granted = account.grants[name] ?? []
                    return [account.host, name, account.user, granted.isDisjoint(with: ["ALL", "ALTER"]) ? "N" : "Y"]
                }
            }
            return Table(columns: ["Host", "Db", "User", "Alter_priv"], rows: rows)
        default:
            try demand("SELECT", database, named.name, session)
            guard let table = schemas[database]?.tables[named.name] else { throw .refused(noTable(database, named.name)) }
            return table
        }
    }
}
