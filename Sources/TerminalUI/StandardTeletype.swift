import CTerminal
import Dispatch
import Glibc

/// Standard input and output as a teletype, be they a terminal, files or pipes. There is one at a time.
@MainActor
public final class StandardTeletype: Teletype {
    public let isUnicode: Bool
    public let isTyped: Bool
    public let showsTyping: Bool
    public let events: AsyncStream<TerminalEvent>
    public var isHidden = false {
        didSet { if isHidden != oldValue { applyHiding() } }
    }

    private let continuation: AsyncStream<TerminalEvent>.Continuation
    private let reader: LineReader
    private let queue = DispatchQueue(label: "lines")
    private var notes: (any DispatchSourceRead)?
    private var isSuspended = false
    private var isClosed = false

    /// Takes standard input and output; throws where signals cannot be noted.
    public init(ascii: Bool = false) throws(TerminalError) {
        isUnicode = ct_adopt_locale() && !ascii
        isTyped = isatty(STDIN_FILENO) == 1
        showsTyping = isTyped && isatty(STDOUT_FILENO) == 1
        reader = LineReader(descriptor: STDIN_FILENO, isTerminal: isTyped)
        guard ct_lines_open() else { throw TerminalError(reason: .refused, type: getenv("TERM").map { String(cString: $0) } ?? "") }
        (events, continuation) = AsyncStream.makeStream()
        let source = DispatchSource.makeReadSource(fileDescriptor: ct_notes_descriptor(), queue: .main)
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated { self?.readNotes() }
        }
        source.resume()
        notes = source
    }

    public func put(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty, !isClosed {
            let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EAGAIN {
                // Somebody else has made the descriptor non-blocking; what is printed must come whole all the same.
                var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&output, 1, -1)
            } else if errno != EINTR {
                continuation.yield(.closed)
                return
            }
        }
    }

    public func readLine(_ answer: @escaping @MainActor @Sendable (String?) -> Void) {
        let reader = self.reader
        // Reading blocks a thread; it must not be one that the program needs.
        queue.async {
            let line = reader.next()
            Task { @MainActor in answer(line) }
        }
    }

    public func dropTyped() {
        if isTyped { tcflush(STDIN_FILENO, TCIFLUSH) }
    }

    public func suspend() {
        isSuspended = true
        Silence.end()
        ct_lines_pause()
    }

    public func resume() {
        ct_lines_resume()
        isSuspended = false
        applyHiding()
    }

    public func stop() {
        guard !isClosed, !isSuspended else { return }
        suspend()
        ct_stop()
        resume()
    }

    public func close() {
        guard !isClosed else { return }
        isClosed = true
        Silence.end()
        notes?.cancel()
        ct_lines_close()
        continuation.finish()
    }

    /// What can be hidden is; from a pipe nothing is shown anyway.
    private func applyHiding() {
        if isHidden, !isClosed, !isSuspended { _ = Silence.begin() } else { Silence.end() }
    }

    private func readNotes() {
        while !isClosed, case let signal = ct_read_note(), signal > 0 {
            switch signal {
            case SIGWINCH: break
            // A shell may have changed the modes of the terminal meanwhile.
            case SIGCONT: if !isSuspended { Silence.end(); applyHiding() }
            case SIGTSTP: continuation.yield(.key(.control("z")))
            // In a shell Ctrl-C is meant for what runs there.
            case SIGINT: continuation.yield(isSuspended ? .terminated(signal) : .key(.control("c")))
            default: continuation.yield(.terminated(signal))
            }
        }
    }
}
