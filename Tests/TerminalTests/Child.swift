import Foundation

/// A process that a test started: the built program, begun the way a shell or a login begins it.
struct Child: Sendable {
    /// How a process ended.
    enum End: Sendable, Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// The program under test, which the package manager puts beside the tests.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(
        path: "joget-cluster"
    ).path

    /// A crash that a test brings about leaves no core file.
    private static let hasNoCores: Bool = {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        limit.rlim_cur = 0
        return setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0
    }()

    let id: pid_t

    /// Starts a program. `files` become its descriptors 0, 1 and 2; with `ownsSession` a terminal among them becomes its own.
    init(_ words: [String], environment: [String: String], files: [(path: String, flags: Int32)], ownsSession: Bool) throws {
        precondition(Child.hasNoCores, "a limit can always be lowered")
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID, which the header shows to GNU sources only.
        posix_spawnattr_setflags(&attributes, (ownsSession ? 0x80 : 0) | Int16(POSIX_SPAWN_SETSIGDEF))
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, file) in files.enumerated() {
            posix_spawn_file_actions_addopen(&actions, Int32(number), file.path, file.flags, 0o600)
        }
        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var id = pid_t()
        let status = posix_spawn(&id, words[0], &actions, &attributes, arguments, variables)
        guard status == 0 else { throw CocoaError(.executableLoad, userInfo: [NSFilePathErrorKey: words[0], "errno": status]) }
        self.id = id
    }

    func send(_ signal: Int32) { kill(id, signal) }

    /// Waits on a thread of its own, so that no test keeps another from running.
    func whenEnded(_ body: @escaping @Sendable (End) -> Void) {
        let id = id
        Thread.detachNewThread {
            var status: Int32 = 0
            while waitpid(id, &status, 0) < 0 && errno == EINTR {}
            let signal = status & 0x7F
            body(signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal))
        }
    }
}

/// Lets few programs run at a time: on a small machine a crowd of them would only keep each other waiting.
actor Turnstile {
    static let shared = Turnstile(places: 4)

    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { self.places = places }

    func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }
}
