/// A word, name, literal or sign of a SQL text.
struct SQLToken: Hashable {
    enum Kind: Hashable {
        /// A word without quotes: a keyword or a name.
        case word
        /// A name in backticks.
        case name
        /// A string in quotes.
        case string
        case number
        /// `@@name`.
        case variable
        case sign
    }

    var kind: Kind
    /// The token without quotes and escapes.
    var text: String
    /// Where it stands in the source.
    var range: Range<Int>
    /// The line on which it begins, counted from 1.
    var line: Int

    func isWord(_ word: String) -> Bool { kind == .word && text.uppercased() == word }
    func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
}

/// Takes SQL texts apart into statements.
enum SQLText {
    /// The statements, each as its tokens.
    static func statements(in source: [UInt8]) -> [[SQLToken]] {
        tokens(of: source).split { $0.isSign(";") }.map(Array.init)
    }

    private static func tokens(of source: [UInt8]) -> [SQLToken] {
        var reader = SQLReader(source: source)
        var tokens: [SQLToken] = []
        while let token = reader.next() { tokens.append(token) }
        return tokens
    }
}

/// Reads one token after the other.
private struct SQLReader {
    let source: [UInt8]
    var index = 0
    var line = 1

    init(source: [UInt8]) { self.source = source }

    mutating func next() -> SQLToken? {
        skipBlanksAndComments()
        guard let byte = peek() else { return nil }
        let (start, startLine) = (index, line)
        func token(_ kind: SQLToken.Kind, _ text: [UInt8]) -> SQLToken {
            SQLToken(kind: kind, text: String(decoding: text, as: UTF8.self), range: start..<index, line: startLine)
        }
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            let text = quoted(by: byte, hasEscapes: true)
            return token(.string, text)
        case UInt8(ascii: "`"):
            let text = quoted(by: byte, hasEscapes: false)
            return token(.name, text)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let text = take { Self.isWordByte($0) || $0 == UInt8(ascii: ".") }
            return token(.number, text)
        case UInt8(ascii: "@") where peek(1) == byte:
            index += 2
            let text = take { Self.isWordByte($0) || $0 == UInt8(ascii: ".") }
            return token(.variable, text)
        case _ where Self.isWordByte(byte):
            let text = take(Self.isWordByte)
            return token(.word, text)
        default:
            index += 1
            return token(.sign, [byte])
        }
    }

    private func peek(_ offset: Int = 0) -> UInt8? { index + offset < source.count ? source[index + offset] : nil }

    private mutating func step() {
        if source[index] == UInt8(ascii: "\n") { line += 1 }
        index += 1
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }

    private mutating func take(_ belongs: (UInt8) -> Bool) -> [UInt8] {
        let start = index
        while let byte = peek(), belongs(byte) { step() }
        return Array(source[start..<index])
    }

    private mutating func quoted(by quote: UInt8, hasEscapes: Bool) -> [UInt8] {
        var text: [UInt8] = []
        step()
        while let byte = peek() {
            step()
            if byte == quote {
                guard peek() == quote else { break }
                step()
                text.append(quote)
            } else if hasEscapes, byte == UInt8(ascii: "\\"), let escaped = peek() {
                step()
                switch escaped {
                case UInt8(ascii: "n"): text.append(10)
                case UInt8(ascii: "t"): text.append(9)
                case UInt8(ascii: "r"): text.append(13)
                case UInt8(ascii: "0"): text.append(0)
                default: text.append(escaped)
                }
            } else {
                text.append(byte)
            }
        }
        return text
    }

    private mutating func skipBlanksAndComments() {
        while let byte = peek() {
            let isDashes = byte == UInt8(ascii: "-") && peek(1) == byte && (peek(2).map { $0 <= UInt8(ascii: " ") } ?? true)
            if byte == UInt8(ascii: "#") || isDashes {
                while let inside = peek(), inside != UInt8(ascii: "\n") { step() }
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                while let inside = peek(), !(inside == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) { step() }
                index = min(index + 2, source.count)
            } else if byte <= UInt8(ascii: " ") {
                step()
            } else {
                return
            }
        }
    }
}

/// Goes along the tokens of a statement.
struct SQLCursor {
    let tokens: [SQLToken]
    var index = 0

    init(_ tokens: [SQLToken]) { self.tokens = tokens }

    var current: SQLToken? { index < tokens.count ? tokens[index] : nil }
    var isAtEnd: Bool { current == nil }

    /// Steps over these words if they come next.
    mutating func accept(_ words: String...) -> Bool {
        guard index + words.count <= tokens.count, zip(tokens[index...], words).allSatisfy({ $0.isWord($1) }) else { return false }
        index += words.count
        return true
    }

    /// Steps over a sign if it comes next.
    mutating func accept(sign: String) -> Bool {
        guard current?.isSign(sign) == true else { return false }
        index += 1
        return true
    }

    /// The name that comes next.
    mutating func name() -> String? {
        guard let token = current, token.kind == .word || token.kind == .name else { return nil }
        index += 1
        return token.text
    }

    /// The string or number that comes next; `.some(nil)` for NULL.
    mutating func literal() -> String?? {
        guard let token = current else { return nil }
        if token.isWord("NULL") || token.kind == .string || token.kind == .number {
            index += 1
            return .some(token.isWord("NULL") ? nil : token.text)
        }
        return nil
    }

    /// `[database.]table`.
    mutating func table() -> (database: String?, name: String)? {
        guard let first = name() else { return nil }
        guard accept(sign: ".") else { return (nil, first) }
        return name().map { (first, $0) }
    }

    /// `'user'@'host'`.
    mutating func account() -> (user: String, host: String)? {
        guard let user = current, [.string, .name, .word].contains(user.kind) else { return nil }
        index += 1
        guard accept(sign: "@") else { return (user.text, "%") }
        guard let host = current, [.string, .name, .word].contains(host.kind) else { return nil }
        index += 1
        return (user.text, host.text)
    }

    /// What stands in brackets, at any depth; the cursor goes behind them.
    mutating func brackets() -> [SQLToken]? {
        guard accept(sign: "(") else { return nil }
        let start = index
        var depth = 1
        while let token = current {
            index += 1
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if depth == 0 { return Array(tokens[start..<(index - 1)]) }
        }
        return nil
    }
}

extension [SQLToken] {
    /// The tokens cut at commas that stand in no brackets.
    func splitAtCommas() -> [[SQLToken]] {
        var parts: [[SQLToken]] = [[]]
        var depth = 0
        for token in self {
            if token.isSign("(") { depth += 1 }
            if token.isSign(")") { depth -= 1 }
            if token.isSign(","), depth == 0 { parts.append([]) } else { parts[parts.count - 1].append(token) }
        }
        return parts
    }
}
