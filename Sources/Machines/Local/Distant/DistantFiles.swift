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
        /// For one that did not answer the last time.
        var dead = Duration.seconds(2)
    }

    private struct State {
        var idle: Messenger?
        /// The mount points whose file server did not answer the last time.
        var dead: Set<String> = []
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
        let reply = try await reply(to: errand, with: bytes, on: machine)
        if case .refused(let what, let subject, let remedy)? = reply?.0 { throw MachineError(what: what, subject: subject, remedy: remedy) }
        return reply
    }

    /// Refuses a command that names a path of a file server which does not answer: it would hang until its time is up, and then be
    /// left behind in the kernel.
    func confirm(_ command: Command, on machine: LocalMachine) async throws(MachineError) {
        for word in command.arguments.dropFirst() where word.hasPrefix("/") { _ = try await reply(to: .status(word), on: machine) }
    }

    private func reply(to errand: FileErrand, with bytes: [UInt8] = [], on machine: LocalMachine) async throws(MachineError) -> (
        FileAnswer, [UInt8]
    )? {
        guard !executable.isEmpty, let mount = DistantPath(try await machine.mounts(), isDistant: isDistant).mount(of: errand.path) else {
            return nil
        }
        let messenger: Messenger
        do throws(Errno) {
            if let idle = state.withLock({ $0.idle.take() }) { messenger = idle } else { messenger = try Messenger(executable) }
        } catch {
            throw MachineError(error, "could not be started to look at \(errand.path)", executable)
        }
        let limit = limit(for: errand, at: mount)
        guard let answer = await messenger.answer(to: errand, with: bytes, within: limit) else {
            messenger.kill()
            if !Task.isCancelled { state.withLock { _ = $0.dead.insert(mount.target) } }
            throw MachineError(
                what: "its file server did not answer within \(limit.seconds) s (\(mount.source) on \(mount.target), \(mount.type))",
                subject: errand.path,
                remedy: "see whether that server runs and can be reached; until then nothing on \(mount.target) can be done")
        }
        state.withLock { state in
            state.dead.remove(mount.target)
            state.idle = messenger
        }
        return answer
    }

    private func limit(for errand: FileErrand, at mount: Mount) -> Duration {
        if state.withLock({ $0.dead.contains(mount.target) }) { return patience.dead }
        return switch errand {
        case .status, .read, .list, .freeSpace: patience.look
        case .replace, .makeDirectory, .setAttributes, .remove: patience.change
        }
    }
}

extension Duration {
    /// Whole seconds, for words.
    fileprivate var seconds: Int64 { components.seconds }
}
