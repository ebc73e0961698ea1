/// Reads scripts.
struct ShellParser {
    private let source: [Character]
    private var index = 0

    private init(_ text: String) { source = Array(text.replacing("\\\n", with: "")) }

    static func script(_ text: String) throws(ShellRefusal) -> ShellNode {
        var parser = ShellParser(text)
        let node = try parser.list(until: [])
        guard parser.index == parser.source.count else { throw parser.refusal }
        return node
    }

    private var refusal: ShellRefusal { ShellRefusal(line: source.prefix(index).count { $0 == "\n" } + 1) }
    private var current: Character? { index < source.count ? source[index] : nil }
    private var isAtMeta: Bool { current.map { "\n;&|()<> \t".contains($0) } ?? true }

    // MARK: - Blanks and signs

    private mutating func skip(newlines: Bool = false) {
        while let character = current {
            if character == "#" {
                while let inside = current, inside != "\n" { index += 1 }
            } else if character == " " || character == "\t" || (newlines && (character == "\n" || character == ";")) {
                // Two semicolons end a case, they are no blank.
                if character == ";", index + 1 < source.count, source[index + 1] == ";" { return }
                index += 1
            } else {
                return
            }
        }
    }

    private mutating func accept(_ sign: String) -> Bool {
        skip()
        guard source[index...].starts(with: Array(sign)) else { return false }
        index += sign.count
        return true
    }

    /// The reserved word that comes next; the cursor stays.
    private mutating func keyword() -> String? {
        skip(newlines: true)
        let word = String(source[index...].prefix { $0.isLetter })
        let after = index + word.count
        let isAlone = after >= source.count || "\n;&|()<> \t".contains(source[after])
        return isAlone && !word.isEmpty ? word : nil
    }

    private mutating func demand(_ word: String) throws(ShellRefusal) {
        guard keyword() == word else { throw refusal }
        index += word.count
    }

    // MARK: - Commands

