/// Text as it stands in XML: nothing in it can end what it stands in, and nothing is left that XML does not allow.
enum XMLText {
    /// For an attribute's value in double quotes, or for the text of an element.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x26: "&amp;"
            case 0x3C: "&lt;"
            case 0x3E: "&gt;"
            case 0x22: "&quot;"
            case 0x09, 0x0A, 0x0D: "&#\(scalar.value);"
            case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: "\u{FFFD}"
            default: String(scalar)
            }
        }.joined()
    }
}
