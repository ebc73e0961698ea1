/// What can end a statement early.
enum SQLStop: Error {
    /// The server refused it.
    case refused(SQLRefusal)
    /// The rehearsal does not model it.
    case unknown
}

/// Runs SQL texts as the client does when they come by standard input: until the first refusal, unless it is to go on.
extension RehearsalDatabase {
    /// Columns and rows that a statement answers with.
    struct Answer {
        var columns: [String] = []
        var rows: [Row] = []
    }

    /// What the client prints, its complaints last. Whoever goes on after a refusal ends with 0 all the same.
    mutating func run(
        _ source: [UInt8], as session: inout Session, showsNames: Bool = false, goesOn: Bool = false
    ) throws(MachineError) -> RehearsalReply {
        var reply = RehearsalReply()
        var complaints = RehearsalReply()
        for statement in SQLText.statements(in: source) {
            guard let first = statement.first, let last = statement.last else { continue }
            let text = String(decoding: source[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
            do throws(SQLStop) {
                let answer = try execute(statement, source, &session)
                if showsNames, !answer.columns.isEmpty, !answer.rows.isEmpty { reply.say(answer.columns.joined(separator: "\t")) }
                for row in answer.rows { reply.say(row.map { Self.printed($0) }.joined(separator: "\t")) }
            } catch {
                guard case .refused(let refusal) = error else {
                    throw MachineError(what: "the rehearsal machine does not know this statement", subject: text)
                }
                complaints.say(complaint(refusal, of: text, first))
                if goesOn { continue }
                complaints.status = 1
                break
            }
        }
        reply.add(complaints)
        return reply
    }

    private func complaint(_ refusal: SQLRefusal, of text: String, _ first: SQLToken) -> [String] {
        let line = "ERROR \(refusal.number) (\(refusal.state)) at line \(first.line): \(refusal.text)"
        // MariaDB's client repeats the statement, whatever is in it.
        guard flavour == .mariaDB, !first.isWord("USE"), !first.isWord("SHOW") else { return [line] }
        let rule = String(repeating: "-", count: 14)
        return [rule, text, rule, "", line]
    }

    /// A value with the characters escaped that would break the table.
    private static func printed(_ value: String?) -> String {
        guard let value else { return "NULL" }
        return value.reduce(into: "") { text, character in
            switch character {
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\\": text += "\\\\"
            default: text.append(character)
            }
        }
    }

    private mutating func execute(_ tokens: [SQLToken], _ source: [UInt8], _ session: inout Session) throws(SQLStop) -> Answer {
        var cursor = SQLCursor(tokens)
        guard let verb = cursor.name()?.uppercased() else { throw .unknown }
        switch verb {
        case "SELECT": return try select(&cursor, source, session)
        case "SHOW": return try showGrants(&cursor, session)
        case "CREATE", "ALTER", "DROP": try define(verb, &cursor, session)
        case "GRANT": try grant(&cursor, session)
        case "REVOKE": try revoke(&cursor, session)
        case "INSERT": try insert(&cursor, session)
        case "UPDATE": try update(&cursor, session)
        case "DELETE": try delete(&cursor, session)
        case "USE": try use(&cursor, &session)
        case "FLUSH":
            guard cursor.accept("PRIVILEGES"), cursor.isAtEnd else { throw .unknown }
        case "SET", "LOCK", "UNLOCK", "START", "COMMIT": break
        default:
            throw .refused(syntaxError(near: tokens, source))
        }
        return Answer()
    }

    private func syntaxError(near tokens: [SQLToken], _ source: [UInt8]) -> SQLRefusal {
        let range = (tokens.first?.range.lowerBound ?? 0)..<(tokens.last?.range.upperBound ?? 0)
        let rest = String(decoding: source[range].prefix(80), as: UTF8.self)
        return SQLRefusal(
            1064, "42000",
            "You have an error in your SQL syntax; check the manual that corresponds to your \(productName) server version for the right"
                + " syntax to use near '\(rest)' at line 1")
    }

    private func use(_ cursor: inout SQLCursor, _ session: inout Session) throws(SQLStop) {
        guard let name = cursor.name(), cursor.isAtEnd else { throw .unknown }
        guard enters(session, name) else { throw .refused(.accessDenied(session, to: name)) }
        guard schemas[name] != nil else { throw .refused(SQLRefusal(1049, "42000", "Unknown database '\(name)'")) }
        session.database = name
    }

    private mutating func define(_ verb: String, _ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        if cursor.accept("DATABASE") || cursor.accept("SCHEMA") {
            try defineDatabase(verb, &cursor, session)
        } else if cursor.accept("USER") {
            try defineUser(verb, &cursor, session)
        } else if cursor.accept("TABLE") || cursor.accept("TEMPORARY", "TABLE") {
            try defineTable(verb, &cursor, session)
        } else {
            throw .unknown
        }
    }

    // MARK: - Databases

    private mutating func defineDatabase(_ verb: String, _ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        let ifNotExists = cursor.accept("IF", "NOT", "EXISTS")
        let ifExists = cursor.accept("IF", "EXISTS")
        guard let name = cursor.name() else { throw .unknown }
        guard allows(session, verb, in: name) else { throw .refused(.accessDenied(session, to: name)) }
        if verb == "DROP" {
            guard cursor.isAtEnd else { throw .unknown }
            if schemas[name] == nil, !ifExists {
                throw .refused(SQLRefusal(1008, "HY000", "Can't drop database '\(name)'; database doesn't exist"))
            }
            schemas[name] = nil
            return
        }
        let (characterSet, collation) = try defaults(&cursor)
        if verb == "CREATE" {
            if schemas[name] != nil {
                if ifNotExists { return }
                throw .refused(SQLRefusal(1007, "HY000", "Can't create database '\(name)'; database exists"))
            }
            let set = characterSet ?? collation.map { String($0.prefix { $0 != "_" }) } ?? settings.characterSet
            let usual = set == settings.characterSet ? settings.collation : set + "_general_ci"
            schemas[name] = Schema(characterSet: set, collation: collation ?? usual)
            return
        }
        guard var schema = schemas[name] else {
            throw .refused(
                flavour == .mySQL
                    ? SQLRefusal(3503, "HY000", "Database '\(name)' doesn't exist")
                    : SQLRefusal(1, "HY000", "Can't create/write to file './\(name)/db.opt' (Errcode: 2 \"No such file or directory\")"))
        }
        schema.characterSet = characterSet ?? schema.characterSet
        schema.collation = collation ?? schema.collation
        schemas[name] = schema
    }

    /// `[DEFAULT] CHARACTER SET [=] x [DEFAULT] COLLATE [=] y`.
    private func defaults(_ cursor: inout SQLCursor) throws(SQLStop) -> (characterSet: String?, collation: String?) {
        var found: (characterSet: String?, collation: String?)
        while !cursor.isAtEnd {
            _ = cursor.accept("DEFAULT")
            let isSet = cursor.accept("CHARACTER", "SET") || cursor.accept("CHARSET")
            guard isSet || cursor.accept("COLLATE") else { throw .unknown }
            _ = cursor.accept(sign: "=")
            guard let value = cursor.name() ?? cursor.literal() ?? nil else { throw .unknown }
            if isSet { found.characterSet = value } else { found.collation = value }
        }
        return found
    }
}
