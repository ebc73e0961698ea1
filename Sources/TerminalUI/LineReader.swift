import Glibc
import Synchronization

/// Reads a descriptor line by line, on whatever thread may block.
final class LineReader: Sendable {
    /// The most bytes of a line that are kept.
    private static let lineLimit = 1 << 16

    private let descriptor: Int32
    /// A terminal gives one line at a time. From a pipe nothing is taken beyond the line: what follows may be for somebody else.
    private let bytesAtOnce: Int
    private let pending = Mutex<[UInt8]>([])

    init(descriptor: Int32, isTerminal: Bool) {
        self.descriptor = descriptor
        bytesAtOnce = isTerminal ? 4096 : 1
    }

    /// The next line without its end; nil at the end of the input.
    func next() -> String? {
        pending.withLock { pending in
            var buffer = [UInt8](repeating: 0, count: bytesAtOnce)
            while true {
                if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                    defer { pending.removeFirst(end + 1) }
                    return LineReader.text(of: pending[..<end])
                }
                let count = read(descriptor, &buffer, buffer.count)
                if count > 0 {
                    pending += buffer[..<count]
                } else if count == 0 || !LineReader.mayGoOn(descriptor) {
                    defer { pending = [] }
                    return pending.isEmpty ? nil : LineReader.text(of: pending[...])
                }
            }
        }
    }

    /// Whether a failed read is to be tried again; waits where there is only nothing to read yet.
    private static func mayGoOn(_ descriptor: Int32) -> Bool {
        guard errno == EAGAIN else { return errno == EINTR }
        var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, -1) >= 0 || errno == EINTR
    }

    private static func text(of bytes: ArraySlice<UInt8>) -> String {
        let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        return String(decoding: line.prefix(lineLimit), as: UTF8.self)
    }
}
