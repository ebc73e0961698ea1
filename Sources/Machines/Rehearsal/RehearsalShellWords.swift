/// How the shell makes words of what a script says.
extension RehearsalServer {
    /// The words after expansion: values without quotes are cut at blanks, and patterns become the names of files.
    mutating func expand(_ words: [ShellWord], _ state: inout ShellState) throws(MachineError) -> [String] {
        var result: [String] = []
        for word in words { result += try expand(word, &state) }
        return result
    }

    /// A piece of a word; what stood in quotes is no pattern.
    private struct Piece {
        var text: String
        var isQuoted: Bool
    }

    private mutating func expand(_ word: ShellWord, _ state: inout ShellState) throws(MachineError) -> [String] {
        var fields: [[Piece]] = []
        var field: [Piece]?
        for part in word.parts {
            let (text, isQuoted) = try value(of: part, &state)
            if case .text = part {
                field = (field ?? []) + [Piece(text: text, isQuoted: isQuoted)]
            } else if isQuoted {
                field = (field ?? []) + [Piece(text: text, isQuoted: true)]
            } else {
                let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
                if text.first?.isWhitespace == true, let whole = field { (fields, field) = (fields + [whole], nil) }
                for (index, part) in parts.enumerated() {
                    field = (field ?? []) + [Piece(text: part, isQuoted: false)]
                    if index < parts.count - 1, let whole = field { (fields, field) = (fields + [whole], nil) }
                }
                if text.last?.isWhitespace == true, let whole = field { (fields, field) = (fields + [whole], nil) }
            }
        }
        if let field { fields.append(field) }
        return fields.flatMap(filesMeant)
    }

    /// The word as one text, as assignments and cases take it.
    mutating func joined(_ word: ShellWord, _ state: inout ShellState) throws(MachineError) -> String {
        var text = ""
        for part in word.parts { text += try value(of: part, &state).text }
        return text
    }

    private mutating func value(
        of part: ShellWord.Part, _ state: inout ShellState
    ) throws(MachineError) -> (text: String, isQuoted: Bool) {
        switch part {
        case .text(let text, let isQuoted): return (text, isQuoted)
        case .variable(let name, let isQuoted):
            guard let number = Int(name) else { return (state.variables[name] ?? "", isQuoted) }
            return (number < state.arguments.count ? state.arguments[number] : "", isQuoted)
        case .substitution(let node, let isQuoted):
            var inner = ShellState(variables: state.variables, arguments: state.arguments)
            try run(node, &inner)
            state.errors += inner.errors
            state.status = inner.status
            var text = String(decoding: inner.output, as: UTF8.self)
            while text.last == "\n" { text.removeLast() }
            return (text, isQuoted)
        }
    }

    // MARK: - Patterns

    /// The files that a word with a star stands for; the word itself where it has none, or where nothing fits.
    private func filesMeant(_ pieces: [Piece]) -> [String] {
        let text = pieces.map(\.text).joined()
        let isPattern = pieces.contains { piece in !piece.isQuoted && piece.text.contains { "*?".contains($0) } }
        guard isPattern, text.hasPrefix("/") else { return [text] }
        var found = [""]
        for segment in text.split(separator: "/") {
            found = found.flatMap { folder -> [String] in
                guard segment.contains(where: { "*?".contains($0) }) else { return ["\(folder)/\(segment)"] }
                // What cannot be listed has nothing that fits.
                let names = (try? files.names(in: folder.isEmpty ? "/" : folder)) ?? []
                return names.filter { !$0.hasPrefix(".") && Self.matches($0[...], segment) }.map { "\(folder)/\($0)" }
            }
        }
        found = found.filter { exists($0) || isLink($0) }
        return found.isEmpty ? [text] : found.sorted()
    }

    /// Whether a text fits a pattern with stars and question marks.
    static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" { return matches(text, pattern.dropFirst()) || (!text.isEmpty && matches(text.dropFirst(), pattern)) }
        guard let letter = text.first, first == "?" || first == letter else { return false }
        return matches(text.dropFirst(), pattern.dropFirst())
    }
}
