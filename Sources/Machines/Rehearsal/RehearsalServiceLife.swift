/// What happens when a unit starts and stops.
extension RehearsalServer {
    /// How a unit's program fared.
    enum Launch {
        /// It runs.
        case lives
        /// It was started and ended soon, which only the unit's state tells.
        case died
        /// It could not be started at all.
        case refused
    }

    /// Starts a unit by its own name.
    mutating func start(_ name: String) throws(MachineError) -> RehearsalReply {
        guard let unit = unit(name) else { return RehearsalReply(status: 5, "Failed to start \(name): Unit \(name) not found.") }
        load(unit)
        guard unit.neededMounts.allSatisfy({ mountWhatHolds($0) }) else {
            return RehearsalReply(
                status: 1, "A dependency job for \(unit.name) failed. See 'journalctl -xe' for details.")
        }
        let isRefused = faults.contains { fault in
            if case .serviceRefusesToStart(let refused) = fault { unitOnDisk(refused)?.name == name } else { false }
        }
        let launch = isRefused ? .refused : try launch(unit)
        if case .lives = launch {
            failed.remove(unit.name)
            running.insert(unit.name)
            lastProcess += 7
            processes[unit.name] = lastProcess
            if unit.name == "nfs-server.service" { _ = exportAll() }
            return RehearsalReply()
        }
        failed.insert(unit.name)
        // Of a simple service systemd says that it has started as soon as it has a process, whatever becomes of that.
        if case .died = launch { return RehearsalReply() }
        return unit.type == "simple" && !isRefused ? RehearsalReply() : failure(unit)
    }

    func failure(_ unit: RehearsalUnit) -> RehearsalReply {
        RehearsalReply(
            status: 1, "Job for \(unit.name) failed because the control process exited with error code.",
            "See \"systemctl status \(unit.name)\" and \"journalctl -xeu \(unit.name)\" for details.")
    }

    mutating func stop(_ name: String) throws(MachineError) {
        guard running.contains(name) || failed.contains(name) else { return }
        let wasRunning = running.contains(name)
        let unit = unit(name)
        running.remove(name)
        failed.remove(name)
        processes[name] = nil
        if name == "nfs-server.service" { exports = [] }
        webServers[name] = nil
        if name.hasSuffix(".timer") { forgetTimer(String(name.dropLast(".timer".utf8.count))) }
        if wasRunning { endTomcat(name) }
        for program in wasRunning ? unit?.programs("ExecStop") ?? [] : [] where Self.isScript(program) {
            _ = try runProgram(program.words, unit?.environment ?? [:])
        }
    }

    // MARK: - Programs

    /// Programs of units that are run as they are written; the others are known by what they do.
    private static func isScript(_ program: RehearsalUnit.Program) -> Bool {
        ["ip", "sh"].contains(RehearsalFiles.name(of: program.words[0]))
    }

    private mutating func launch(_ unit: RehearsalUnit) throws(MachineError) -> Launch {
        guard let environment = environment(of: unit), let program = unit.programs("ExecStart", environment).first,
            exists(program.words[0])
        else { return .refused }
        var actor = FileActor.root
        if let name = unit.value("User") {
            guard let user = account(.users, name) else { return .refused }
            var groups = [unit.value("Group").flatMap { number(.groups, $0) } ?? user.group]
            groups += accounts(.groups).filter { $0.members.contains(user.name) }.map(\.number)
            actor = FileActor(user: user.number, groups: groups)
        }
        if let group = unit.value("Group"), account(.groups, group) == nil { return .refused }
        if let directory = unit.value("WorkingDirectory"), !exists(directory) { return .refused }
        if let file = unit.outputFile, !exists(RehearsalFiles.parent(of: file)) { return .refused }
        guard files.acting(as: actor, { $0.allows(.execute, program.words[0]) }) else { return .refused }
        return try run(unit, program, environment, actor)
    }

    /// The environment of a unit's programs; nil where a file of it is missing.
    func environment(of unit: RehearsalUnit) -> [String: String]? {
        var environment = unit.environment
        for path in unit.environmentFiles where exists(path) {
            for option in options(in: path) { environment[option.rawName] = option.value }
        }
        return environment
    }

    private mutating func run(
        _ unit: RehearsalUnit, _ program: RehearsalUnit.Program, _ environment: [String: String], _ actor: FileActor
    ) throws(MachineError) -> Launch {
        switch RehearsalFiles.name(of: program.words[0]) {
        case "catalina.sh" where program.words.dropFirst() == ["run"]:
            return try startTomcat(unit, script: program.words[0], environment, actor) ? .lives : .died
        case "apache2ctl", "apachectl", "nginx", "haproxy":
            return try startWebServer(unit, isReload: false) ? .lives : .refused
        case _ where Self.isScript(program):
            let reply = try runProgram(program.words, environment)
            return reply.status == 0 || program.mayFail ? .lives : .refused
        case "mariadbd", "mysqld":
            guard let settings = databaseSettings().settings,
                isOwn(settings.bindAddress) || ["0.0.0.0", "::", "*"].contains(settings.bindAddress)
            else { return .refused }
            database?.settings = settings
        default: break
        }
        let taken = Set(listeners.map(\.port))
        return ports(of: unit.name).allSatisfy { !taken.contains($0.port) } ? .lives : .refused
    }

    /// A program with its arguments, by whatever path.
    private mutating func runProgram(_ words: [String], _ environment: [String: String]) throws(MachineError) -> RehearsalReply {
        try perform(Command(words, environment: environment))
    }

    // MARK: - Restart of the server

    /// Enabled units, those first after which others want to come.
    func bootOrder() -> [String] {
        var order: [String] = []
        func add(_ name: String, _ path: [String]) {
            guard !order.contains(name), !path.contains(name) else { return }
            let earlier = enabledUnits().filter { other in
                unitOnDisk(name)?.list("After").contains(other) == true || unitOnDisk(other)?.list("Before").contains(name) == true
            }
            for other in earlier { add(other, path + [name]) }
            order.append(name)
        }
        for name in enabledUnits() { add(name, []) }
        return order
    }
}
