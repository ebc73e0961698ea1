internal import Dispatch
internal import Glibc

/// The operator's own shell, on the terminal that the wizard has given back.
struct OperatorShell: Sendable {
    /// Program and arguments.
    let words: [String]

    /// Runs it to its end. Returns what is wrong where it cannot be started.
    func run() async -> String? {
        await withCheckedContinuation { continuation in
            // Waiting blocks a thread; it must not be one that the wizard needs.
            DispatchQueue.global().async { continuation.resume(returning: start()) }
        }
    }

    private func start() -> String? {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What the wizard ignores or blocks for itself is not meant for the shell.
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        let problem = posix_spawnp(&process, words[0], nil, &attributes, &arguments, environ)
        guard problem == 0 else { return "'\(words[0])' cannot be started: \(String(cString: strerror(problem)))" }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return nil
    }
}
