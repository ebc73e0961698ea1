import Glibc
import Synchronization
import SystemPackage

/// Sends what concerns files of file servers to another process, so that this one never waits for a dead one.
final class DistantFiles: Sendable {
    /// How long a file server may take.
    struct Patience: Sendable {
        /// For a look.
        var look = Duration.seconds(20)
        /// For a change, which must be on its disk.
        var change = Duration.seconds(90)
        /// For one that did not answer the last time, before all that is asked of it is refused until it answers.
        var dead = Duration.seconds(2)
    }

    private struct State {
        var idle: Messenger?
        /// By mount point, who waits for those file servers that did not answer.
        var silent: [String: Sentinel] = [:]
    }

    private let executable: String
    private let patience: Patience
    private let isDistant: @Sendable (String) -> Bool
    private let state = Mutex(State())

    init(_ executable: String, _ patience: Patience = Patience(), isDistant: @escaping @Sendable (String) -> Bool = DistantPath.isDistant) {
        self.executable = executable
        self.patience = patience
        self.isDistant = isDistant
    }

    /// What came of an errand, with the bytes beside it; nil where the path lies on this server, so that it is done here.
    func answer(to errand: FileErrand, with bytes: [UInt8] = [], on machine: LocalMachine) async throws(MachineError) -> (
        FileAnswer, [UInt8]
    )? {
        guard let mount = try await mount(of: errand.path, on: machine) else { return nil }
        // A change is given so much time that a dead server is better known before.
        if errand.isChange { try await confirm(mount, for: errand.path) }
        let reply = try await reply(to: errand, with: bytes, at: mount, for: errand.path)
        if case .refused(let what, let subject, let remedy) = reply.0 { throw MachineError(what: what, subject: subject, remedy: remedy) }
        return reply
    }

    /// Refuses a command that names a path of a file server which does not answer: it would hang until its time is up, and then be
    /// left behind in the kernel.
    func confirm(_ command: Command, on machine: LocalMachine) async throws(MachineError) {
        for word in command.arguments.dropFirst() where word.hasPrefix("/") {
            if let mount = try await mount(of: word, on: machine) { try await confirm(mount, for: word) }
        }
    }

    /// Asks for what no kernel answers from memory.
    private func confirm(_ mount: Mount, for path: String) async throws(MachineError) {
        _ = try await reply(to: .freeSpace(mount.target), with: [], at: mount, for: path)
    }

    private func mount(of path: String, on machine: LocalMachine) async throws(MachineError) -> Mount? {
        executable.isEmpty ? nil : DistantPath(try await machine.mounts(), isDistant: isDistant).mount(of: path)
    }

    private func reply(to errand: FileErrand, with bytes: [UInt8], at mount: Mount, for path: String) async throws(MachineError) -> (
        FileAnswer, [UInt8]
    ) {
        if let sentinel = state.withLock({ $0.silent[mount.target] }) {
            guard await sentinel.hasAnswered(by: sentinel.began + patience.dead) else {
                throw refusal("has not answered for \((.now - sentinel.asked).components.seconds) s", mount, path)
            }
            state.withLock { _ = $0.silent.removeValue(forKey: mount.target) }
        }
        let asked = ContinuousClock.now
        let limit = errand.isChange ? patience.change : patience.look
        let messenger = try messenger(for: path)
        guard let answer = await messenger.answer(to: errand, with: bytes, within: limit) else {
            messenger.kill()
            if !Task.isCancelled { try await watch(mount, since: asked, for: path) }
            throw refusal("did not answer within \(limit.components.seconds) s", mount, path)
        }
        state.withLock { $0.idle = messenger }
        return answer
    }

    private func messenger(for path: String) throws(MachineError) -> Messenger {
        if let idle = state.withLock({ $0.idle.take() }) { return idle }
        do throws(Errno) {
            return try Messenger(executable)
        } catch {
            throw MachineError(error, "could not be started to look at \(path)", executable)
        }
    }

    private func watch(_ mount: Mount, since asked: ContinuousClock.Instant, for path: String) async throws(MachineError) {
        let sentinel = Sentinel(try messenger(for: path), at: mount.target, since: asked)
        state.withLock { state in
            if state.silent[mount.target] == nil { state.silent[mount.target] = sentinel }
        }
    }

    private func refusal(_ what: String, _ mount: Mount, _ path: String) -> MachineError {
        MachineError(
            what: "its file server \(what) (\(mount.source) on \(mount.target), \(mount.type))", subject: path,
            remedy: "see whether that server runs and can be reached; until then nothing on \(mount.target) can be done")
    }
}
