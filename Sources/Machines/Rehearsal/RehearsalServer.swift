/// A server in memory: what a rehearsal machine changes, and what it answers from.
///
/// It is a value, so that a command can be tried on a copy before it counts.
struct RehearsalServer: Sendable {
    let seed: RehearsalSeed
    var files = RehearsalFiles()
    /// Installed packages.
    var packages: [String: InstalledPackage] = [:]
    /// Packages that were unpacked when `apt-get` was killed.
    var unconfigured: [String] = []
    /// Units that run, by their own names.
    var running: Set<String> = []
    /// Units that failed to start.
    var failed: Set<String> = []
    /// What the NFS server exports now.
    var exports: [RehearsalExport] = []
    /// The database server on this machine, from its installation on.
    var database: RehearsalDatabase?
    /// The database servers of others, by address and port.
    var remoteDatabases: [String: RehearsalDatabase] = [:]
    var faults: [RehearsalFault] = []
    /// Units as the service manager has read them.
    var loadedUnits: [String: RehearsalUnit] = [:]
    /// Process numbers of the units that run.
    var processes: [String: Int] = [:]
    var lastProcess = 700
    /// Tomcats that run, by their units.
    var tomcats: [String: RehearsalTomcat] = [:]
    /// Web servers that run, by their units.
    var webServers: [String: RehearsalWebServer] = [:]
    /// The nodes that have a copy of each web session.
    var sessions: [String: Set<String>] = [:]
    /// How many web sessions were begun.
    var births = 0
    /// How often a balancer had to choose a member.
    var turns = 0
    /// The files that commands have locked which run now.
    var locks: Set<String> = []
    /// What timers run when their time has come, by the names of their units without an ending.
    var timers: [String: Command] = [:]
    /// Routes that somebody has added.
    var routes: [RehearsalRoute] = []
    /// The time in logs, in milliseconds since 1970.
    var logClock = 1_750_000_000_000
    /// How often the server was started.
    var boots = 1

    struct InstalledPackage: Hashable {
        var version: String
        /// Installed because another one needs it.
        var isAutomatic: Bool
    }

    /// Where programs are looked up.
    static let path = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

    /// Whether the command's program is installed.
    func hasProgram(of command: Command) throws(MachineError) -> Bool {
        let program = try program(of: command)
        let first = command.arguments[0]
        if program == "java", javaVersion(first.hasPrefix("/") ? first : "/usr/bin/java") == nil { return false }
        return first.hasPrefix("/") ? exists(first) : Self.path.contains { exists("\($0)/\(program)") }
    }

    private func program(of command: Command) throws(MachineError) -> String {
        let program = command.arguments[0].split(separator: "/").last.map(String.init) ?? ""
        guard Self.known.contains(program) else { throw unknown(command) }
        return program
    }

    /// Runs a command to its end and keeps what it changed.
    mutating func perform(_ command: Command) throws(MachineError) -> RehearsalReply {
        let program = try program(of: command)
        guard try hasProgram(of: command) else {
            return RehearsalReply(status: 127, "\(command.arguments[0]): No such file or directory")
        }
        switch program {
        case "apt-get": return try aptGet(command)
        case "dpkg": return try dpkg(command)
        case "systemctl": return try systemctl(command)
        case "timedatectl": return try timedatectl(command)
        case "exportfs", "showmount", "mount", "umount", "findmnt": return try shareCommand(program, command)
        case "groupadd", "groupdel", "useradd", "userdel", "getent": return try accountCommand(program, command)
        case "mariadbd", "mysqld": return try databaseServer(command)
        case "mariadb", "mysql": return try databaseClient(command)
        case "runuser", "setpriv": return try asOther(program, command)
        case "tar", "gzip", "unzip", "sha256sum", "cmp": return try archiveCommand(program, command)
        case "cp", "mv", "ln", "rm", "chown", "chmod": return try treeCommand(program, command)
        case "ip": return try ip(command)
        case "ps": return try processList(command)
        case "java": return try java(command)
        case "sh": return try shell(command)
        case "true", "false": return RehearsalReply(status: program == "true" ? 0 : 1)
        case "flock": return try lockFile(command)
        case "systemd-run": return try runLater(command)
        case "journalctl": return try journalctl(command)
        case "apache2ctl", "apachectl", "a2enmod", "a2dismod", "a2ensite", "a2dissite": return try apacheCommand(program, command)
        case "nginx": return try nginxCommand(command)
        case "haproxy": return try haproxyCommand(command)
        default: return try fileCommand(program, command)
        }
    }

