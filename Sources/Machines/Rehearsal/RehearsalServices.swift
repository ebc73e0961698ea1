/// Service units, read from their files as systemd does.
extension RehearsalServer {
    private static let unitFolders = ["/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system"]
    private static let wants = "/etc/systemd/system/multi-user.target.wants"

    /// A unit's own name and text; nil where there is no such unit. Other names for it are symbolic links.
    func unit(_ name: String) -> (name: String, text: String)? {
        let full = name.contains(".") ? name : name + ".service"
        for folder in Self.unitFolders {
            // What cannot be resolved is no unit.
            guard let real = try? files.resolved("\(folder)/\(full)", followingLast: true), exists(real) else { continue }
            return (real.split(separator: "/").last.map(String.init) ?? full, files.text(of: real))
        }
        return nil
    }

    /// The state of a unit by any of its names.
    func serviceStatus(_ name: String) -> ServiceStatus {
        guard let unit = unit(name) else {
            return ServiceStatus(exists: false, isRunning: false, isEnabled: false, detail: "not-found")
        }
        let isRunning = running.contains(unit.name)
        let isOneshot = setting("Type", in: unit.text) == "oneshot"
        let detail =
            failed.contains(unit.name)
            ? "failed (Result: exit-code)"
            : isRunning ? (isOneshot ? "active (exited)" : "active (running)") : "inactive (dead)"
        return ServiceStatus(
            exists: true, isRunning: isRunning, isEnabled: isEnabled(unit.name) || !canBeEnabled(unit.text), detail: detail)
    }

    /// Units that start with the server.
    func enabledUnits() -> [String] {
        // No directory, no units.
        (try? files.names(in: Self.wants)) ?? []
    }

    private func isEnabled(_ unit: String) -> Bool { enabledUnits().contains(unit) }

    private func canBeEnabled(_ text: String) -> Bool { text.contains("[Install]") }

    /// The value of a unit's setting.
    private func setting(_ key: String, in text: String) -> String? {
        text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
    }

    mutating func systemctl(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--now", "--quiet", "-q"])
        guard let verb = arguments.operands.first else { throw unknown(command) }
        let names = Array(arguments.operands.dropFirst())
        if verb == "daemon-reload", names.isEmpty { return RehearsalReply() }
        guard !names.isEmpty else { throw unknown(command) }
        var reply = RehearsalReply()
        for name in names {
            switch verb {
            case "start", "restart", "reload": reply.add(control(verb, name))
            case "stop": reply.add(stopByName(name))
            case "enable": reply.add(switchOn(name, now: arguments.has("--now")))
            case "disable": reply.add(switchOff(name, now: arguments.has("--now")))
            case "is-active": reply.add(isActive(name))
            case "is-enabled": reply.add(isEnabledReply(name))
            default: throw unknown(command)
            }
        }
        return reply
    }

    // MARK: - Verbs

    private mutating func control(_ verb: String, _ name: String) -> RehearsalReply {
        let full = name.contains(".") ? name : name + ".service"
        guard let unit = unit(name) else {
            return RehearsalReply(status: 5, "Failed to \(verb) \(full): Unit \(full) not found.")
        }
        switch verb {
        case "start":
            return running.contains(unit.name) ? RehearsalReply() : start(unit.name)
        case "restart":
            stop(unit.name)
            return start(unit.name)
        default:
            guard running.contains(unit.name) else { return RehearsalReply(status: 1, "\(full) is not active, cannot reload.") }
            guard setting("ExecReload", in: unit.text) != nil else {
                return RehearsalReply(
                    status: 1, "Failed to reload \(full): Job type reload is not applicable for unit \(full).")
            }
            if unit.name == "nfs-server.service" { _ = exportAll() }
            return RehearsalReply()
        }
    }

    private mutating func stopByName(_ name: String) -> RehearsalReply {
        let full = name.contains(".") ? name : name + ".service"
        guard let unit = unit(name) else { return RehearsalReply(status: 5, "Failed to stop \(full): Unit \(full) not loaded.") }
        stop(unit.name)
        return RehearsalReply()
    }

    private mutating func switchOn(_ name: String, now: Bool) -> RehearsalReply {
        let full = name.contains(".") ? name : name + ".service"
        guard let unit = unit(name) else {
            return RehearsalReply(status: 1, "Failed to enable unit: Unit file \(full) does not exist.")
        }
        var reply = RehearsalReply()
        if canBeEnabled(unit.text) {
            reply.say(enable(unit.name))
        } else {
            reply.say("The unit files have no installation config (WantedBy=, RequiredBy=, Also=,")
            reply.say("Alias= settings in the [Install] section, and DefaultInstance= for template units).")
        }
        if now { reply.add(control("start", unit.name)) }
        return reply
    }

