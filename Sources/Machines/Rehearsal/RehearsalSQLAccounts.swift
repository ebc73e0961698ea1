/// Accounts and grants.
extension RehearsalDatabase {
    mutating func defineUser(_ verb: String, _ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        let ifNotExists = cursor.accept("IF", "NOT", "EXISTS")
        let ifExists = cursor.accept("IF", "EXISTS")
        guard let (user, host) = cursor.account() else { throw .unknown }
        guard allows(session, "CREATE USER", in: "*") else {
            throw .refused(
                SQLRefusal(1227, "42000", "Access denied; you need (at least one of) the CREATE USER privilege(s) for this operation"))
        }
        let failure = SQLRefusal(1396, "HY000", "Operation \(verb) USER failed for '\(user)'@'\(host)'")
        let known = index(of: user, host)
        if verb == "DROP" {
            guard cursor.isAtEnd else { throw .unknown }
            guard let known else {
                if ifExists { return }
                throw .refused(failure)
            }
            accounts.remove(at: known)
            return
        }
        let password = try identifiedBy(&cursor)
        switch (verb, known) {
        case ("CREATE", .some): if !ifNotExists { throw .refused(failure) }
        case ("CREATE", nil):
            accounts.append(Account(user: user, host: host, password: password?.proof ?? .plain(""), plugin: password?.plugin))
        case (_, let index?):
            if let password { (accounts[index].password, accounts[index].plugin) = (password.proof, password.plugin) }
        case (_, nil): if !ifExists { throw .refused(failure) }
        }
    }

    /// `IDENTIFIED [WITH plugin] BY [PASSWORD] '…'`, where there is one.
    private func identifiedBy(_ cursor: inout SQLCursor) throws(SQLStop) -> (proof: Account.Password, plugin: String?)? {
        if cursor.isAtEnd { return nil }
        guard cursor.accept("IDENTIFIED") else { throw .unknown }
        var plugin: String?
        if cursor.accept("WITH") {
            plugin = cursor.name() ?? cursor.literal() ?? nil
            guard plugin != nil else { throw .unknown }
        }
        guard cursor.accept("BY") else { throw .unknown }
        let isHash = cursor.accept("PASSWORD")
        guard let password = cursor.literal() ?? nil, cursor.isAtEnd else { throw .unknown }
        if isHash, flavour == .mySQL {
            throw .refused(SQLRefusal(1064, "42000", "You have an error in your SQL syntax; check the manual near 'PASSWORD'"))
        }
        guard !isHash || password.wholeMatch(of: #/\*[0-9A-F]{40}/#) != nil else {
            throw .refused(SQLRefusal(1372, "HY000", "Password hash should be a 41-digit hexadecimal number"))
        }
        return (isHash ? .hash(password) : .plain(password), plugin)
    }

    mutating func grant(_ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        let (privileges, database) = try privilegesAndPlace(&cursor, session)
        guard cursor.accept("TO"), let (user, host) = cursor.account() else { throw .unknown }
        if cursor.accept("WITH", "GRANT", "OPTION") {}
        // MySQL 8 no longer makes accounts in GRANT; MariaDB still does where a password is given.
        if !cursor.isAtEnd, flavour == .mySQL {
            throw .refused(SQLRefusal(1064, "42000", "You have an error in your SQL syntax; check the manual near 'identified by'"))
        }
        let password = try identifiedBy(&cursor)
        guard session.account.isAdministrator else { throw .refused(.accessDenied(session, to: database)) }
        if index(of: user, host) == nil, let password { accounts.append(Account(user: user, host: host, password: password.proof)) }
        guard let index = index(of: user, host) else {
            throw .refused(
                flavour == .mySQL
                    ? SQLRefusal(1410, "42000", "You are not allowed to create a user with GRANT")
                    : SQLRefusal(1133, "28000", "Can't find any matching row in the user table"))
        }
        accounts[index].grants[database, default: []].formUnion(privileges)
    }

    mutating func revoke(_ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) {
        let (privileges, database) = try privilegesAndPlace(&cursor, session)
        guard cursor.accept("FROM"), let (user, host) = cursor.account(), cursor.isAtEnd else { throw .unknown }
        guard session.account.isAdministrator else { throw .refused(.accessDenied(session, to: database)) }
        guard let index = index(of: user, host), let granted = accounts[index].grants[database] else {
            throw .refused(SQLRefusal(1141, "42000", "There is no such grant defined for user '\(user)' on host '\(host)'"))
        }
        let rest = privileges.contains("ALL") ? [] : granted.subtracting(privileges)
        accounts[index].grants[database] = rest.isEmpty ? nil : rest
    }

    /// `SELECT, INSERT ON db.*`: the privileges and the database, `*` for all.
    private func privilegesAndPlace(_ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) -> (Set<String>, String) {
        var privileges: Set<String> = []
        repeat {
            var words: [String] = []
            while let token = cursor.current, token.kind == .word, !token.isWord("ON") {
                words.append(token.text.uppercased())
                cursor.index += 1
            }
            guard !words.isEmpty else { throw .unknown }
            privileges.insert(words.first == "ALL" ? "ALL" : words.joined(separator: " "))
        } while cursor.accept(sign: ",")
        guard cursor.accept("ON") else { throw .unknown }
        let database: String
        if cursor.accept(sign: "*") { database = "*" } else if let name = cursor.name() { database = name } else { throw .unknown }
        guard cursor.accept(sign: "."), cursor.accept(sign: "*") else { throw .unknown }
        return (privileges, database.replacing("\\_", with: "_"))
    }

    func showGrants(_ cursor: inout SQLCursor, _ session: Session) throws(SQLStop) -> Answer {
        guard cursor.accept("GRANTS") else { throw .unknown }
        var account: Account? = session.account
        if cursor.accept("FOR"), !cursor.accept("CURRENT_USER") {
            guard let (user, host) = cursor.account() else { throw .unknown }
            guard let found = index(of: user, host) else {
                throw .refused(SQLRefusal(1141, "42000", "There is no such grant defined for user '\(user)' on host '\(host)'"))
            }
            account = accounts[found]
        }
        guard let shown = account.flatMap({ index(of: $0.user, $0.host) }).map({ accounts[$0] }) else { throw .unknown }
        let name = "`\(shown.user)`@`\(shown.host)`"
        var rows: [Row] = []
        if shown.grants["*"] == nil { rows.append(["GRANT USAGE ON *.* TO \(name)"]) }
        for (database, privileges) in shown.grants.sorted(by: { $0.key < $1.key }) {
            let list = privileges.contains("ALL") ? "ALL PRIVILEGES" : Self.inOrder(privileges).joined(separator: ", ")
            let suffix = database == "*" ? " WITH GRANT OPTION" : ""
            rows.append(["GRANT \(list) ON \(database == "*" ? "*" : "`\(database)`").* TO \(name)\(suffix)"])
        }
        return Answer(columns: ["Grants for \(shown.user)@\(shown.host)"], rows: rows)
    }

    /// The server's own order.
    private static func inOrder(_ privileges: Set<String>) -> [String] {
        let order = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "REFERENCES", "INDEX", "ALTER"]
        return order.filter(privileges.contains) + privileges.subtracting(order).sorted()
    }
}
