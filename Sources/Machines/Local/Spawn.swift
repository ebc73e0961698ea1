import CMachine
import Glibc
import SystemPackage

/// Starts a supervisor: in a session of its own, with nothing of ours open but its standard input and its gate.
struct Spawn {
    /// What becomes standard input.
    let input: CInt
    /// What becomes `Supervisor.gate`; nil for a process that waits at none.
    var gate: CInt?

    func start(_ program: String, _ arguments: [String], _ environment: [String]) throws(Errno) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // First, because the other files are opened under numbers that it may have now.
        if let gate { posix_spawn_file_actions_adddup2(&actions, gate, Supervisor.gate) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        machine_spawn_close_from(&actions, gate == nil ? Supervisor.gate : Supervisor.gate + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Blocked from its first moment: a signal that comes before the supervisor listens waits for it.
        var blocked = Supervisor.signals
        posix_spawnattr_setsigmask(&attributes, &blocked)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, machine_spawn_own_session() | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

        var pid: pid_t = 0
        let result = arguments.withCStrings { arguments in
            environment.withCStrings { posix_spawn(&pid, program, &actions, &attributes, arguments, $0) }
        }
        if result != 0 { throw Errno(rawValue: result) }
        return pid
    }
}