    private mutating func switchOff(_ name: String, now: Bool) -> RehearsalReply {
        let full = name.contains(".") ? name : name + ".service"
        guard let unit = unit(name) else {
            return RehearsalReply(status: 1, "Failed to disable unit: Unit file \(full) does not exist.")
        }
        var reply = RehearsalReply()
        reply.say(disable(unit.name))
        if now { stop(unit.name) }
        return reply
    }

    private func isActive(_ name: String) -> RehearsalReply {
        let status = serviceStatus(name)
        return RehearsalReply(status: status.isRunning ? 0 : 3, String(status.detail.prefix { $0 != " " }))
    }

    private func isEnabledReply(_ name: String) -> RehearsalReply {
        guard let unit = unit(name) else {
            return RehearsalReply(status: 1, "Failed to get unit file state for \(name): No such file or directory")
        }
        if !canBeEnabled(unit.text) { return RehearsalReply("static") }
        return isEnabled(unit.name) ? RehearsalReply("enabled") : RehearsalReply(status: 1, "disabled")
    }

    // MARK: - Effects

    /// Makes a unit start with the server, and says so if it did not.
    mutating func enable(_ unit: String) -> [String] {
        guard !isEnabled(unit) else { return [] }
        // Units of packages lie in /usr/lib, which Debian 12 still calls /lib; an operator's own lie in /etc.
        let isOwn = exists("/etc/systemd/system/\(unit)")
        let folder = isOwn ? "/etc/systemd/system" : seed.flavour == .ubuntu2404 ? "/usr/lib/systemd/system" : "/lib/systemd/system"
        files.seed("\(Self.wants)/\(unit)", .link("\(folder)/\(unit)"))
        return ["Created symlink \(Self.wants)/\(unit) \u{2192} \(folder)/\(unit)."]
    }

    mutating func disable(_ unit: String) -> [String] {
        // The link is ours to remove whatever state the disk is in.
        guard (try? files.remove("\(Self.wants)/\(unit)")) == true else { return [] }
        return ["Removed \"\(Self.wants)/\(unit)\"."]
    }

    /// Starts a unit by its own name.
    mutating func start(_ name: String) -> RehearsalReply {
        guard let unit = unit(name) else { return RehearsalReply(status: 5, "Failed to start \(name): Unit \(name) not found.") }
        if let path = setting("RequiresMountsFor", in: unit.text), !mountWhatHolds(path) {
            return RehearsalReply(
                status: 1, "A dependency job for \(unit.name) failed. See 'journalctl -xe' for details.")
        }
        guard canStart(unit.name, unit.text) else {
            failed.insert(unit.name)
            return RehearsalReply(
                status: 1, "Job for \(unit.name) failed because the control process exited with error code.",
                "See \"systemctl status \(unit.name)\" and \"journalctl -xeu \(unit.name)\" for details.")
        }
        failed.remove(unit.name)
        running.insert(unit.name)
        if unit.name == "nfs-server.service" { _ = exportAll() }
        return RehearsalReply()
    }

    mutating func stop(_ name: String) {
        running.remove(name)
        failed.remove(name)
        if name == "nfs-server.service" { exports = [] }
    }

    /// A unit starts if its program and its user are there, nothing refuses, and its port is free.
    private mutating func canStart(_ name: String, _ text: String) -> Bool {
        let isRefused = faults.contains { fault in
            if case .serviceRefusesToStart(let refused) = fault { unit(refused)?.name == name } else { false }
        }
        guard !isRefused else { return false }
        let program = setting("ExecStart", in: text)?.split(separator: " ").first.map { String($0.drop { "-@:+!".contains($0) }) }
        guard let program, exists(program) else { return false }
        if let user = setting("User", in: text), account(.users, user) == nil { return false }
        if name == "mariadb.service" || name == "mysql.service" {
            guard let settings = databaseSettings().settings,
                isOwn(settings.bindAddress) || ["0.0.0.0", "::", "*"].contains(settings.bindAddress)
            else { return false }
            database?.settings = settings
        }
        let taken = Set(listeners.map(\.port))
        return ports(of: name).allSatisfy { !taken.contains($0.port) }
    }
}
