/// The service manager's commands.
extension RehearsalServer {
    private static let wants = "/etc/systemd/system/multi-user.target.wants"

    /// The state of a unit by any of its names.
    func serviceStatus(_ name: String) -> ServiceStatus {
        guard let unit = unit(name) else {
            return ServiceStatus(exists: false, isRunning: false, isEnabled: false, detail: "not-found")
        }
        let isRunning = running.contains(unit.name)
        let detail =
            if failed.contains(unit.name) {
                unit.value("Restart").map { $0 != "no" } ?? false ? "activating (auto-restart)" : "failed (Result: exit-code)"
            } else {
                !isRunning
                    ? "inactive (dead)"
                    : unit.name.hasSuffix(".timer")
                        ? "active (waiting)" : unit.type == "oneshot" ? "active (exited)" : "active (running)"
            }
        return ServiceStatus(
            exists: true, isRunning: isRunning, isEnabled: isEnabled(unit.name) || !unit.hasInstallSection, detail: detail)
    }

    /// Units that start with the server.
    func enabledUnits() -> [String] {
        // No directory, no units.
        (try? files.names(in: Self.wants)) ?? []
    }

    private func isEnabled(_ unit: String) -> Bool { enabledUnits().contains(unit) }

    mutating func systemctl(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--now", "--quiet", "-q", "--value"], values: ["--property"])
        guard let verb = arguments.operands.first else { throw unknown(command) }
        let names = Array(arguments.operands.dropFirst())
        if verb == "daemon-reload", names.isEmpty {
            reloadUnits()
            return RehearsalReply()
        }
        guard !names.isEmpty, (verb == "show") == (arguments.value("--property") != nil) else { throw unknown(command) }
        var reply = RehearsalReply()
        for name in names {
            switch verb {
            case "start", "restart", "reload", "try-restart": reply.add(try control(verb, name))
            case "stop": reply.add(try stopByName(name))
            case "enable": reply.add(try switchOn(name, now: arguments.has("--now")))
            case "disable": reply.add(try switchOff(name, now: arguments.has("--now")))
            case "is-active": reply.add(isActive(name))
            case "is-enabled": reply.add(isEnabledReply(name))
            case "show": reply.add(try show(name, arguments, command))
            default: throw unknown(command)
            }
        }
        return reply
    }

    // MARK: - Verbs

    private mutating func control(_ verb: String, _ name: String) throws(MachineError) -> RehearsalReply {
        let full = Self.unitName(name)
        guard let unit = unit(name) else {
            return RehearsalReply(status: 5, "Failed to \(verb) \(full): Unit \(full) not found.")
        }
        var reply = RehearsalReply()
        if needsReload(name) {
            reply.say(
                "Warning: The unit file, source configuration file or drop-ins of \(unit.name) changed on disk. "
                    + "Run 'systemctl daemon-reload' to reload units.")
        }
        switch verb {
        case "start": if !running.contains(unit.name) { reply.add(try start(unit.name)) }
        case "try-restart" where !running.contains(unit.name): break
        case "restart", "try-restart":
            try stop(unit.name)
            reply.add(try start(unit.name))
        default: reply.add(try reload(unit, full))
        }
        return reply
    }

    private mutating func reload(_ unit: RehearsalUnit, _ full: String) throws(MachineError) -> RehearsalReply {
        guard running.contains(unit.name) else { return RehearsalReply(status: 1, "\(full) is not active, cannot reload.") }
        guard unit.value("ExecReload") != nil else {
            return RehearsalReply(status: 1, "Failed to reload \(full): Job type reload is not applicable for unit \(full).")
        }
        if unit.name == "nfs-server.service" { _ = exportAll() }
        if webServers[unit.name] != nil {
            guard try startWebServer(unit, isReload: true) else { return failure(unit) }
        }
        return RehearsalReply()
    }

