/// The `mariadb` and `mysql` clients.
extension RehearsalServer {
    /// Where a client wants to go, and as whom.
    private struct Wish {
        var host = "localhost"
        var port = 3306
        var user = "root"
        var password: String?
        var database: String?
        var isTCP = false
    }

    /// A session, and the server that it is with.
    private struct Connection {
        var server: RehearsalDatabase
        /// The address and port of another machine's server.
        var remote: String?
        var session: RehearsalDatabase.Session
    }

    mutating func databaseClient(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(
            command,
            flags: [
                "--batch", "-B", "--skip-column-names", "-N", "--silent", "-s", "--raw", "-r", "--no-auto-rehash", "-A", "--protocol=tcp",
                "--force", "-f",
            ],
            values: [
                "--defaults-extra-file", "--defaults-file", "--host", "--port", "--user", "--database", "--connect-timeout",
                "--default-character-set", "--execute",
            ])
        guard arguments.operands.count <= 1 else { throw unknown(command) }
        var wish = Wish()
        for path in [arguments.value("--defaults-file"), arguments.value("--defaults-extra-file")].compactMap({ $0 }) {
            guard exists(path) else {
                return RehearsalReply(
                    status: 1, "Could not open required defaults file: \(path)", "Fatal error in defaults handling. Program aborted")
            }
            take(options(in: path), into: &wish)
        }
        wish.host = arguments.value("--host") ?? wish.host
        wish.port = arguments.value("--port").flatMap { Int($0) } ?? wish.port
        wish.user = arguments.value("--user") ?? wish.user
        wish.database = arguments.operands.first ?? arguments.value("--database") ?? wish.database
        wish.isTCP = wish.isTCP || arguments.has("--protocol=tcp")
        let source = arguments.value("--execute").map { Array($0.utf8) } ?? input(of: command)
        return try connect(
            wish, source, showsNames: !arguments.has("--skip-column-names", "-N"), goesOn: Self.goesOn(command.arguments))
    }

    /// Whether errors end nothing. Statements on the command line take an earlier `--force` back.
    private static func goesOn(_ words: [String]) -> Bool {
        let force = words.lastIndex { $0 == "--force" || $0 == "-f" }
        let statements = words.firstIndex { $0 == "--execute" || $0.hasPrefix("--execute=") }
        return force.map { force in statements.map { $0 < force } ?? true } ?? false
    }

    private func take(_ options: [Option], into wish: inout Wish) {
        for option in options where ["client", "mysql", "mariadb", "client-mariadb"].contains(option.section) {
            switch option.name {
            case "host": wish.host = option.value
            case "port": wish.port = Int(option.value) ?? wish.port
            case "user": wish.user = option.value
            case "password": wish.password = option.value
            case "database": wish.database = option.value
            case "protocol": wish.isTCP = option.value.lowercased() == "tcp"
            default: break
            }
        }
    }

    private var isMariaDBClient: Bool { packages["mariadb-client-core"] != nil }

    private mutating func connect(_ wish: Wish, _ source: [UInt8], showsNames: Bool, goesOn: Bool) throws(MachineError) -> RehearsalReply {
        var connection: Connection
        do throws(SQLRefusal) {
            connection = try open(wish)
        } catch {
            return RehearsalReply(status: 1, "ERROR \(error.number) (\(error.state)): \(error.text)")
        }
        let reply = try connection.server.run(source, as: &connection.session, showsNames: showsNames, goesOn: goesOn)
        if let remote = connection.remote { remoteDatabases[remote] = connection.server } else { database = connection.server }
        return reply
    }

