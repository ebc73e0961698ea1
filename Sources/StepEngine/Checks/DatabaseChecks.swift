import Guidebook
import Machines

/// Checks that ask the database.
extension Inspector {
    private static let words = ["--batch", "--skip-column-names"]

    func sql(_ check: Check, _ query: String, _ expected: String, _ account: DatabaseAccount) async throws -> Finding {
        let answer = try await withDatabaseClient(as: account) { client in
            try await ask(client + Inspector.words, input: .bytes(Array((query + ";\n").utf8)))
        }
        let found = answer.output.trimmed
        return Finding(
            check, answer.succeeded && found == expected, expected: expected, found: answer.succeeded ? found : "the query failed",
            evidence: answer.succeeded ? nil : answer.output.provingLine)
    }

    func login(_ check: Check, _ address: String, _ port: String, _ isGranted: Bool) async throws -> Finding {
        let user = plan.values.text("database.user")
        let answer = try await withDatabaseClient(as: .application, at: address, port) { client in
            try await ask(client + Inspector.words, input: .bytes(Array("SELECT 1;\n".utf8)))
        }
        let isRefusal = ["Access denied for user", "is not allowed to connect"].contains { answer.output.contains($0) }
        let proof = answer.output.provingLine
        if isGranted {
            return Finding(
                check, answer.succeeded, expected: "the account \(user) is let in",
                found: answer.succeeded ? "let in" : isRefusal ? "refused" : "no login", evidence: proof,
                remedy: isRefusal
                    ? "the password or the address from which you come is not the granted one; \(wayToAccount)"
                    : "look whether the database server runs and listens on \(address)")
        }
        return Finding(
            check, answer.succeeded || isRefusal, expected: "the server answers",
            found: answer.succeeded
                ? "it lets this server in" : isRefusal ? "it answers, and refuses this server as it should" : "no answer",
            evidence: proof, remedy: "look at which address the database server listens")
    }

    /// Where the account is made that Joget logs in with.
    private var wayToAccount: String {
        switch plan.cluster["database.kind"] {
        case "existing": "repeat the step that creates it, on \(plan.cluster.servers(with: .application).first?.name ?? "the first server")"
        case "dba": "show the database's administrator the statements of this guide again"
        default: "repeat the database server's user step"
        }
    }

    /// Calls `body` with the words that begin a command of the database client for an account. The password is in a private
    /// file for as long as that takes. Throws `UnknownSecret` where it is not known on this server.
    func withDatabaseClient<Result>(as account: DatabaseAccount, _ body: ([String]) async throws -> Result) async throws -> Result {
        let client = plan.values.text("platform.database-client")
        // On the database server itself its administrator is known by the socket.
        if account == .administrator, !plan.hasRemoteAdministrator { return try await body([client]) }
        return try await withDatabaseClient(
            as: account, at: plan.values.text("database-server.address"), plan.values.text("database.port"), body)
    }

    private func withDatabaseClient<Result>(
        as account: DatabaseAccount, at address: String, _ port: String, _ body: ([String]) async throws -> Result
    ) async throws -> Result {
        let (user, name) =
            account == .application ? ("database.user", "database.password") : ("database.admin", "database.admin-password")
        guard let password = await secrets[name] else { throw UnknownSecret(name: name) }
        let client = plan.values.text("platform.database-client")
        let login = ClientAccount(
            user: plan.values.text(user), password: password, address: address, port: port, isMySQL: client == "mysql")
        return try await withClientFile(login) { path in try await body([client, "--defaults-file=\(path)"]) }
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

/// A password that nobody has told this server.
struct UnknownSecret: Error {
    let name: String

    /// What can be done about it.
    var remedy: String { "enter it in the wizard, or with 'joget-cluster secret \(name)'" }
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
