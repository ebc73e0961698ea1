/// Waits for a file server that did not answer, so that everybody else need not: each would wait in vain, and leave a process
/// behind that hangs.
final class Sentinel: Sendable {
    /// When the question was asked to which no answer came.
    let asked: ContinuousClock.Instant
    /// Since when this one waits.
    let began = ContinuousClock.now

    private let messenger: Messenger
    private let answered = Wake()

    /// Asks the file server behind that mount point for something that no kernel answers from memory.
    init(_ messenger: Messenger, at target: String, since asked: ContinuousClock.Instant) {
        self.asked = asked
        self.messenger = messenger
        Task { [answered] in
            // Where the messenger dies instead, whoever asks next finds out anew.
            _ = await messenger.answer(to: .freeSpace(target), with: [], within: .seconds(86_400))
            answered.give()
        }
    }

    deinit { messenger.kill() }

    /// Whether an answer has come, or comes until then.
    func hasAnswered(by deadline: ContinuousClock.Instant) async -> Bool {
        await Readiness.wait(for: .readable, on: answered.descriptor, within: deadline - .now)
    }
}
