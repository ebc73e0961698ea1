import Dispatch
import FoundationEssentials
import Glibc
import SystemPackage

/// A process of our own program that does errands, and the line to it.
final class Messenger: Sendable {
    private let line: OpenFile
    private let pid: pid_t

    /// Starts one.
    init(_ executable: String) throws(Errno) {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        try Errno.check { socketpair(AF_UNIX, type, 0, &ends) }
        line = OpenFile(owning: ends[0])
        let other = OpenFile(owning: ends[1])
        // Nothing of ours must keep it waiting: what cannot be sent or read at once is waited for with a limit.
        try Errno.check { fcntl(ends[0], F_SETFL, O_NONBLOCK) }
        let environment = CommandSetting.environment(of: Command([executable])).map { "\($0)=\($1)" }
        pid = try Spawn(input: other.descriptor).start(executable, [executable, Errands.name], environment)
    }

    deinit {
        let pid = pid
        // It ends when its line does, at once unless a file server holds it. Nobody waits for that but a thread.
        shutdown(line.descriptor, CInt(SHUT_RDWR))
        DispatchQueue(label: "joget-cluster.errands").async { waitpid(pid, nil, 0) }
    }

    /// Sends an errand and waits for its answer; nil where none comes in time, or the process has died.
    func answer(to errand: FileErrand, with bytes: [UInt8], within limit: Duration) async -> (FileAnswer, [UInt8])? {
        let deadline = ContinuousClock.now + limit
        guard await send(FileMessage(errand, bytes).whole, until: deadline), let message = await receive(until: deadline) else {
            return nil
        }
        // What makes no sense is no answer.
        guard let answer = try? JSONDecoder().decode(FileAnswer.self, from: Data(message.head)) else { return nil }
        return (answer, message.bytes)
    }

    /// Ends it, as soon as the kernel lets it go.
    func kill() { Glibc.kill(pid, SIGKILL) }

    private func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) async -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(line.descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else {
                guard errno == EAGAIN || errno == EINTR else { return false }
                guard await Readiness.wait(for: .writable, on: line.descriptor, within: deadline - .now) else { return false }
            }
        }
        return true
    }

    private func receive(until deadline: ContinuousClock.Instant) async -> FileMessage? {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(line.descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                received += buffer[..<count]
                if let message = FileMessage(received) { return message }
            } else {
                guard count < 0, errno == EAGAIN || errno == EINTR else { return nil }
                guard await Readiness.wait(for: .readable, on: line.descriptor, within: deadline - .now) else { return nil }
            }
        }
    }
}
