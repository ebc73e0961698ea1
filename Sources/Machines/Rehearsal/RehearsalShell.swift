/// A script of the Bourne shell, taken apart: the part of the language that the scripts here are written in.
indirect enum ShellNode: Hashable {
    case simple(Simple)
    /// Each one's output is the next one's input.
    case pipe([ShellNode])
    case and(ShellNode, ShellNode)
    case or(ShellNode, ShellNode)
    case sequence([ShellNode])
    case conditional(branches: [Branch], otherwise: ShellNode?)
    case loop(variable: String, over: [ShellWord], body: ShellNode)
    case choice(ShellWord, [Case])

    /// Assignments, or a command with its words.
    struct Simple: Hashable {
        var assignments: [Assignment] = []
        var words: [ShellWord] = []
        var dropsOutput = false
        var dropsErrors = false
    }

    struct Assignment: Hashable {
        var name: String
        var value: ShellWord
    }

    struct Branch: Hashable {
        var condition: ShellNode
        var body: ShellNode
    }

    struct Case: Hashable {
        var patterns: [ShellWord]
        var body: ShellNode
    }
}

/// A word before it is expanded.
struct ShellWord: Hashable {
    enum Part: Hashable {
        case text(String, isQuoted: Bool)
        case variable(String, isQuoted: Bool)
        case substitution(ShellNode, isQuoted: Bool)
    }

    var parts: [Part] = []

    /// The word as it stands, where it is nothing but unquoted text.
    var plain: String? {
        guard parts.count == 1, case .text(let text, isQuoted: false) = parts[0] else { return nil }
        return text
    }
}

/// A script that is not understood.
struct ShellRefusal: Error, Hashable {
    var line: Int
}
