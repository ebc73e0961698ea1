import StepEngine
internal import Synchronization

/// Where messages arrive, from any thread, and are taken out one by one.
final class Inbox: Sendable {
    let messages: AsyncStream<Message>
    private let continuation: AsyncStream<Message>.Continuation
    private let count = Atomic<Int>(0)
    /// Bytes of output that were left out because too much was waiting.
    private let lost = Atomic<Int>(0)
    private let mostWaiting = 64

    init() { (messages, continuation) = AsyncStream.makeStream() }

    /// How many messages have arrived that nobody has dealt with yet.
    var waitingCount: Int { count.load(ordering: .sequentiallyConsistent) }

    func send(_ message: Message) {
        count.add(1, ordering: .sequentiallyConsistent)
        continuation.yield(message)
    }

    /// Takes an event of the engine. Where the screen cannot keep up, output is counted instead of kept: it is in the log.
    func send(_ event: Event) {
        var event = event
        if case .output(let step, let bytes, let skipped) = event {
            if waitingCount >= mostWaiting {
                lost.add(bytes.count + skipped, ordering: .sequentiallyConsistent)
                return
            }
            event = .output(step: step, bytes: bytes, skipped: skipped + lost.exchange(0, ordering: .sequentiallyConsistent))
        }
        send(.engine(event, .now()))
    }

    /// Notes that a message that was taken out has been dealt with.
    func markDone() { count.subtract(1, ordering: .sequentiallyConsistent) }

    func close() { continuation.finish() }
}
