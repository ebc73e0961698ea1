/// Something done once after a step that changed something.
public enum Handler: Sendable, Hashable {
    case restart(String)
    case reload(String)
    /// Restarts what runs; what does not run is not started by it.
    case tryRestart(String)
    case daemonReload

    /// The command that does it.
    public var command: [String] {
        switch self {
        case .restart(let name): ["systemctl", "restart", name]
        case .reload(let name): ["systemctl", "reload", name]
        case .tryRestart(let name): ["systemctl", "try-restart", name]
        case .daemonReload: ["systemctl", "daemon-reload"]
        }
    }

    func filled(_ fill: (String) -> String) -> Handler {
        switch self {
        case .restart(let name): .restart(fill(name))
        case .reload(let name): .reload(fill(name))
        case .tryRestart(let name): .tryRestart(fill(name))
        case .daemonReload: .daemonReload
        }
    }
}

/// How a step is taken back.
public enum Undo: Sendable, Hashable {
    /// The action knows.
    case automatic
    /// By this command.
    case command([String])
    /// By this template of statements, only while all checks hold.
    case sql(String, only: [Check])
    /// Not at all, for this reason.
    case none(String)

    func filled(_ fill: (String) -> String) -> Undo {
        switch self {
        case .automatic: .automatic
        case .command(let words): .command(words.map(fill))
        case .sql(let template, let checks): .sql(template, only: checks.map { $0.filled(fill) })
        case .none(let reason): .none(fill(reason))
        }
    }
}
