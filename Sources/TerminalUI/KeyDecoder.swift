import CTerminal

/// Turns what curses reads, bytes and key codes, into keys: UTF-8, pastes, and the escape sequences that terminfo does not name.
struct KeyDecoder {
    private enum State {
        case ground
        case escape
        /// After ESC [, with the parameters so far.
        case controlSequence([UInt8])
        /// After ESC O.
        case singleShift
    }

    private var state = State.ground
    private var scalar: [UInt8] = []
    /// What came since the beginning of a paste that has not ended yet.
    private var pasted: [UInt8]?
    /// Whether a paste has begun and nothing more of it comes.
    private var isStalled = false

    /// The most bytes of one paste; more arrives as a second one.
    static let pasteLimit = 1 << 16
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// Whether something was read that may be the beginning of more; `flush` settles it.
    var isUndecided: Bool {
        if pasted != nil { return !isStalled }
        return switch state {
        case .escape, .controlSequence, .singleShift: true
        case .ground: false
        }
    }

    /// Nothing more came: an Esc was just that, an unfinished sequence is dropped, and Ctrl-C ends a paste whose end was lost.
    mutating func flush() -> [Key] {
        if pasted != nil { isStalled = true }
        guard isUndecided else { return [] }
        defer { state = .ground }
        if case .escape = state { return [.escape] }
        return []
    }

    /// The keys that are complete with this byte or key code.
    mutating func decode(_ code: Int) -> [Key] {
        if pasted != nil { return paste(code) }
        guard (0..<0x100).contains(code) else {
            let held = flush()
            return held + (Key(code: code).map { [$0] } ?? [])
        }
        let byte = UInt8(code)
        switch state {
        case .ground: return ground(byte)
        case .escape: return escape(byte)
        case .controlSequence(let parameters): return controlSequence(byte, after: parameters)
        case .singleShift:
            state = .ground
            return Self.singleShift[byte].map { [$0] } ?? []
        }
    }

    private mutating func ground(_ byte: UInt8) -> [Key] {
        switch byte {
        case 0x1B:
            scalar = []
            state = .escape
            return []
        case 0x80...: return multibyte(byte)
        default:
            scalar = []
            return [Key(ascii: byte)]
        }
    }

    private mutating func multibyte(_ byte: UInt8) -> [Key] {
        if byte >= 0xC0 { scalar = [] } else if scalar.isEmpty { return [] }
        scalar.append(byte)
        guard let first = scalar.first, scalar.count == (first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2) else { return [] }
        defer { scalar = [] }
        guard let text = String(validating: scalar, as: UTF8.self), let character = text.first, !character.isControl else {
            return []
        }
        return [.character(character)]
    }

    private mutating func escape(_ byte: UInt8) -> [Key] {
        state = .ground
        switch byte {
        case UInt8(ascii: "["): state = .controlSequence([])
        case UInt8(ascii: "O"): state = .singleShift
        case UInt8(ascii: "0"): return [.function(10)]
        case UInt8(ascii: "1")...UInt8(ascii: "9"): return [.function(Int(byte - UInt8(ascii: "0")))]
        default: return [.escape] + ground(byte)
        }
        return []
    }

    private mutating func controlSequence(_ byte: UInt8, after parameters: [UInt8]) -> [Key] {
        // The Linux console names F1 to F5 ESC [ [ A to E.
        let isConsolePrefix = parameters.isEmpty && byte == UInt8(ascii: "[")
        if isConsolePrefix || (0x20...0x3F).contains(byte) && parameters.count < 32 {
            state = .controlSequence(parameters + [byte])
            return []
        }
        state = .ground
        guard (0x40...0x7E).contains(byte) else { return ground(byte) }
        if parameters == [UInt8(ascii: "[")] {
            return (0x41...0x45).contains(byte) ? [.function(Int(byte - 0x40))] : []
        }
        guard byte == UInt8(ascii: "~") else { return Self.finals[byte].map { [$0] } ?? [] }
        let number = parameters.prefix { $0 != UInt8(ascii: ";") }.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        if number == 200 { pasted = [] }
        return Self.numbered[number].map { [$0] } ?? []
    }

    private mutating func paste(_ code: Int) -> [Key] {
        guard (0..<0x100).contains(code) else { return [] }
        // A way out should the end mark be lost; in the middle of a paste it is a letter like any other and presses nothing.
        if code == 0x03 && isStalled { return endPaste() + [.control("c")] }
        isStalled = false
        pasted?.append(UInt8(code))
        if code == Int(UInt8(ascii: "~")), pasted?.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) == true {
            pasted?.removeLast(Self.pasteEnd.count)
            return endPaste()
        }
        guard let count = pasted?.count, count >= Self.pasteLimit else { return [] }
        defer { pasted = [] }
        return endPaste()
    }

    private mutating func endPaste() -> [Key] {
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: pasted ?? [], as: UTF8.self).unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            if scalar == "\r" { text.append("\n") } else if scalar == "\n" || scalar == "\t" || !isControl { text.append(scalar) }
        }
        pasted = nil
        isStalled = false
        return text.isEmpty ? [] : [.paste(String(text))]
    }
}
