/// `systemd-run` for commands that are to run later, unless somebody takes their timer away.
extension RehearsalServer {
    /// Where the service manager keeps the units that it was given by command.
    static let transientUnits = "/run/systemd/transient"

    mutating func runLater(_ command: Command) throws(MachineError) -> RehearsalReply {
        var rest = command.arguments.dropFirst()
        var values: [String: String] = [:]
        var isQuiet = false
        while let word = rest.first, word.hasPrefix("-") {
            rest = rest.dropFirst()
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            switch parts[0] {
            case "--quiet": isQuiet = true
            case "--unit", "--on-active":
                guard parts.count == 2 else { throw unknown(command) }
                values[parts[0]] = parts[1]
            default: throw unknown(command)
            }
        }
        guard let name = values["--unit"], !name.contains("."), let delay = values["--on-active"].flatMap({ UInt($0) }), !rest.isEmpty
        else { throw unknown(command) }
        var later = command
        later.arguments = Array(rest)
        guard try hasProgram(of: later) else {
            return RehearsalReply(status: 1, "Failed to find executable \(later.arguments[0]): No such file or directory")
        }
        if let taken = ["\(name).timer", "\(name).service"].first(where: { unit($0) != nil }) {
            return RehearsalReply(
                status: 1, "Failed to start transient timer unit: Unit \(taken) was already loaded or has a fragment file.")
        }
        add(name, delay, later)
        return isQuiet
            ? RehearsalReply() : RehearsalReply("Running timer as unit: \(name).timer", "Will run service as unit: \(name).service")
    }

    private mutating func add(_ name: String, _ delay: UInt, _ command: Command) {
        timers[name] = command
        let description = "[Unit]\nDescription=\(command.line)\n"
        files.seed("\(Self.transientUnits)/\(name).timer", .file("\(description)[Timer]\nOnActiveSec=\(delay)s\nRemainAfterElapse=no\n"))
        files.seed("\(Self.transientUnits)/\(name).service", .file("\(description)[Service]\nExecStart=\(command.line)\n"))
        running.insert("\(name).timer")
    }

    /// A timer that was stopped, or has run its command, leaves nothing.
    mutating func forgetTimer(_ name: String) {
        guard timers.removeValue(forKey: name) != nil else { return }
        running.remove("\(name).timer")
        for ending in ["timer", "service"] { files.trees[RehearsalFiles.local]?["\(Self.transientUnits)/\(name).\(ending)"] = nil }
    }

    /// Runs what the timers are there for.
    mutating func letTimersFire() throws(MachineError) {
        for (name, command) in timers.sorted(by: { $0.key < $1.key }) {
            forgetTimer(name)
            _ = try perform(command)
        }
    }
}
