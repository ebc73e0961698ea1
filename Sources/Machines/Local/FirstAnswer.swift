import Synchronization

/// A value that several may give and one waits for: the first one counts.
final class FirstAnswer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Value, Never>)
        case given(Value)
    }

    private let state = Mutex(State.open)

    /// The first value given. To be asked for once.
    var value: Value {
        get async {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    switch state {
                    case .open: state = .awaited(continuation)
                    case .awaited: preconditionFailure("an answer is awaited once")
                    case .given(let value): continuation.resume(returning: value)
                    }
                }
            }
        }
    }

    func give(_ value: Value) {
        state.withLock { state in
            switch state {
            case .open: state = .given(value)
            case .awaited(let continuation):
                continuation.resume(returning: value)
                state = .given(value)
            case .given: break
            }
        }
    }
}