    /// Finds the server and logs in.
    private func open(_ wish: Wish) throws(SQLRefusal) -> Connection {
        if wish.host == "localhost", !wish.isTCP {
            guard let database, isDatabaseRunning else { throw noSocket }
            return Connection(server: database, remote: nil, session: try logIn(wish, to: database, from: "localhost"))
        }
        guard let address = wish.host == "localhost" ? "127.0.0.1" : resolve(wish.host).first else {
            let product = isMariaDBClient ? "" : "MySQL "
            throw SQLRefusal(2005, "HY000", "Unknown \(product)server host '\(wish.host)' (-2)")
        }
        let reachability = reachability(of: address, port: wish.port)
        guard reachability == .open else { throw unreachable(wish, isRefused: reachability == .refused) }
        if isOwn(address) {
            guard let database, isDatabaseRunning, database.settings.port == wish.port else { throw unreachable(wish, isRefused: true) }
            let client = address.hasPrefix("127.") ? "localhost" : address
            return Connection(server: database, remote: nil, session: try logIn(wish, to: database, from: client))
        }
        let key = "\(address):\(wish.port)"
        guard let server = remoteDatabases[key] else { throw unreachable(wish, isRefused: true) }
        return Connection(server: server, remote: key, session: try logIn(wish, to: server, from: seed.address))
    }

    /// Logs in by TCP as a program does that has a driver of its own.
    func logIn(
        host: String, port: Int, user: String, password: String?, to database: String
    ) throws(SQLRefusal) -> (server: RehearsalDatabase, session: RehearsalDatabase.Session) {
        let connection = try open(Wish(host: host, port: port, user: user, password: password, database: database, isTCP: true))
        return (connection.server, connection.session)
    }

    private var isDatabaseRunning: Bool { !running.isDisjoint(with: ["mariadb.service", "mysql.service"]) }

    private var noSocket: SQLRefusal {
        isMariaDBClient
            ? SQLRefusal(2002, "HY000", "Can't connect to local server through socket '/run/mysqld/mysqld.sock' (2)")
            : SQLRefusal(2002, "HY000", "Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)")
    }

    private func unreachable(_ wish: Wish, isRefused: Bool) -> SQLRefusal {
        isMariaDBClient
            ? SQLRefusal(2002, "HY000", "Can't connect to server on '\(wish.host)' (\(isRefused ? 115 : 110))")
            : SQLRefusal(2003, "HY000", "Can't connect to MySQL server on '\(wish.host):\(wish.port)' (\(isRefused ? 111 : 110))")
    }

    private func logIn(
        _ wish: Wish, to server: RehearsalDatabase, from client: String
    ) throws(SQLRefusal) -> RehearsalDatabase.Session {
        guard server.admits(client) else {
            let text = "Host '\(client)' is not allowed to connect to this \(server.productName) server"
            // MariaDB's client asks for TLS first and does not trust what comes before it.
            throw server.flavour == .mySQL
                ? SQLRefusal(1130, "HY000", text)
                : SQLRefusal(
                    2002, "HY000",
                    "Received error packet before completion of TLS handshake. The authenticity of the following error cannot be verified: "
                        + "1130 - \(text)")
        }
        let using = wish.password.map { $0.isEmpty ? "NO" : "YES" } ?? "NO"
        let denied = SQLRefusal(
            1045, "28000", "Access denied for user '\(wish.user)'@'\(client)' (using password: \(using))")
        guard let account = server.account(user: wish.user, from: client) else { throw denied }
        if let password = account.password {
            guard !has(.databaseRefusesPassword), password.admits(wish.password ?? "") else { throw denied }
        } else {
            guard client == "localhost", files.actor.user == 0, wish.user == "root" else {
                throw SQLRefusal(1698, "28000", "Access denied for user '\(wish.user)'@'\(client)'")
            }
        }
        let session = RehearsalDatabase.Session(user: wish.user, clientHost: client, account: account, database: wish.database)
        if let name = wish.database {
            guard server.enters(session, name) else { throw .accessDenied(session, to: name) }
            guard server.schemas[name] != nil else { throw SQLRefusal(1049, "42000", "Unknown database '\(name)'") }
        }
        return session
    }
}
