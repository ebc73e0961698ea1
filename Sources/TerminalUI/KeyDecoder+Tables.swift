import CTerminal

extension Key {
    /// The key of a seven-bit byte.
    init(ascii byte: UInt8) {
        switch byte {
        case 0x0A, 0x0D: self = .enter
        case 0x09: self = .tab
        case 0x08, 0x7F: self = .backspace
        case 0x1B: self = .escape
        // Ctrl clears the two bits that a letter has above its number in the alphabet.
        case 0..<0x20: self = .control(Character(Unicode.Scalar(byte | 0x40)).lowercased().first ?? "@")
        default: self = .character(Character(Unicode.Scalar(byte)))
        }
    }

    /// The key that curses named by a code above those of bytes.
    init?(code: Int) {
        switch code {
        case CT_KEY_UP: self = .up
        case CT_KEY_DOWN: self = .down
        case CT_KEY_LEFT: self = .left
        case CT_KEY_RIGHT: self = .right
        case CT_KEY_HOME: self = .home
        case CT_KEY_END: self = .end
        case CT_KEY_PAGE_UP: self = .pageUp
        case CT_KEY_PAGE_DOWN: self = .pageDown
        case CT_KEY_INSERT: self = .insert
        case CT_KEY_DELETE: self = .delete
        case CT_KEY_BACKSPACE: self = .backspace
        case CT_KEY_ENTER: self = .enter
        case CT_KEY_BACK_TAB: self = .backTab
        case CT_KEY_FUNCTION + 1..<CT_KEY_FUNCTION + 64: self = .function(code - CT_KEY_FUNCTION)
        default: return nil
        }
    }
}

extension KeyDecoder {
    /// ESC [ … with a letter at its end; modifiers before it make no difference.
    static let finals: [UInt8: Key] = letters([
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab,
        "P": .function(1), "Q": .function(2), "R": .function(3), "S": .function(4),
    ])

    /// ESC O and a letter: cursor and function keys, and a numeric keypad in application mode, as PuTTY sends it.
    static let singleShift: [UInt8: Key] = letters([
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "M": .enter,
        "P": .function(1), "Q": .function(2), "R": .function(3), "S": .function(4),
        "j": .character("*"), "k": .character("+"), "l": .character(","), "m": .character("-"),
        "n": .character("."), "o": .character("/"), "p": .character("0"), "q": .character("1"),
        "r": .character("2"), "s": .character("3"), "t": .character("4"), "u": .character("5"),
        "v": .character("6"), "w": .character("7"), "x": .character("8"), "y": .character("9"),
    ])

    /// ESC [ number ~, in the numbering of the VT220 and its descendants.
    static let numbered: [Int: Key] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
        17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
        23: .function(11), 24: .function(12),
    ]

    private static func letters(_ keys: [Unicode.Scalar: Key]) -> [UInt8: Key] {
        Dictionary(uniqueKeysWithValues: keys.map { (UInt8(ascii: $0), $1) })
    }
}
