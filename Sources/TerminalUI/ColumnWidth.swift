import CTerminal

extension Character {
    /// The columns that this character takes in a frame: 0, 1 or 2.
    public var columnWidth: Int { displayed?.columns ?? 0 }

    /// Stands for what cannot be shown.
    static let replacement: Character = "\u{FFFD}"

    /// The part of this character about whose width all terminals agree, or nil if it takes no place at all.
    ///
    /// Controls and marks that turn the writing direction become visible; joined emoji, flags and variation selectors
    /// shrink to their first picture, because terminals draw those in different widths and the whole line would shift.
    var displayed: (character: Character, columns: Int)? {
        if utf8.count == 1, let code = utf8.first {
            if code >= 0x20 && code < 0x7F { return (self, 1) }
            return (code == 9 || code == 10 || code == 13 ? " " : Self.replacement, 1)
        }
        var kept = String.UnicodeScalarView()
        var columns = 0
        for scalar in unicodeScalars {
            if scalar.turnsDirection { return (Self.replacement, 1) }
            if scalar.properties.generalCategory == .format || scalar.properties.isVariationSelector { continue }
            let width = Int(ct_width(scalar.value))
            if kept.isEmpty {
                guard width > 0 else { return (isNewline ? " " : Self.replacement, 1) }
                columns = width
            } else if width != 0 || kept.count == Self.maximumScalars {
                break
            }
            kept.append(scalar)
        }
        return kept.isEmpty ? nil : (Character(String(kept)), columns)
    }

    /// The scalars that one cell of ncurses can hold.
    private static let maximumScalars = Int(CT_SCALARS)
}

extension Unicode.Scalar {
    /// Whether this is one of the invisible marks with which text can be made to read differently from what it is.
    var turnsDirection: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension StringProtocol {
    /// The columns that this text takes in a frame.
    public var columnWidth: Int {
        reduce(0) { $0 + $1.columnWidth }
    }

    /// The beginning of this text that fits into `columns`; `mark` takes the last column where something was cut off.
    public func clipped(to columns: Int, mark: Character) -> String {
        guard columns > 0 else { return "" }
        var kept = ""
        var used = 0
        var fitting = ""
        for character in self {
            let width = character.columnWidth
            if used + width > columns { return fitting + String(mark) }
            kept.append(character)
            used += width
            if used < columns { fitting = kept }
        }
        return kept
    }
}
