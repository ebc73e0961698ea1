/// Another terminal, and a recording of what is drawn on it: never of keys, nor of what a shell in between shows.
@MainActor
public final class RecordingTerminal: Terminal {
    /// Makes a row's text fit to be kept, as by bullets for passwords. What has another number of characters is not believed:
    /// the whole row becomes bullets then.
    public var masking: (@MainActor (String) -> String)?
    /// Why nothing more is recorded, in a sentence; nil while all is well.
    public var problem: String? { recording.problem }

    private let terminal: any Terminal
    private let recording: Recording
    private var writer: FrameWriter
    private var recordedSize: Size
    private var latest: Frame?
    private var isSuspended = false
    private var isClosed = false

    /// Begins a recording in a new file; an existing one is refused.
    public convenience init(_ terminal: any Terminal, path: String, title: String) throws(RecordingError) {
        self.init(terminal, try Recording(path: path, size: terminal.size, title: title))
    }

    init(_ terminal: any Terminal, _ recording: Recording) {
        self.terminal = terminal
        self.recording = recording
        recordedSize = terminal.size
        writer = FrameWriter(theme: terminal.palette.hasColors ? terminal.theme : .monochrome)
    }

    public var size: Size { terminal.size }
    public var palette: Palette { terminal.palette }
    public var events: AsyncStream<TerminalEvent> { terminal.events }

    public var theme: Theme {
        get { terminal.theme }
        set {
            terminal.theme = newValue
            writer = FrameWriter(theme: palette.hasColors ? newValue : .monochrome)
            record()
        }
    }

    public func draw(_ frame: Frame) {
        terminal.draw(frame)
        latest = frame
        record()
    }

    public func redraw() { terminal.redraw() }

    public func suspend() {
        terminal.suspend()
        pause("the operator's shell, not recorded")
    }

    public func resume() {
        terminal.resume()
        goOn("back from the operator's shell")
    }

    public func stop() {
        guard !isSuspended else { return }
        pause("stopped by the operator, not recorded")
        terminal.stop()
        goOn("continued")
    }

    public func close() {
        isClosed = true
        terminal.close()
        recording.close()
    }

    private func pause(_ words: String) {
        guard !isSuspended, !isClosed else { return }
        isSuspended = true
        recording.marker(words)
    }

    private func goOn(_ words: String) {
        guard isSuspended, !isClosed else { return }
        isSuspended = false
        recording.marker(words)
        record()
    }

    private func record() {
        guard let latest, !isSuspended, !isClosed, problem == nil else { return }
        if latest.size != recordedSize {
            recordedSize = latest.size
            recording.resize(latest.size)
        }
        let text = writer.sequence(to: masking.map { latest.masked(by: $0) } ?? latest)
        if !text.isEmpty { recording.output(text) }
    }
}

extension Frame {
    /// The frame with the text of each row changed as that says.
    @MainActor
    fileprivate func masked(by masking: @MainActor (String) -> String) -> Frame {
        var frame = self
        for row in 0..<size.rows {
            let columns = (0..<size.columns).filter { !self[row, $0].isContinuation }
            let text = String(columns.map { self[row, $0].character })
            let result = masking(text)
            guard result != text else { continue }
            let isFit = result.count == columns.count
            let characters = isFit ? Array(result) : Array(repeating: Palette.unicode.mask, count: columns.count)
            for (column, character) in zip(columns, characters) where character != self[row, column].character {
                frame.replace(row, column, with: character)
            }
        }
        return frame
    }

    /// Puts a character in the place of another, however wide that was.
    private mutating func replace(_ row: Int, _ column: Int, with character: Character) {
        let columns = self[row, column + 1].isContinuation ? 2 : 1
        let fitting = character.columnWidth == columns ? character : Palette.unicode.mask
        put(
            String(repeating: String(fitting), count: fitting.columnWidth == columns ? 1 : columns), row: row, column: column,
            style: self[row, column].style)
    }
}
