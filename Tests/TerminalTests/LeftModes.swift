/// What a program has left switched on in a terminal, read from all that it sent.
struct LeftModes {
    /// In words; empty where the terminal is as every terminal is when it is switched on.
    private(set) var words: [String] = []

    /// The private modes that are on from the beginning: wrapping, and the cursor.
    private static let usual: Set<Int> = [7, 25]

    init(_ sent: [UInt8]) {
        let text = String(decoding: sent, as: UTF8.self)
        var modes: [Int: Bool] = [:]
        for match in text.matches(of: /\u{1B}\[\?([0-9;]+)([hl])/) {
            for mode in match.1.split(separator: ";").compactMap({ Int($0) }) { modes[mode] = match.2 == "h" }
        }
        // A blinking cursor is a matter of taste, and terminals disagree about which one is usual.
        modes[12] = nil
        for (mode, isOn) in modes.sorted(by: { $0.key < $1.key }) where isOn != LeftModes.usual.contains(mode) {
            words.append("private mode \(mode) is \(isOn ? "on" : "off")")
        }
        if let keypad = text.matches(of: /\u{1B}[=>]/).last, keypad.0.hasSuffix("=") { words.append("the keypad sends sequences") }
        if let look = text.matches(of: /\u{1B}\[([0-9;]*)m/).last, !["", "0", "0;10", "39;49"].contains(String(look.1)) {
            words.append("letters look like \(look.1)")
        }
        if let shift = sent.last(where: { $0 == 0x0E || $0 == 0x0F }), shift == 0x0E { words.append("letters are line drawings") }
        if let cursor = text.matches(of: /\u{1B}\[\?([0-9]+)c/).last, cursor.1 != "0" { words.append("the cursor has shape \(cursor.1)") }
        if text.matches(of: /\u{1B}\[4([hl])/).last?.1 == "h" { words.append("letters are inserted") }
    }
}
