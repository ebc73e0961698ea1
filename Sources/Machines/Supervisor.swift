import CMachine
import Glibc
import SystemPackage

/// The small program around every launched command. It has its own session and no terminal, so it and the command outlive
/// the wizard; it writes down how the command ended.
public enum Supervisor {
    /// The hidden sub-command under which our program becomes a supervisor.
    public static let name = "supervise"

    /// The descriptor through which a supervisor hears that it may begin.
    static let gate: CInt = 3

    /// What makes a supervisor kill its command: KILL itself would only reach the supervisor.
    static let killSignal = SIGUSR1

    /// The signals that a supervisor takes one by one instead of being interrupted by them.
    static var signals: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGCHLD, SIGTERM, SIGINT, killSignal, SIGHUP, SIGQUIT, SIGUSR2, SIGPIPE, SIGTTOU, SIGTSTP] {
            sigaddset(&signals, signal)
        }
        return signals
    }

    /// Runs the command of `--log FILE --status FILE --timeout SECONDS [--grace SECONDS] [--cap BYTES] [--gate] -- PROGRAM ARGUMENT…`
    /// to its end.
    ///
    /// Blocks, and wants to be the only thread: to be called before anything else happens. Returns this process's exit code.
    public static func run(_ arguments: [String]) -> Int32 {
        guard let options = SupervisorOptions(arguments) else { return EX_USAGE }
        settle()
        if options.hasGate, !isLetThrough() { return EXIT_FAILURE }
        do throws(Errno) {
            let record = try SupervisorRecord(options.status)
            try record.write(supervise(options))
            return EXIT_SUCCESS
        } catch {
            // Nobody is left to be told. Whoever waits finds no record.
            return EXIT_FAILURE
        }
    }

    /// Waits for the word that the command is on record. Whoever died before giving it never began the command.
    private static func isLetThrough() -> Bool {
        var word: UInt8 = 0
        // An error is no word either.
        let count = (try? Errno.check { read(gate, &word, 1) }) ?? 0
        close(gate)
        return count == 1
    }

    /// Cuts what ties a process to whoever started it.
    private static func settle() {
        var blocked = signals
        sigprocmask(SIG_BLOCK, &blocked, nil)
        CoreDumps.forbid()
        umask(0o022)
        // No file system is kept busy.
        chdir("/")
    }

    private static func supervise(_ options: SupervisorOptions) -> CommandEnd {
        do throws(Errno) {
            let log = try OpenFile(options.log, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, mode: 0o600)
            do throws(Errno) {
                // Without it the command runs all the same. Before its first word, so that nothing of it counts as there before.
                let cap = try? LogCap(options.log, cap: options.cap)
                let child = try spawn(options.command, log: log.descriptor)
                // The input may be secret, and the command has it now.
                try OpenFile("/dev/null", O_RDONLY).replace(0)
                var watch = SupervisorWatch(child, timeout: options.timeout, grace: options.grace, cap: cap)
                return watch.run()
            } catch {
                let line = "\(options.command[0]): \(error.description)\n"
                // The end is recorded even where the line cannot be.
                try? log.writeAll(Array(line.utf8))
                return .exited(error == .noSuchFileOrDirectory ? 127 : 126)
            }
        } catch {
            return .exited(126)
        }
    }

    /// Starts the program in a process group of its own, with fresh signals and its output in the log.
    private static func spawn(_ command: [String], log: CInt) throws(Errno) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, log, 1)
        posix_spawn_file_actions_adddup2(&actions, log, 2)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var pid: pid_t = 0
        let result = command.withCStrings { posix_spawnp(&pid, command[0], &actions, &attributes, $0, environ) }
        if result != 0 { throw Errno(rawValue: result) }
        return pid
    }
}
