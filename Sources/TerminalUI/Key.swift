/// One key press, or one paste.
public enum Key: Sendable, Hashable {
    case character(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// A function key; Esc followed by a digit gives the same, and Esc 0 is F10.
    case function(Int)
    /// A letter in lower case, or one of `@[\]^_`, held with Ctrl.
    case control(Character)
    /// Text that was pasted in one piece: its newlines are no presses of Enter.
    case paste(String)
}
