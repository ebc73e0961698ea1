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
    /// How often the server was started.
    var boots = 1

    struct InstalledPackage: Hashable {
        var version: String
        /// Installed because another one needs it.
        var isAutomatic: Bool
    }

    /// Where programs are looked up.
    private static let path = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

    /// Whether the command's program is installed.
    func hasProgram(of command: Command) throws(MachineError) -> Bool {
        let program = try program(of: command)
        return Self.path.contains { exists("\($0)/\(program)") }
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
        default: return try fileCommand(program, command)
        }
    }

    /// What `perform` tells apart.
    private static let known: Set<String> = [
        "apt-get", "dpkg", "systemctl", "timedatectl", "exportfs", "showmount", "mount", "umount", "findmnt", "groupadd", "groupdel",
        "useradd", "userdel", "getent", "mariadbd", "mysqld", "mariadb", "mysql", "runuser", "setpriv", "tee", "cat", "rm", "dd", "mkdir",
        "chown", "chmod", "unzip",
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

    func exists(_ path: String) -> Bool {
        // A path through something that is no directory leads nowhere.
        (try? files.node(path, followingLinks: true)) != nil
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
        (running, failed, exports) = ([], [], [])
        mountAll()
        for unit in enabledUnits() { _ = start(unit) }
    }
}
