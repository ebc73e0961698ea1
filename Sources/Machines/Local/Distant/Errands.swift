import Dispatch
import FoundationEssentials
import Glibc

/// The small program that touches files of file servers for us. Where a file server does not answer, it hangs in our place, and
/// can be left behind.
public enum Errands {
    /// The hidden sub-command under which our program does errands.
    public static let name = "errands"

    /// Does what standard input asks for, one errand after the other, until it is closed.
    public static func run() async {
        // Nothing here belongs to a terminal, and no file system is kept busy.
        chdir("/")
        umask(0o022)
        leaveWithWhoeverAsks()
        let machine = LocalMachine(executable: "")
        while let message = FileMessage(from: 0) {
            guard let errand = try? JSONDecoder().decode(FileErrand.self, from: Data(message.head)) else { return }  // not ours
            let (answer, bytes) = await errand.done(on: machine, with: message.bytes)
            guard FileMessage(answer, bytes).send(to: 0) else { return }
        }
    }

    /// How long a change that is under way may still take when nobody is there any more to hear of it, in seconds.
    private static let farewell: CUnsignedInt = 10

    /// Ends the process from beside, should it hang when the other end of the line is gone.
    private static func leaveWithWhoeverAsks() {
        DispatchQueue(label: "joget-cluster.farewell").async {
            var line = pollfd(fd: 0, events: 0, revents: 0)
            while poll(&line, 1, -1) < 0 && errno == EINTR {}
            sleep(farewell)
            kill(getpid(), SIGKILL)
        }
    }
}

/// An errand or an answer on its way: a JSON text and the bytes of a file, each with its length before it.
struct FileMessage {
    let head: [UInt8]
    let bytes: [UInt8]

    init(_ value: some Encodable, _ bytes: [UInt8]) {
        do {
            head = try Array(JSONEncoder().encode(value))
        } catch {
            preconditionFailure("errands and answers are plain JSON: \(error)")
        }
        self.bytes = bytes
    }

    /// How many bytes tell the two lengths.
    static let prefixCount = 16

    /// Everything as it is sent.
    var whole: [UInt8] {
        [head.count, bytes.count].flatMap { count in (0..<8).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } } + head + bytes
    }

    /// Both lengths, from the first bytes.
    static func counts(_ prefix: ArraySlice<UInt8>) -> (head: Int, bytes: Int) {
        let numbers = [prefix.prefix(8), prefix.dropFirst(8)].map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
        return (numbers[0], numbers[1])
    }

    /// The message that begins with these bytes; nil where more of it must come.
    init?(_ received: [UInt8]) {
        guard received.count >= FileMessage.prefixCount else { return nil }
        let counts = FileMessage.counts(received[..<FileMessage.prefixCount])
        guard received.count >= FileMessage.prefixCount + counts.head + counts.bytes else { return nil }
        head = Array(received[FileMessage.prefixCount...].prefix(counts.head))
        bytes = Array(received[(FileMessage.prefixCount + counts.head)...].prefix(counts.bytes))
    }

    /// Waits for a message; nil at the end of the input.
    init?(from descriptor: CInt) {
        guard let prefix = FileMessage.read(FileMessage.prefixCount, descriptor) else { return nil }
        let counts = FileMessage.counts(prefix[...])
        guard let head = FileMessage.read(counts.head, descriptor), let bytes = FileMessage.read(counts.bytes, descriptor) else {
            return nil
        }
        (self.head, self.bytes) = (head, bytes)
    }

    /// False where nobody takes it any more.
    func send(to descriptor: CInt) -> Bool {
        var rest = whole[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func read(_ count: Int, _ descriptor: CInt) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let received = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + filled, count - filled, 0) }
            if received < 0 && errno == EINTR { continue }
            guard received > 0 else { return nil }
            filled += received
        }
        return bytes
    }
}
