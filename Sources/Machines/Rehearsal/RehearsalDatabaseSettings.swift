/// What a database server runs with.
struct RehearsalDatabaseSettings: Hashable {
    var bindAddress = "127.0.0.1"
    var port = 3306
    var maxConnections = 151
    var characterSet = "utf8mb4"
    var collation = "utf8mb4_general_ci"
    /// Every other setting that the files give, by its name with underscores.
    var others: [String: String] = [:]

    /// A system variable's value as a client sees it; nil for one that is not modelled.
    func value(of name: String) -> String? {
        switch name {
        case "bind_address": bindAddress
        case "port": String(port)
        case "max_connections": String(maxConnections)
        case "character_set_server": characterSet
        case "collation_server": collation
        case "lower_case_table_names": others[name] ?? "0"
        case "max_allowed_packet": others[name] ?? "16777216"
        default: others[name]
        }
    }

    /// Takes a line of a file; false for a setting that no server knows.
    mutating func take(_ name: String, _ value: String) -> Bool {
        switch name {
        case "bind_address": bindAddress = value
        case "port": port = Int(value) ?? port
        case "max_connections": maxConnections = Int(value) ?? maxConnections
        case "character_set_server": characterSet = value
        case "collation_server": collation = value
        default:
            guard name.hasPrefix("loose_") || Self.known.contains(name) || name.hasPrefix("innodb_") else { return false }
            others[name] = value
        }
        return true
    }

    private static let known: Set<String> = [
        "basedir", "binlog_format", "character_set_client_handshake", "datadir", "default_authentication_plugin", "expire_logs_days",
        "general_log", "init_connect", "key_buffer_size", "lc_messages_dir", "log_bin", "log_error", "lower_case_table_names",
        "max_allowed_packet", "max_binlog_size", "max_connect_errors", "myisam_recover_options", "mysqlx_bind_address", "pid_file",
        "query_cache_size", "require_secure_transport", "server_id", "skip_name_resolve", "slow_query_log", "socket", "sql_mode",
        "table_open_cache", "thread_cache_size", "tmpdir", "transaction_isolation", "user", "wait_timeout",
    ]
}

/// The option files of MariaDB and MySQL.
extension RehearsalServer {
    /// One `name = value` of an option file.
    struct Option {
        var section: String
        var name: String
        var value: String
        /// The name as it is written.
        var rawName = ""
    }

    /// The settings that the server's files add up to, or the setting that stops it.
    func databaseSettings(from paths: [String] = ["/etc/mysql/my.cnf"]) -> (settings: RehearsalDatabaseSettings?, complaint: String?) {
        var settings = RehearsalDatabaseSettings()
        if let database {
            let own = RehearsalDatabase(flavour: database.flavour, hostName: database.hostName, release: seed.flavour)
            settings.collation = own.settings.collation
        }
        let sections: Set<String> =
            database?.flavour == .mySQL
            ? ["mysqld", "server", "mysqld-8.0"]
            : ["mysqld", "server", "mariadb", "mariadbd", "client-server", "mariadb-11.8", "mariadb-10.11", "mariadb-10.6"]
        for option in paths.flatMap({ options(in: $0) }) where sections.contains(option.section) {
            guard settings.take(option.name, option.value) else {
                return (nil, "unknown variable '\(option.name.replacing("_", with: "-"))=\(option.value)'")
            }
        }
        return (settings, nil)
    }

    /// The options of a file, and of the directories that it includes.
    func options(in path: String) -> [Option] {
        var found: [Option] = []
        var section = ""
        for line in files.text(of: path).split(whereSeparator: \.isNewline) {
            let text = Self.trimmed(line)
            if text.hasPrefix("!includedir") {
                let folder = Self.trimmed(text.dropFirst("!includedir".count))
                // A directory that is missing includes nothing.
                let names = (try? files.names(in: folder)) ?? []
                for name in names where name.hasSuffix(".cnf") { found += options(in: folder + (folder.hasSuffix("/") ? "" : "/") + name) }
            } else if text.hasPrefix("[") {
                section = String(text.dropFirst().prefix { $0 != "]" })
            } else if !text.isEmpty, !text.hasPrefix("#"), !text.hasPrefix(";") {
                let parts = text.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
                let value = parts.count > 1 ? Self.unquoted(parts[1]) : ""
                found.append(Option(section: section, name: parts[0].replacing("-", with: "_"), value: value, rawName: parts[0]))
            }
        }
        return found
    }

    /// Without the blanks around it.
    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// A value without its quotes or the comment behind it, its escapes resolved.
    private static func unquoted(_ value: String) -> String {
        guard let quote = value.first, quote == "\"" || quote == "'", value.count > 1, value.last == quote else {
            return trimmed(value.split(separator: " #", maxSplits: 1).first ?? "")
        }
        var result = ""
        var isEscaped = false
        for character in value.dropFirst().dropLast() {
            if isEscaped || character != "\\" { result.append(character) }
            isEscaped = !isEscaped && character == "\\"
        }
        return result
    }

    /// `mariadbd --help --verbose` and `mysqld --validate-config`.
    func databaseServer(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(
            command, flags: ["--help", "--verbose", "--validate-config"], values: ["--defaults-file", "--defaults-extra-file", "--user"])
        var paths = ["/etc/mysql/my.cnf"]
        if let only = arguments.value("--defaults-file") { paths = [only] }
        if let extra = arguments.value("--defaults-extra-file") { paths.append(extra) }
        if let missing = paths.first(where: { !exists($0) }), paths.count > 1 || arguments.value("--defaults-file") != nil {
            return RehearsalReply(
                status: 1, "Could not open required defaults file: \(missing)", "Fatal error in defaults handling. Program aborted")
        }
        let isMySQL = arguments.has("--validate-config")
        guard isMySQL || arguments.has("--help") && arguments.has("--verbose") else { throw unknown(command) }
        let (settings, complaint) = databaseSettings(from: paths)
        guard let settings else {
            let what = complaint ?? ""
            return isMySQL
                ? RehearsalReply(
                    status: 1, "2025-06-15T12:00:00.000000Z 0 [ERROR] [MY-000067] [Server] \(what).",
                    "2025-06-15T12:00:00.000000Z 0 [ERROR] [MY-010119] [Server] Aborting")
                : RehearsalReply(status: 7, "2025-06-15 12:00:00 0 [ERROR] /usr/sbin/mariadbd: \(what)")
        }
        guard !isMySQL else { return RehearsalReply() }
        var reply = RehearsalReply("mariadbd  Ver \(packages["mariadb-server-core"]?.version ?? "") for debian-linux-gnu on x86_64", "")
        reply.say(["Variables (--variable-name=value)", "and boolean options {FALSE|TRUE}", "----------"])
        for name in ["bind_address", "character_set_server", "collation_server", "max_connections", "port"] {
            let column = name.replacing("_", with: "-")
            reply.say(column + String(repeating: " ", count: 61 - column.utf8.count) + (settings.value(of: name) ?? ""))
        }
        return reply
    }
}
