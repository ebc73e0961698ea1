/// Markup whose literal parts are HTML, and whose filled-in parts are text from outside: those are escaped, always.
struct HTMLMarkup: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// The HTML. It is well-formed XML too, so that any reader can take it apart.
    private(set) var source: String

    init(stringLiteral value: String) { source = value }
    init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) { source.reserveCapacity(literalCapacity + 16 * interpolationCount) }
        mutating func appendLiteral(_ literal: String) { source += literal }
        // Disfavoured, so that a literal of ours, as in a choice between two, is markup; what is a String by type can only come here.
        @_disfavoredOverload
        mutating func appendInterpolation(_ text: String) { source += HTMLMarkup.escaped(text) }
        mutating func appendInterpolation(_ number: Int) { source += String(number) }
        mutating func appendInterpolation(_ markup: HTMLMarkup) { source += markup.source }
        mutating func appendInterpolation(_ parts: [HTMLMarkup]) { for part in parts { source += part.source } }
        /// A place in a picture, to a tenth of its unit.
        mutating func appendInterpolation(_ place: Double) { source += String((place * 10).rounded() / 10) }
    }

    static func += (left: inout HTMLMarkup, right: HTMLMarkup) { left.source += right.source }

    var isEmpty: Bool { source.isEmpty }

    /// The text as HTML: no markup, and nothing in it that is obeyed, hides itself or turns the line round.
    static func escaped(_ text: String) -> String {
        var source = ""
        source.reserveCapacity(text.utf8.count)
        var view = source.unicodeScalars
        var pending = false  // a carriage return that a line feed may follow
        for scalar in text.unicodeScalars {
            if pending && scalar != "\n" { view.append("\u{240D}") }
            pending = scalar == "\r"
            guard !pending else { continue }
            switch scalar {
            case "&": view.append(contentsOf: "&amp;".unicodeScalars)
            case "<": view.append(contentsOf: "&lt;".unicodeScalars)
            case ">": view.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": view.append(contentsOf: "&quot;".unicodeScalars)
            case "'": view.append(contentsOf: "&#39;".unicodeScalars)
            default: view.append(contentsOf: visible(scalar).unicodeScalars)
            }
        }
        if pending { view.append("\u{240D}") }
        return String(view)
    }

    /// A picture of what would not be seen: controls as their symbols, all else that is invisible by its number.
    private static func visible(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 9, 10: String(scalar)
        case 0..<32: String(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        case 127: "\u{2421}"
        case 0xFFFE, 0xFFFF: "\u{FFFD}"
        default: hides(scalar) ? "[U+\(String(scalar.value, radix: 16, uppercase: true))]" : String(scalar)
        }
    }

    private static func hides(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value > 126 else { return false }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: return true
        case .format: return scalar.value != 0xAD  // a soft hyphen harms nobody
        default: return false
        }
    }
}

extension Sequence<HTMLMarkup> {
    /// One after the other.
    func joined(by separator: HTMLMarkup = "\n") -> HTMLMarkup {
        var all: HTMLMarkup = ""
        var isFirst = true
        for part in self {
            if !isFirst { all += separator }
            isFirst = false
            all += part
        }
        return all
    }
}
