import CTerminal

/// Typing that the terminal does not show. Whatever ends or stops the program meanwhile, the terminal shows letters again.
public enum Silence {
    /// Begins it, and drops what was typed before; false where standard input is no terminal. Once `interruptEndsLine` is said,
    /// Ctrl-C comes as the last byte of a line and ends the program no more.
    public static func begin(interruptEndsLine: Bool = false) -> Bool { ct_silence(interruptEndsLine) }

    /// Ends it, if it has begun.
    public static func end() { ct_unsilence() }
}
