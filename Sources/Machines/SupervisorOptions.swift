/// The supervisor's own command line.
struct SupervisorOptions: Equatable {
    /// The file that takes the command's output.
    var log: String
    /// The file that takes its end.
    var status: String
    /// How long the command may run.
    var timeout: Duration
    /// How long it has between TERM and KILL.
    var grace: Duration
    /// Whether it starts only when a byte comes through `Supervisor.gate`.
    var hasGate = false
    /// How large the log may become, in bytes; nil leaves that to the supervisor.
    var cap: Int? = nil
    /// The program and its arguments.
    var command: [String]

    /// As they are written; reading them gives the same options.
    var arguments: [String] {
        [
            "--log", log, "--status", status, "--timeout", Self.seconds(timeout), "--grace", Self.seconds(grace),
        ] + (cap.map { ["--cap", "\($0)"] } ?? []) + (hasGate ? ["--gate"] : []) + ["--"] + command
    }

    init(
        log: String, status: String, timeout: Duration, grace: Duration, hasGate: Bool = false, cap: Int? = nil, command: [String]
    ) {
        self.log = log
        self.status = status
        self.timeout = timeout
        self.grace = grace
        self.hasGate = hasGate
        self.cap = cap
        self.command = command
    }

    /// Reads a command line; nil where it is none of a supervisor.
    init?(_ arguments: [String]) {
        var values: [String: String] = [:]
        var rest = arguments[...]
        var hasGate = false
        while let name = rest.popFirst(), name != "--" {
            if name == "--gate" {
                hasGate = true
                continue
            }
            guard ["--log", "--status", "--timeout", "--grace", "--cap"].contains(name), let value = rest.popFirst() else { return nil }
            values[name] = value
        }
        guard let log = values["--log"], let status = values["--status"], log.hasPrefix("/"), status.hasPrefix("/"),
            let timeout = values["--timeout"].flatMap(Self.duration), let grace = Self.duration(values["--grace"] ?? "10"), !rest.isEmpty
        else { return nil }
        let cap = values["--cap"].map { Int($0) ?? 0 }
        guard cap.map({ $0 > 0 }) ?? true else { return nil }
        self.init(log: log, status: status, timeout: timeout, grace: grace, hasGate: hasGate, cap: cap, command: Array(rest))
    }

    /// Thirty years stand for any longer time.
    private static let longest = Duration.seconds(1_000_000_000)

    private static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = min(duration, longest).components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        return milliseconds == 0 ? "\(seconds)" : "\(Double(seconds) + Double(milliseconds) / 1000)"
    }

    private static func duration(_ text: String) -> Duration? {
        guard let seconds = Double(text), seconds >= 0, seconds <= 1e9 else { return nil }
        return .milliseconds(Int64(seconds * 1000))
    }
}
