import Glibc

/// One command under watch, from its start to its end.
struct SupervisorWatch: ~Copyable {
    private let child: pid_t
    private let grace: Duration
    private var end: CommandEnd?
    /// When to send the next signal, and which; nil once KILL is out.
    private var next: (signal: CInt, at: ContinuousClock.Instant)?
    private var timedOut = false
    private var cap: LogCap?

    /// How often the size of the log is looked at.
    private static let lookInterval = Duration.seconds(1)

    init(_ child: pid_t, timeout: Duration, grace: Duration, cap: consuming LogCap?) {
        self.child = child
        self.grace = grace
        self.cap = cap
        next = (SIGTERM, .now + timeout)
    }

    /// Waits for the end of the program, passes signals on to its process group and keeps its time.
    mutating func run() -> CommandEnd {
        while true {
            if end == nil { reap() }
            cap?.enforce()
            if let end, !mustWaitForGroup { return timedOut ? .timedOut : end }
            handle(nextSignal())
        }
    }

    /// After a timeout the rest of the group has the same grace as the program. Otherwise what a command leaves behind is
    /// its own business, a daemon most likely.
    private var mustWaitForGroup: Bool {
        // A number that names a group is given to nobody else.
        timedOut && next != nil && kill(-child, 0) == 0
    }

    private mutating func reap() {
        var status: CInt = 0
        guard waitpid(child, &status, WNOHANG) == child else { return }
        end = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signaled(status & 0x7F)
    }

    /// The next signal that came, nil where the time is over first.
    private func nextSignal() -> CInt? {
        var signals = Supervisor.signals
        var left = min(next.map { max(.zero, $0.at - .now) } ?? Self.lookInterval, Self.lookInterval)
        // Nobody tells us when the last of a group ends that is not our child.
        if end != nil { left = min(left, .milliseconds(100)) }
        let (seconds, attoseconds) = left.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        let signal = sigtimedwait(&signals, nil, &time)
        return signal > 0 ? signal : nil
    }

    private mutating func handle(_ signal: CInt?) {
        switch signal {
        case nil: keepTime()
        case Supervisor.killSignal?: send(SIGKILL)
        case let signal? where signal == SIGTERM || signal == SIGINT: send(signal)
        // A child that ended is looked at anyway; a lost terminal is none of ours.
        default: break
        }
    }

    private mutating func keepTime() {
        guard let due = next, due.at <= .now else { return }
        timedOut = true
        send(due.signal)
        next = due.signal == SIGTERM ? (SIGKILL, .now + grace) : nil
    }

    private func send(_ signal: CInt) {
        // Once the program is reaped, only a timeout's own KILL goes to what is left of its group.
        guard end == nil || timedOut else { return }
        kill(-child, signal)
        // A stopped process takes nothing but KILL.
        if signal != SIGKILL { kill(-child, SIGCONT) }
    }
}
