import TerminalUI

/// The bindings that count now as choices with numbers. A number means the same wherever the operator is on that page.
struct Menu: Sendable {
    /// One choice.
    struct Entry: Sendable, Equatable {
        /// Nil where the page gives numbers to something else.
        let number: Int?
        let key: Key
        let title: String
        let help: String
        /// The letter that means it too.
        let letter: Character?
        let isStandard: Bool

        /// As it is printed.
        var line: String {
            var hints = letter.map { [String($0)] } ?? (title == help ? [] : [title])
            if isStandard { hints.append("Enter") }
            let hint = hints.isEmpty ? "" : " (\(hints.joined(separator: ", ")))"
            return "\(number.map { "\($0 < 10 ? " " : "")\($0) " } ?? "   ")\(help)\(hint)"
        }
    }

    let entries: [Entry]
    /// The highest number that this page ever gives.
    let count: Int
    /// Every key that means something here.
    private let keys: Set<Key>

    /// The choices of the page or dialog in front, without those that `isLeftOut`.
    init(_ model: Model, isNumbered: Bool = true, leavingOut isLeftOut: (Binding) -> Bool = { _ in false }) {
        let context = model.context
        let shown = Bindings.all.filter { $0.contexts.contains(context) && Menu.isChoice($0) && !isLeftOut($0) }
        var numbers: [Key: Int] = [:]
        for binding in shown where numbers[binding.keys[0]] == nil { numbers[binding.keys[0]] = numbers.count + 1 }
        let active = Bindings.active(in: model, context: context).filter { Menu.isForPaper($0.intent) }
        var taken: Set<Key> = []
        entries = shown.filter { $0.isActive(in: model, context: context) }.compactMap { binding in
            // Of several bindings of a key the first active one counts.
            guard let key = binding.keys.first(where: { !taken.contains($0) }) else { return nil }
            let isStandard = binding.keys.contains(.enter) && !taken.contains(.enter)
            taken.formUnion(binding.keys)
            return Entry(
                number: isNumbered ? numbers[binding.keys[0]] : nil, key: key, title: binding.title, help: binding.help,
                letter: binding.letter, isStandard: isStandard)
        }
        keys = Set(active.flatMap(\.keys))
        count = isNumbered ? numbers.count : 0
    }

    /// The lines to be printed.
    var lines: [String] { entries.map(\.line) }

    var prompt: String { "Choose (1-\(count), a letter, ? for help): " }

    /// What an answer means; nil where it means nothing here.
    func key(for answer: String) -> Key? {
        if answer.isEmpty { return keys.contains(.enter) ? .enter : nil }
        if let number = Int(answer) { return entries.first { $0.number == number }?.key }
        if answer.count == 1, let character = answer.first {
            // Capitals are slips of the hand, where they mean nothing themselves.
            let lower = Character(character.lowercased())
            return [character, lower].lazy.map(Key.character).first(where: keys.contains)
        }
        let word = answer.lowercased()
        return entries.first { $0.title.lowercased() == word || $0.help.lowercased() == word }?.key
            ?? keys.first { $0.name.lowercased() == word }
    }

    private static func isChoice(_ binding: Binding) -> Bool {
        switch binding.intent {
        case .navigate, .turn, .help: false
        default: isForPaper(binding.intent)
        }
    }

    /// Whether it has a sense where nothing is drawn.
    private static func isForPaper(_ intent: Intent) -> Bool {
        switch intent {
        case .switchPane, .redraw, .stop, .interrupt: false
        default: true
        }
    }
}

extension Binding {
    /// The first letter or sign among its keys.
    fileprivate var letter: Character? {
        for case .character(let character) in keys where character != " " { return character }
        return nil
    }
}
