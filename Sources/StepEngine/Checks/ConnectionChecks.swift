import Guidebook
import Machines

/// Checks that ask another program: ports, commands, the database.
extension Inspector {
    func connection(_ check: Check, _ address: String, _ port: String) async throws -> Finding {
        guard let number = Int(port) else { preconditionFailure("the port '\(port)' was validated with the cluster description") }
        let found: String
        let remedy: String
        let reachability = try await machine.connect(to: address, port: number, within: .seconds(5))
        switch reachability {
        case .open: (found, remedy) = ("it answers", "")
        case .refused: (found, remedy) = ("refused: nobody listens there", "look whether the service runs and on which address it listens")
        case .filtered: (found, remedy) = ("no answer within 5 s", "look for a firewall between the servers, or a wrong address")
        case .unreachable(let word): (found, remedy) = (word, "look at the routes of this server")
        }
        return Finding(check, reachability == .open, expected: "it answers", found: found, remedy: remedy)
    }

    func command(_ check: Check, _ words: [String], _ status: Int32, _ text: String?) async throws -> Finding {
        let answer = try await ask(words)
        let isThere = text.map(answer.output.contains) ?? true
        let expected = text.map { "'\($0)' in its output" } ?? "exit status \(status)"
        let found = answer.status != status ? "exit status \(answer.status)" : isThere ? expected : "its output does not say so"
        return Finding(
            check, answer.status == status && isThere, expected: expected, found: found, evidence: answer.output.firstLine)
    }

    /// The database client's words for the administrator, who is known by the socket.
    var administrator: [String] { [plan.values.text("platform.database-client"), "--batch", "--skip-column-names"] }

    func sql(_ check: Check, _ query: String, _ expected: String) async throws -> Finding {
        let answer = try await ask(administrator, input: .bytes(Array((query + ";\n").utf8)))
        let found = answer.output.trimmed
        return Finding(
            check, answer.succeeded && found == expected, expected: expected, found: answer.succeeded ? found : "the query failed",
            evidence: answer.succeeded ? nil : answer.output.provingLine)
    }

    func login(_ check: Check, _ address: String, _ port: String, _ isGranted: Bool) async throws -> Finding {
        guard let password = await secrets["database.password"] else {
            return Finding(
                check.title, expected: "a login", found: "the password is not known on this server", verdict: .unknown,
                remedy: "enter it in the wizard, or with 'joget-cluster secret database.password'")
        }
        let account = ClientAccount(
            user: plan.values.text("database.user"), password: password, address: address, port: port,
            isMySQL: plan.values.text("platform.database-client") == "mysql")
        let answer = try await withClientFile(account) { path in
            try await ask(
                [plan.values.text("platform.database-client"), "--defaults-file=\(path)", "--batch", "--skip-column-names"],
                input: .bytes(Array("SELECT 1;\n".utf8)))
        }
        let isRefusal = ["Access denied for user", "is not allowed to connect"].contains { answer.output.contains($0) }
        let proof = answer.output.provingLine
        if isGranted {
            return Finding(
                check, answer.succeeded, expected: "the account \(account.user) is let in",
                found: answer.succeeded ? "let in" : isRefusal ? "refused" : "no login", evidence: proof,
                remedy: isRefusal
                    ? "the password or the address from which you come is not the granted one; repeat the database server's user step"
                    : "look whether the database server runs and listens on \(address)")
        }
        return Finding(
            check, answer.succeeded || isRefusal, expected: "the server answers",
            found: answer.succeeded
                ? "it lets this server in" : isRefusal ? "it answers, and refuses this server as it should" : "no answer",
            evidence: proof, remedy: "look at which address the database server listens")
    }

    /// Writes a private option file for one command and takes it away again.
    private func withClientFile<Result>(_ account: ClientAccount, _ body: (String) async throws -> Result) async throws -> Result {
        try await machine.makeDirectory("\(directory.path)/run", attributes: FileAttributes(mode: 0o700))
        let path = directory.scratch("client.cnf")
        try await machine.replace(path, with: Array(account.optionFile.utf8), attributes: FileAttributes(mode: 0o600))
        do {
            let result = try await body(path)
            try await machine.remove(path)
            return result
        } catch {
            try await machine.remove(path)
            throw error
        }
    }
}

/// Who logs in to the database, and where.
struct ClientAccount {
    var user: String
    var password: Secret
    var address: String
    var port: String
    /// Whether the client is MySQL's own, which must be told to ask for the key that encrypts the password.
    var isMySQL: Bool

    /// An option file of the mysql client. Holds the password in clear.
    var optionFile: String {
        let quoted = { (text: String) in "\"\(Escaping.optionFile.escaped(text))\"" }
        return """
            [client]
            user=\(quoted(user))
            password=\(quoted(password.exposed()))
            host=\(quoted(address))
            port=\(port)
            protocol=tcp
            connect-timeout=10
            \(isMySQL ? "get-server-public-key\n" : "")
            """
    }
}
