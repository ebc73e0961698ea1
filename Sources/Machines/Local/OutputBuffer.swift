import Subprocess
import Synchronization

/// The first bytes of a stream; the rest is read and dropped, so that the program that writes it never waits for us.
final class OutputBuffer: Sendable {
    private let limit: Int
    private let content = Mutex<[UInt8]>([])

    init(limit: Int) {
        self.limit = limit
    }

    /// What has come so far.
    var bytes: [UInt8] { content.withLock { $0 } }

    /// Takes the stream in up to its end.
    func fill(from stream: SubprocessOutputSequence) async throws {
        for try await buffer in stream {
            content.withLock { bytes in
                let room = limit - bytes.count
                if room > 0 { buffer.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(room)) } }
            }
        }
    }
}
