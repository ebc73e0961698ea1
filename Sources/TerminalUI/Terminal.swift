/// What a terminal reports.
public enum TerminalEvent: Sendable, Equatable {
    case key(Key)
    case resized(Size)
    /// The process was asked to end by this signal (SIGTERM, SIGHUP or SIGINT); the program closes the terminal and leaves.
    case terminated(Int32)
    /// The input is at its end: the terminal is gone.
    case closed
}

/// A screen and a keyboard; the real one is `CursesTerminal`, tests use `MemoryTerminal`.
@MainActor
public protocol Terminal: AnyObject {
    var size: Size { get }
    var palette: Palette { get }
    /// How the tones look; a change shows at once.
    var theme: Theme { get set }
    /// Everything that happens, in order; ends after `close()`.
    var events: AsyncStream<TerminalEvent> { get }

    /// Shows a frame; only what differs from the one before is sent.
    func draw(_ frame: Frame)
    /// Sends the whole last frame again, for a screen that something else has written on.
    func redraw()
    /// Gives the screen and the keyboard back, for a shell; drawing is put off until `resume()`.
    func suspend()
    /// Takes screen and keyboard again; reports a new size if there is one.
    func resume()
    /// Stops the process, as Ctrl-Z does, and takes the screen again when it is continued; without job control nothing happens.
    func stop()
    /// Leaves the terminal as it was found; calling it again does nothing.
    func close()
}