    /// What `perform` tells apart.
    private static let known: Set<String> = [
        "apt-get", "dpkg", "systemctl", "timedatectl", "exportfs", "showmount", "mount", "umount", "findmnt", "groupadd", "groupdel",
        "useradd", "userdel", "getent", "mariadbd", "mysqld", "mariadb", "mysql", "runuser", "setpriv", "tee", "cat", "rm", "dd", "mkdir",
        "chown", "chmod", "unzip", "tar", "gzip", "sha256sum", "cmp", "cp", "mv", "ln", "readlink", "mountpoint", "test", "grep", "ip",
        "ps", "java", "flock", "true", "false", "systemd-run", "journalctl",
        "sh", "apache2ctl", "apachectl", "a2enmod", "a2dismod", "a2ensite", "a2dissite", "nginx", "haproxy",
    ]

    /// The error for what is not modelled: loud, so that a test cannot pass by it.
    func unknown(_ command: Command) -> MachineError {
        MachineError(what: "the rehearsal machine does not know this command", subject: command.line)
    }

    /// The command taken apart, or the error for an option that is not modelled.
    func arguments(
        _ command: Command, flags: Set<String>, values: Set<String> = []
    ) throws(MachineError) -> RehearsalArguments {
        guard let arguments = RehearsalArguments(command.arguments.dropFirst(), flags: flags, values: values) else {
            throw unknown(command)
        }
        return arguments
    }

    /// `sh -c SCRIPT`.
    mutating func shell(_ command: Command) throws(MachineError) -> RehearsalReply {
        guard command.arguments.count >= 3, command.arguments[1] == "-c" else { throw unknown(command) }
        let arguments = command.arguments.count > 3 ? Array(command.arguments[3...]) : ["sh"]
        let state = try runShell(command.arguments[2], arguments: arguments, environment: command.environment)
        var reply = RehearsalReply(status: state.status)
        reply.output = state.output + state.errors
        return reply
    }

    func exists(_ path: String) -> Bool { look(at: path) != nil }

    /// What stands at a path; nil where there is nothing, or no way there.
    func look(at path: String, followingLinks: Bool = true) -> FileNode? {
        // A path through something that is no directory leads nowhere.
        (try? files.node(path, followingLinks: followingLinks)) ?? nil
    }

    /// The names in a directory; none where there is none.
    func names(in path: String) -> [String] {
        // What cannot be listed has no names.
        (try? files.names(in: path)) ?? []
    }

    func has(_ fault: RehearsalFault) -> Bool { faults.contains(fault) }

    /// What standard input holds.
    func input(of command: Command) -> [UInt8] {
        if case .bytes(let bytes) = command.input { bytes } else { [] }
    }

    /// The server started again: mounts of fstab and enabled services come back, nothing else does.
    mutating func restart() {
        boots += 1
        files.detachAll()
        (running, failed, exports, routes) = ([], [], [], [])
        (processes, tomcats, webServers, sessions) = ([:], [:], [:], [:])
        for name in timers.keys { forgetTimer(name) }
        attachShares()
        reloadUnits()
        mountAll()
        for unit in bootOrder() {
            // A unit whose script is not understood does not start.
            do { _ = try start(unit) } catch { failed.insert(unit) }
        }
    }
}
