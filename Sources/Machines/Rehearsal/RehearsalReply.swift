/// What a rehearsed command prints, and its exit status.
struct RehearsalReply: Hashable {
    var output: [UInt8] = []
    var status: Int32 = 0

    init() {}

    /// A reply of whole lines.
    init(status: Int32 = 0, _ lines: String...) {
        self.status = status
        say(lines)
    }

    mutating func say(_ line: String) { output += Array(line.utf8) + [UInt8(ascii: "\n")] }

    mutating func say(_ lines: [String]) { for line in lines { say(line) } }

    /// Adds another command's lines; its status counts if it failed.
    mutating func add(_ other: RehearsalReply) {
        output += other.output
        if other.status != 0 { status = other.status }
    }

    /// The output cut after each line end.
    var lines: [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for byte in output {
            line.append(byte)
            guard byte == UInt8(ascii: "\n") else { continue }
            lines.append(line)
            line = []
        }
        return line.isEmpty ? lines : lines + [line]
    }
}

/// A command line taken apart by the options that the command knows.
struct RehearsalArguments {
    /// The options without a value that were given.
    var flags: Set<String> = []
    /// The values of the options that take one, in order.
    var values: [String: [String]] = [:]
    /// What is no option.
    var operands: [String] = []

    /// Nil where an option is unknown or lacks its value.
    init?(_ words: some Collection<String>, flags known: Set<String>, values valued: Set<String> = []) {
        var rest = Array(words)[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                return
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if known.contains(word) {
                flags.insert(word)
            } else if parts.count == 2, valued.contains(parts[0]) {
                values[parts[0], default: []].append(parts[1])
            } else if valued.contains(word), let value = rest.popFirst() {
                values[word, default: []].append(value)
            } else {
                return nil
            }
        }
    }

    /// The last value given under any of the names.
    func value(_ names: String...) -> String? { names.lazy.compactMap { values[$0]?.last }.first }

    /// Whether any of the names was given.
    func has(_ names: String...) -> Bool { !flags.isDisjoint(with: names) }
}
