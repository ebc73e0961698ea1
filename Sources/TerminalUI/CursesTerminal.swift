import CTerminal
import Dispatch
import Glibc

/// The terminal that the program was started in, through ncurses. There is one at a time.
@MainActor
public final class CursesTerminal: Terminal {
    /// What the operator, or the program on his behalf, asked for.
    public struct Options: Sendable {
        public var noColor: Bool
        public var ascii: Bool
        public var theme: Theme
        /// Where standard error goes while the screen is in use, so that a message does not land on it; nil drops it.
        public var logDescriptor: Int32?
        /// How long after Esc a digit may follow to make a function key.
        public var escapeHold: Duration

        public init(
            noColor: Bool = false, ascii: Bool = false, theme: Theme = .standard, logDescriptor: Int32? = nil,
            escapeHold: Duration = .milliseconds(300)
        ) {
            self.noColor = noColor
            self.ascii = ascii
            self.theme = theme
            self.logDescriptor = logDescriptor
            self.escapeHold = escapeHold
        }
    }

    public private(set) var size: Size
    public let palette: Palette
    public var theme: Theme {
        didSet { applyTheme() }
    }
    public let events: AsyncStream<TerminalEvent>

    private let continuation: AsyncStream<TerminalEvent>.Continuation
    private let escapeHold: Duration
    private var decoder = KeyDecoder()
    private var keyboard: (any DispatchSourceRead)?
    private var notes: (any DispatchSourceRead)?
    private var undecided: DispatchWorkItem?
    private var shown: Frame?
    private var wanted: Frame?
    private var isSuspended = false
    private var isClosed = false

    /// Takes the terminal, or says why it cannot be had; nothing has been changed then.
    public init(options: Options = Options()) throws(TerminalError) {
        let type = Self.environment("TERM")
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw TerminalError(reason: .notATerminal, type: type)
        }
        let isUnicode = ct_adopt_locale() && !options.ascii
        switch Int(ct_open(options.logDescriptor ?? -1)) {
        case CT_OPENED: break
        case CT_DUMB: throw TerminalError(reason: .dumb, type: type)
        case CT_UNKNOWN_TYPE: throw TerminalError(reason: .unknownType, type: type)
        default: throw TerminalError(reason: .refused, type: type)
        }
        var palette = isUnicode ? (ct_is_linux_console() ? Palette.linuxConsole : .unicode) : .ascii
        palette.hasColors = ct_has_colors() && !options.noColor && Self.environment("NO_COLOR").isEmpty
        self.palette = palette
        theme = options.theme
        escapeHold = options.escapeHold
        size = Size(rows: Int(ct_rows()), columns: Int(ct_columns()))
        (events, continuation) = AsyncStream.makeStream()
        applyTheme()
        listen()
        notes = source(of: ct_notes_descriptor()) { $0.readNotes() }
    }

    public func draw(_ frame: Frame) {
        guard !isClosed else { return }
        wanted = frame
        guard !isSuspended else { return }
        if shown?.size != frame.size { ct_erase() }
        for row in 0..<min(size.rows, frame.size.rows) where !isShown(row, of: frame) {
            paint(row, of: frame)
        }
        shown = frame
        let cursor = frame.cursor ?? Point(row: -1, column: -1)
        ct_show(Int32(clamping: cursor.row), Int32(clamping: cursor.column))
    }

    public func redraw() {
        guard !isClosed, !isSuspended else { return }
        ct_repaint()
        repaint()
    }

    public func suspend() {
        guard !isClosed, !isSuspended else { return }
        isSuspended = true
        keyboard?.cancel()
        keyboard = nil
        ct_leave()
    }

    public func resume() {
        guard !isClosed, isSuspended else { return }
        isSuspended = false
        ct_enter()
        listen()
        adoptSize()
        repaint()
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
        undecided?.cancel()
        keyboard?.cancel()
        notes?.cancel()
        ct_close()
        continuation.finish()
    }
}

// MARK: - Output

extension CursesTerminal {
    private func isShown(_ row: Int, of frame: Frame) -> Bool {
        guard let shown, shown.size == frame.size else { return false }
        return shown.cells(inRow: row) == frame.cells(inRow: row)
    }

    private func repaint() {
        shown = nil
        if let wanted { draw(wanted) }
    }

    private func paint(_ row: Int, of frame: Frame) {
        var cells = frame.cells(inRow: row).prefix(size.columns).map { cell(for: $0) }
        // A wide character of which only the left half is inside.
        if let last = cells.last, last.columns == 2 { cells[cells.count - 1] = cell(for: .blank) }
        ct_put(Int32(row), cells, Int32(cells.count))
    }