    private mutating func stopByName(_ name: String) throws(MachineError) -> RehearsalReply {
        let full = Self.unitName(name)
        guard let unit = unit(name) else { return RehearsalReply(status: 5, "Failed to stop \(full): Unit \(full) not loaded.") }
        try stop(unit.name)
        return RehearsalReply()
    }

    private mutating func switchOn(_ name: String, now: Bool) throws(MachineError) -> RehearsalReply {
        let full = Self.unitName(name)
        guard let unit = unitOnDisk(name) else {
            return RehearsalReply(status: 1, "Failed to enable unit: Unit file \(full) does not exist.")
        }
        var reply = RehearsalReply()
        if unit.hasInstallSection {
            reply.say(enable(unit.name))
        } else {
            reply.say("The unit files have no installation config (WantedBy=, RequiredBy=, Also=,")
            reply.say("Alias= settings in the [Install] section, and DefaultInstance= for template units).")
        }
        if now { reply.add(try control("start", unit.name)) }
        return reply
    }

    private mutating func switchOff(_ name: String, now: Bool) throws(MachineError) -> RehearsalReply {
        let full = Self.unitName(name)
        guard let unit = unitOnDisk(name) else {
            return RehearsalReply(status: 1, "Failed to disable unit: Unit file \(full) does not exist.")
        }
        var reply = RehearsalReply()
        reply.say(disable(unit.name))
        if now { try stop(unit.name) }
        return reply
    }

    private func isActive(_ name: String) -> RehearsalReply {
        let status = serviceStatus(name)
        return RehearsalReply(status: status.isRunning ? 0 : 3, String(status.detail.prefix { $0 != " " }))
    }

    private func isEnabledReply(_ name: String) -> RehearsalReply {
        guard let unit = unitOnDisk(name) else {
            return RehearsalReply(status: 1, "Failed to get unit file state for \(name): No such file or directory")
        }
        if !unit.hasInstallSection { return RehearsalReply("static") }
        return isEnabled(unit.name) ? RehearsalReply("enabled") : RehearsalReply(status: 1, "disabled")
    }

    /// `show --property=RequiresMountsFor --value`: with what the unit's own paths imply.
    private func show(_ name: String, _ arguments: RehearsalArguments, _ command: Command) throws(MachineError) -> RehearsalReply {
        guard arguments.value("--property") == "RequiresMountsFor", arguments.has("--value") else { throw unknown(command) }
        let unit = unit(name)
        return RehearsalReply(((unit?.list("WorkingDirectory") ?? []) + (unit?.neededMounts ?? [])).joined(separator: " "))
    }

    // MARK: - Enabling

    /// Makes a unit start with the server, and says so if it did not.
    mutating func enable(_ unit: String) -> [String] {
        defer { reloadUnits() }
        guard !isEnabled(unit) else { return [] }
        // Units of packages lie in /usr/lib, which Debian 12 still calls /lib; an operator's own lie in /etc.
        let isOwn = exists("/etc/systemd/system/\(unit)")
        let isMerged = seed.flavour == .ubuntu2404 || seed.flavour == .debian13
        let folder = isOwn ? "/etc/systemd/system" : isMerged ? "/usr/lib/systemd/system" : "/lib/systemd/system"
        files.seed("\(Self.wants)/\(unit)", .link("\(folder)/\(unit)"))
        // Systemd puts paths in quotes since its version 256.
        let quote = seed.flavour == .debian13 ? "'" : ""
        return ["Created symlink \(quote)\(Self.wants)/\(unit)\(quote) \u{2192} \(quote)\(folder)/\(unit)\(quote)."]
    }

    mutating func disable(_ unit: String) -> [String] {
        // The link is ours to remove whatever state the disk is in.
        guard (try? files.remove("\(Self.wants)/\(unit)")) == true else { return [] }
        reloadUnits()
        return [seed.flavour == .debian13 ? "Removed '\(Self.wants)/\(unit)'." : "Removed \"\(Self.wants)/\(unit)\"."]
    }
}
