extension String {
    /// The text on one line, and without anything that a terminal obeys.
    var onOneLine: String {
        unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: [9, 10, 13].contains(scalar.value) ? " " : "\u{FFFD}"
            case .format: scalar.value == 0xAD ? "" : "\u{FFFD}"
            default: String(scalar)
            }
        }.joined()
    }

    /// How many columns of a fixed width the text takes, about: two for a wide character, none for a mark on another one.
    var columns: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

    /// The text, or as much of its beginning as fits into that many columns with a sign that there is more.
    func fitted(_ columns: Int) -> String {
        guard self.columns > columns else { return self }
        var kept = UnicodeScalarView()
        var width = 1
        for scalar in unicodeScalars {
            width += scalar.columns
            if width > columns { break }
            kept.append(scalar)
        }
        return String(kept) + "\u{2026}"
    }

    /// As much of the beginning as fits into that many columns, but a scalar at least.
    func leading(_ columns: Int) -> String {
        var kept = UnicodeScalarView()
        var width = 0
        for scalar in unicodeScalars {
            width += scalar.columns
            if width > columns && !kept.isEmpty { break }
            kept.append(scalar)
        }
        return String(kept)
    }

    /// A name, short enough for that many columns: without its domain first, then without its middle, since names differ at their ends.
    func fittedName(_ columns: Int) -> String {
        guard self.columns > columns else { return self }
        let isName = unicodeScalars.contains { $0.properties.isAlphabetic }
        let host = isName ? String(prefix { $0 != "." }) : self
        guard host.columns > columns else { return host }
        var tail = UnicodeScalarView()
        for scalar in host.unicodeScalars.reversed() where String(tail).columns + scalar.columns <= (columns - 1) / 2 {
            tail.append(scalar)
        }
        return host.fitted(columns - String(tail).columns) + String(String.UnicodeScalarView(tail.reversed()))
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        guard value >= 0x300 else { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
