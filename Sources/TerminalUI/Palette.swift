/// The characters that this terminal can show, and whether it has colours.
public struct Palette: Sendable, Hashable {
    public var isUnicode: Bool
    public var hasColors: Bool
    public var horizontal: Character
    public var vertical: Character
    public var topLeft: Character
    public var topRight: Character
    public var bottomLeft: Character
    public var bottomRight: Character
    public var leftTee: Character
    public var rightTee: Character
    public var topTee: Character
    public var bottomTee: Character
    public var cross: Character
    public var bullet: Character
    /// Stands for each character of a masked text.
    public var mask: Character
    public var checkMark: Character
    public var crossMark: Character
    /// Marks the place where a line was cut off.
    public var ellipsis: Character
    public var dash: Character
    public var arrow: Character
    /// Says that there is more above.
    public var moreAbove: Character
    /// Says that there is more below.
    public var moreBelow: Character
    public var chosen: String
    public var unchosen: String
    /// The pictures of a spinner, in turn.
    public var spinner: [Character]

    /// Seven-bit characters only, for locales other than UTF-8 and for `--ascii`.
    public static let ascii = Palette(
        isUnicode: false, hasColors: true, horizontal: "-", vertical: "|", topLeft: "+", topRight: "+",
        bottomLeft: "+", bottomRight: "+", leftTee: "+", rightTee: "+", topTee: "+", bottomTee: "+", cross: "+",
        bullet: "*", mask: "*", checkMark: "+", crossMark: "x", ellipsis: "~", dash: "-", arrow: ">",
        moreAbove: "^", moreBelow: "v", chosen: "(*)", unchosen: "( )", spinner: ["-", "\\", "|", "/"])

    /// Everything that a terminal emulator with UTF-8 shows.
    public static let unicode = Palette(
        isUnicode: true, hasColors: true, horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐",
        bottomLeft: "└", bottomRight: "┘", leftTee: "├", rightTee: "┤", topTee: "┬", bottomTee: "┴", cross: "┼",
        bullet: "•", mask: "•", checkMark: "✓", crossMark: "✗", ellipsis: "…", dash: "–", arrow: "→",
        moreAbove: "▲", moreBelow: "▼", chosen: "(•)", unchosen: "( )", spinner: ["-", "\\", "|", "/"])

    /// Lines and bullets as in Unicode, but only marks that the font of the Linux console has.
    public static let linuxConsole: Palette = {
        var palette = Palette.unicode
        palette.checkMark = ascii.checkMark
        palette.crossMark = ascii.crossMark
        palette.ellipsis = ascii.ellipsis
        palette.moreAbove = ascii.moreAbove
        palette.moreBelow = ascii.moreBelow
        return palette
    }()
}

extension Character {
    /// The nearest seven-bit character, for terminals that show nothing else.
    public var asciiSubstitute: Character {
        if isASCII { return self }
        switch self {
        case "─", "━", "–", "—", "‐", "‑", "−": return "-"
        case "│", "┃": return "|"
        case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼": return "+"
        case "•", "·", "✱": return "*"
        case "✓", "✔": return "+"
        case "✗", "✘", "×": return "x"
        case "…": return "~"
        case "→", "›", "»", "▶": return ">"
        case "←", "‹", "«", "◀": return "<"
        case "↑", "▲": return "^"
        case "↓", "▼": return "v"
        case "‘", "’", "‚": return "'"
        case "“", "”", "„": return "\""
        case "\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}": return " "
        default: return unaccented ?? "?"
        }
    }

    /// The letter under the accents of Western Europe, which host owners' names and paths do have.
    private var unaccented: Character? {
        switch self {
        case "à", "á", "â", "ã", "ä", "å": "a"
        case "À", "Á", "Â", "Ã", "Ä", "Å": "A"
        case "ç": "c"
        case "Ç": "C"
        case "è", "é", "ê", "ë": "e"
        case "È", "É", "Ê", "Ë": "E"
        case "ì", "í", "î", "ï": "i"
        case "Ì", "Í", "Î", "Ï": "I"
        case "ñ": "n"
        case "Ñ": "N"
        case "ò", "ó", "ô", "õ", "ö", "ø": "o"
        case "Ò", "Ó", "Ô", "Õ", "Ö", "Ø": "O"
        case "ù", "ú", "û", "ü": "u"
        case "Ù", "Ú", "Û", "Ü": "U"
        case "ý", "ÿ": "y"
        default: nil
        }
    }
}