    private func cell(for cell: Cell) -> ct_cell {
        var result = ct_cell()
        result.tone = cell.style.tone.number
        result.attributes =
            (cell.style.isBold ? UInt8(CT_BOLD) : 0) | (cell.style.isUnderlined ? UInt8(CT_UNDERLINED) : 0)
            | (cell.style.isReversed ? UInt8(CT_REVERSED) : 0)
        if cell.isContinuation && palette.isUnicode { return result }
        let character = palette.isUnicode ? cell.character : cell.character.asciiSubstitute
        result.columns = UInt8(character.columnWidth)
        withUnsafeMutableBytes(of: &result.scalars) { bytes in
            let scalars = bytes.bindMemory(to: UInt32.self)
            for (index, scalar) in character.unicodeScalars.prefix(scalars.count).enumerated() { scalars[index] = scalar.value }
        }
        return result
    }

    private func applyTheme() {
        let theme = palette.hasColors ? theme : .monochrome
        for tone in Tone.allCases {
            let look = theme.look(of: tone)
            let attributes =
                (look.isBold ? CT_BOLD : 0) | (look.isUnderlined ? CT_UNDERLINED : 0)
                | (look.isReversed ? CT_REVERSED : 0) | (look.isDim ? CT_DIM : 0)
            ct_set_tone(Int32(tone.number), look.foreground.rawValue, look.background.rawValue, UInt8(attributes))
        }
        guard !isClosed, !isSuspended else { return }
        repaint()
    }
}

// MARK: - Input

extension CursesTerminal {
    private static let codesAtOnce = 4096

    private func listen() {
        keyboard = source(of: STDIN_FILENO) { $0.readKeys() }
    }

    private func source(
        of descriptor: Int32, _ read: @escaping @MainActor @Sendable (CursesTerminal) -> Void
    ) -> any DispatchSourceRead {
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                if let self { read(self) }
            }
        }
        source.resume()
        return source
    }

    private func readKeys() {
        guard !isClosed, !isSuspended else { return }
        undecided?.cancel()
        for _ in 0..<Self.codesAtOnce {
            let code = Int(ct_read_key())
            guard code != CT_KEY_NONE else { return settle() }
            decoder.decode(code).forEach { continuation.yield(.key($0)) }
        }
        // A flood of input must not keep the screen from being drawn; what curses holds already wakes nobody up.
        DispatchQueue.main.async { [weak self] in
            MainActor.assumeIsolated { self?.readKeys() }
        }
    }

    private func settle() {
        if ct_is_gone() {
            keyboard?.cancel()
            keyboard = nil
            continuation.yield(.closed)
        } else if decoder.isUndecided {
            settleLater()
        }
    }

    private func settleLater() {
        let item = DispatchWorkItem { [weak self] in
            MainActor.assumeIsolated {
                guard let self else { return }
                self.decoder.flush().forEach { self.continuation.yield(.key($0)) }
            }
        }
        undecided = item
        let (seconds, attoseconds) = escapeHold.components
        DispatchQueue.main.asyncAfter(deadline: .now() + Double(seconds) + Double(attoseconds) / 1e18, execute: item)
    }

    private func readNotes() {
        while !isClosed, case let signal = ct_read_note(), signal > 0 {
            switch signal {
            // A window that was small for a moment has lost letters, though its size is what it was.
            case SIGWINCH: if !isSuspended && !adoptSize() { redraw() }
            case SIGTSTP: continuation.yield(.key(.control("z")))
            case SIGCONT: takeScreenAgain()
            default: continuation.yield(.terminated(signal))
            }
        }
    }

    /// After a stop that the program did not choose, a shell has had the terminal in between.
    private func takeScreenAgain() {
        guard !isSuspended else { return }
        if !ct_is_in_front() { ct_stop() }
        ct_enter()
        adoptSize()
        repaint()
    }

    /// Takes over the size of the window, and says whether it is another one.
    @discardableResult
    private func adoptSize() -> Bool {
        ct_adopt_size()
        let newSize = Size(rows: Int(ct_rows()), columns: Int(ct_columns()))
        guard newSize != size else { return false }
        size = newSize
        shown = nil
        continuation.yield(.resized(newSize))
        return true
    }

    private static func environment(_ name: String) -> String {
        getenv(name).map { String(cString: $0) } ?? ""
    }
}

extension Tone {
    /// The place of this tone in the table on the C side.
    fileprivate var number: UInt8 {
        switch self {
        case .normal: 0
        case .heading: 1
        case .accent: 2
        case .success: 3
        case .warning: 4
        case .failure: 5
        case .muted: 6
        case .selected: 7
        }
    }
}
