/// Reading of /etc/exports and of the files in /etc/exports.d.
public enum ExportsFile {
    /// The exports in order, with quotes, octal escapes, comments, continued lines and default options understood.
    public static func entries(in text: [UInt8]) -> [Export] {
        logicalLines(of: text).compactMap(export)
    }

    /// Lines joined where one ends in a backslash, with the number of the first.
    private static func logicalLines(of text: [UInt8]) -> [(content: [UInt8], line: Int)] {
        var found: [(content: [UInt8], line: Int)] = []
        var isContinued = false
        for (index, line) in TextLines(text).lines.enumerated() {
            var content = line.content
            let continues = content.last == UInt8(ascii: "\\")
            if continues { content[content.count - 1] = UInt8(ascii: " ") }
            if isContinued {
                found[found.count - 1].content += content
            } else {
                found.append((content, index + 1))
            }
            isContinued = continues
        }
        return found
    }

    private static func export(_ logical: (content: [UInt8], line: Int)) -> Export? {
        let words = tokens(of: logical.content)
        guard let path = words.first else { return nil }
        var defaults: [String] = []
        var clients: [Export.Client] = []
        for word in words.dropFirst() {
            if word.first == UInt8(ascii: "-") {
                defaults = options(word.dropFirst())
            } else {
                clients.append(client(word, defaults: defaults))
            }
        }
        return Export(path: String(decoding: path, as: UTF8.self), clients: clients, line: logical.line)
    }

    /// `host(options)`, `host`, or `(options)` for everybody: a blank before the bracket gives the world those options.
    private static func client(_ word: [UInt8], defaults: [String]) -> Export.Client {
        guard let bracket = word.firstIndex(of: UInt8(ascii: "(")) else {
            return Export.Client(pattern: String(decoding: word, as: UTF8.self), options: defaults)
        }
        let pattern = String(decoding: word[..<bracket], as: UTF8.self)
        let own = options(word[(bracket + 1)...].prefix { $0 != UInt8(ascii: ")") })
        return Export.Client(pattern: pattern.isEmpty ? "*" : pattern, options: defaults + own)
    }

    private static func options(_ list: some Collection<UInt8>) -> [String] {
        list.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The words of a logical line, unquoted and unescaped, up to a `#` that begins a word.
    private static func tokens(of line: [UInt8]) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var word: [UInt8] = []
        var isQuoted = false
        var isInWord = false
        for byte in line {
            if !isQuoted && !isInWord && byte == UInt8(ascii: "#") { break }
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
                isInWord = true
            } else if isBlank(byte) && !isQuoted {
                if isInWord { found.append(word) }
                (word, isInWord) = ([], false)
            } else {
                word.append(byte)
                isInWord = true
            }
        }
        if isInWord { found.append(word) }
        return found.map(Octal.decoded)
    }
}
