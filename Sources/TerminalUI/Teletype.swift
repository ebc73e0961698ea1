/// A terminal that prints lines and takes lines; the real one is `StandardTeletype`.
@MainActor
public protocol Teletype: AnyObject {
    /// Whether letters beyond ASCII can be printed.
    var isUnicode: Bool { get }
    /// Whether somebody types, who can paste too much and whose typing can be hidden.
    var isTyped: Bool { get }
    /// Whether what is typed stands on the paper without being printed.
    var showsTyping: Bool { get }
    /// Whether what is typed is not shown.
    var isHidden: Bool { get set }
    /// Ctrl-C and Ctrl-Z as keys, and everything else that happens beside the lines; ends after `close()`.
    var events: AsyncStream<TerminalEvent> { get }

    /// Prints text as it is.
    func put(_ text: String)
    /// Waits for the next line, one at a time; nil is the end of the input.
    func readLine(_ answer: @escaping @MainActor @Sendable (String?) -> Void)
    /// Drops what has been typed and not been read.
    func dropTyped()
    /// Gives the terminal to a shell, until `resume()`.
    func suspend()
    func resume()
    /// Stops the process, as Ctrl-Z does, and returns when it is continued.
    func stop()
    /// Leaves the terminal as it was found; calling it again does nothing.
    func close()
}
