import TerminalUI

/// A key, its twins, what it does and when it counts. Input, key bar and help all come from the one table of them.
struct Binding: Sendable {
    /// The first one is shown on the key bar.
    let keys: [Key]
    let intent: Intent
    /// What it does, in a word or two.
    let title: String
    /// The same for the help page.
    let help: String
    let contexts: Set<Context>
    /// The higher, the longer it stays on a narrow key bar; 0 never stands there.
    let priority: Int
    private let condition: @Sendable (Model) -> Bool

    init(
        _ keys: [Key], _ intent: Intent, _ title: String, help: String? = nil, in contexts: Set<Context>, priority: Int = 0,
        when condition: @escaping @Sendable (Model) -> Bool = { _ in true }
    ) {
        self.keys = keys
        self.intent = intent
        self.title = title
        self.help = help ?? title
        self.contexts = contexts
        self.priority = priority
        self.condition = condition
    }

    func isActive(in model: Model, context: Context) -> Bool { contexts.contains(context) && condition(model) }

    /// The key as the key bar names it; opposite keys stand together.
    var shortName: String {
        let opposites: [Key: Key] = [.up: .down, .left: .right, .pageUp: .pageDown]
        guard let first = keys.first else { return "" }
        guard keys.count > 1, opposites[first] == keys[1] else { return first.name }
        return "\(first.name)/\(keys[1].name)"
    }

    /// The keys as the help page names them.
    var names: String { keys.filter(\.isNamed).map(\.name).joined(separator: " ") }
}

extension Key {
    /// As it stands on keyboards.
    var name: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        case .control(let character): "Ctrl-\(character.uppercased())"
        case .paste: "paste"
        }
    }

    /// Letters for those who are used to vi work without being named.
    fileprivate var isNamed: Bool {
        switch self {
        case .character("j"), .character("k"), .character("h"): false
        default: true
        }
    }
}