    /// Commands up to one of the words, or to what closes a substitution or a case.
    private mutating func list(until ends: Set<String>) throws(ShellRefusal) -> ShellNode {
        var nodes: [ShellNode] = []
        while true {
            skip(newlines: true)
            guard let character = current, character != ")", character != ";" else { break }
            if let word = keyword(), ends.contains(word) { break }
            nodes.append(try chain())
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func chain() throws(ShellRefusal) -> ShellNode {
        var node = try pipeline()
        while true {
            if accept("&&") {
                skip(newlines: true)
                node = .and(node, try pipeline())
            } else if accept("||") {
                skip(newlines: true)
                node = .or(node, try pipeline())
            } else {
                return node
            }
        }
    }

    private mutating func pipeline() throws(ShellRefusal) -> ShellNode {
        var nodes = [try command()]
        skip()
        while !source[index...].starts(with: "||"), accept("|") {
            nodes.append(try command())
            skip()
        }
        return nodes.count == 1 ? nodes[0] : .pipe(nodes)
    }

    private mutating func command() throws(ShellRefusal) -> ShellNode {
        switch keyword() {
        case "if": return try conditional()
        case "for": return try loop()
        case "case": return try choice()
        default: return try simple()
        }
    }

    private mutating func conditional() throws(ShellRefusal) -> ShellNode {
        try demand("if")
        var branches: [ShellNode.Branch] = []
        var otherwise: ShellNode?
        repeat {
            let condition = try list(until: ["then"])
            try demand("then")
            branches.append(ShellNode.Branch(condition: condition, body: try list(until: ["elif", "else", "fi"])))
        } while try acceptKeyword("elif")
        if try acceptKeyword("else") { otherwise = try list(until: ["fi"]) }
        try demand("fi")
        return .conditional(branches: branches, otherwise: otherwise)
    }

    private mutating func acceptKeyword(_ word: String) throws(ShellRefusal) -> Bool {
        guard keyword() == word else { return false }
        try demand(word)
        return true
    }

    private mutating func loop() throws(ShellRefusal) -> ShellNode {
        try demand("for")
        skip()
        guard let name = try word()?.plain else { throw refusal }
        try demand("in")
        var words: [ShellWord] = []
        skip()
        while let word = try word() {
            words.append(word)
            skip()
        }
        try demand("do")
        let body = try list(until: ["done"])
        try demand("done")
        return .loop(variable: name, over: words, body: body)
    }

    private mutating func choice() throws(ShellRefusal) -> ShellNode {
        try demand("case")
        skip()
        guard let subject = try word() else { throw refusal }
        try demand("in")
        var cases: [ShellNode.Case] = []
        while keyword() != "esac" {
            var patterns: [ShellWord] = []
            repeat {
                skip()
                guard let pattern = try word() else { throw refusal }
                patterns.append(pattern)
            } while accept("|")
            guard accept(")") else { throw refusal }
            cases.append(ShellNode.Case(patterns: patterns, body: try list(until: ["esac"])))
            skip(newlines: true)
            guard accept(";;") || keyword() == "esac" else { throw refusal }
        }
        try demand("esac")
        return .choice(subject, cases)
    }

    private mutating func simple() throws(ShellRefusal) -> ShellNode {
        var simple = ShellNode.Simple()
        while true {
            skip()
            if accept("2> /dev/null") || accept("2>/dev/null") {
                simple.dropsErrors = true
            } else if accept("> /dev/null") || accept(">/dev/null") {
                simple.dropsOutput = true
            } else if simple.words.isEmpty, let name = assignedName() {
                index += name.count + 1
                simple.assignments.append(ShellNode.Assignment(name: name, value: try word() ?? ShellWord()))
            } else if let word = try word() {
                simple.words.append(word)
            } else {
                break
            }
        }
        guard !simple.words.isEmpty || !simple.assignments.isEmpty else { throw refusal }
        return .simple(simple)
    }

    /// The name before an equals sign, where an assignment comes next.
    private func assignedName() -> String? {
        let name = String(source[index...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        guard let first = name.first, !first.isNumber, index + name.count < source.count, source[index + name.count] == "=" else {
            return nil
        }
        return name
    }

    // MARK: - Words

    private mutating func word() throws(ShellRefusal) -> ShellWord? {
        guard !isAtMeta else { return nil }
        var word = ShellWord()
        while let character = current, !isAtMeta {
            index += 1
            switch character {
            case "'":
                let text = source[index...].prefix { $0 != "'" }
                index += text.count + 1
                guard index <= source.count else { throw refusal }
                word.parts.append(.text(String(text), isQuoted: true))
            case "\"": try quoted(&word)
            case "$": try expansion(&word, isQuoted: false)
            case "\\":
                guard let escaped = current else { throw refusal }
                index += 1
                word.parts.append(.text(String(escaped), isQuoted: true))
            case "`": throw refusal
            default: append(character, isQuoted: false, to: &word)
            }
        }
        return word
    }

    private mutating func quoted(_ word: inout ShellWord) throws(ShellRefusal) {
        word.parts.append(.text("", isQuoted: true))
        while let character = current {
            index += 1
            switch character {
            case "\"": return
            case "$": try expansion(&word, isQuoted: true)
            case "\\":
                guard let escaped = current else { throw refusal }
                index += 1
                let text = "$`\"\\".contains(escaped) ? String(escaped) : "\\" + String(escaped)
                word.parts.append(.text(text, isQuoted: true))
            default: append(character, isQuoted: true, to: &word)
            }
        }
        throw refusal
    }

    private func append(_ character: Character, isQuoted: Bool, to word: inout ShellWord) {
        if case .text(let text, isQuoted: let before)? = word.parts.last, before == isQuoted {
            word.parts[word.parts.count - 1] = .text(text + String(character), isQuoted: isQuoted)
        } else {
            word.parts.append(.text(String(character), isQuoted: isQuoted))
        }
    }

    /// What comes behind a dollar sign.
    private mutating func expansion(_ word: inout ShellWord, isQuoted: Bool) throws(ShellRefusal) {
        if current == "(" {
            index += 1
            let node = try list(until: [])
            guard accept(")") else { throw refusal }
            word.parts.append(.substitution(node, isQuoted: isQuoted))
            return
        }
        let isBraced = current == "{"
        if isBraced { index += 1 }
        var name = String(source[index...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        if let first = name.first, first.isNumber { name = String(first) }
        guard !name.isEmpty else { throw refusal }
        index += name.count
        if isBraced {
            guard current == "}" else { throw refusal }
            index += 1
        }
        word.parts.append(.variable(name, isQuoted: isQuoted))
    }
}
