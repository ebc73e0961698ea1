import TerminalUI

extension Key {
    private static let named: [Key] = [
        .enter, .escape, .tab, .backTab, .character(" "), .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp,
        .pageDown,
    ]
    private static let functions = (1...12).map { Key.function($0) }
    private static let controls = "abcdefghijklmnopqrstuvwxyz".map { Key.control($0) }
    private static let byName = Dictionary(uniqueKeysWithValues: (named + functions + controls).map { ($0.name, $0) })

    /// The names of the keys that are no single character, for people.
    static var namesInWords: String { named.map(\.name).joined(separator: ", ") + ", F1 to F12, Ctrl-A to Ctrl-Z" }

    /// The key that the key bar names so, or that types this one character; nil where there is none.
    init?(name: String) {
        if let key = Key.byName[name] {
            self = key
        } else if name.count == 1, let character = name.first, character.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 }) {
            self = .character(character)
        } else {
            return nil
        }
    }

    /// Whether it puts text into a field.
    var isText: Bool {
        switch self {
        case .character, .paste: true
        default: false
        }
    }
}
