/// A terminal without a terminal: remembers what was drawn, and reports what a test sends.
@MainActor
public final class MemoryTerminal: Terminal {
    public private(set) var size: Size
    public let palette: Palette
    public var theme: Theme = .standard
    public let events: AsyncStream<TerminalEvent>

    public private(set) var lastFrame: Frame?
    public private(set) var drawnCount = 0
    public private(set) var redrawCount = 0
    public private(set) var stopCount = 0
    public private(set) var isSuspended = false
    public private(set) var isClosed = false

    private let continuation: AsyncStream<TerminalEvent>.Continuation

    public init(size: Size = Size(rows: 24, columns: 80), palette: Palette = .unicode) {
        self.size = size
        self.palette = palette
        (events, continuation) = AsyncStream.makeStream()
    }

    /// Reports an event to the program; a new size also becomes `size`.
    public func send(_ event: TerminalEvent) {
        if case .resized(let newSize) = event { size = newSize }
        continuation.yield(event)
    }

    public func draw(_ frame: Frame) {
        guard !isClosed else { return }
        lastFrame = frame
        if !isSuspended { drawnCount += 1 }
    }

    public func redraw() { redrawCount += 1 }
    public func suspend() { isSuspended = true }
    public func resume() { isSuspended = false }
    public func stop() { stopCount += 1 }

    public func close() {
        isClosed = true
        continuation.finish()
    }
}
