/// Collects the problems of one file while it is read, so that the operator sees all of them at once.
package final class ProblemLog {
    package let file: String
    private(set) var problems: [Problem] = []

    package init(file: String) { self.file = file }

    /// More than these help nobody.
    private static let most = 100

    package func add(_ line: Int, _ path: String, _ message: String) {
        guard problems.count < ProblemLog.most else {
            if problems.count == ProblemLog.most {
                problems.append(Problem(file: file, line: line, path: "", message: "there are more mistakes; mend these first"))
            }
            return
        }
        problems.append(Problem(file: file, line: line, path: path, message: message))
    }

    package func throwIfAny() throws(DocumentError) {
        if !problems.isEmpty { throw DocumentError(problems) }
    }
}

/// Takes a mapping apart, key by key; `finish` names the keys that nobody asked for.
package final class Reader {
    let node: Node
    let path: String
    let log: ProblemLog
    private var entries: [String: Node.Entry] = [:]
    private var asked: [String] = []

    package init(_ node: Node, path: String, log: ProblemLog) {
        self.node = node
        self.path = path
        self.log = log
        if case .mapping(let list) = node.content {
            for entry in list { entries[entry.key] = entry }
        } else if !node.isNull {
            log.add(node.line, path, "expected a mapping of keys, found \(node.kindName)")
        }
    }

    package var keys: [String] {
        if case .mapping(let list) = node.content { return list.map(\.key) }
        return []
    }

    func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    package func line(of key: String) -> Int { entries[key]?.line ?? node.line }

    package func complain(_ key: String, _ message: String) { log.add(line(of: key), place(key), message) }

    package func value(_ key: String) -> Node? {
        asked.append(key)
        guard let value = entries[key]?.value, !value.isNull else { return nil }
        return value
    }

    package func text(_ key: String) -> String? {
        guard let value = value(key) else { return nil }
        guard case .scalar(let text, _) = value.content else {
            log.add(value.line, place(key), "expected a single value, found \(value.kindName)")
            return nil
        }
        return text
    }

    /// Text that must be there; empty text is reported and returned as "".
    package func required(_ key: String) -> String {
        if let text = text(key), !text.isEmpty { return text }
        if entries[key] == nil || entries[key]?.value.isNull == true {
            complain(key, "is missing")
        } else if case .scalar? = entries[key]?.value.content {
            complain(key, "is empty")
        }
        return ""
    }

    func flag(_ key: String) -> Bool? {
        guard let text = text(key) else { return nil }
        switch text {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            complain(key, "'\(text)' is neither true nor false")
            return nil
        }
    }

    func number(_ key: String) -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text) else {
            complain(key, "'\(text)' is not a whole number")
            return nil
        }
        return number
    }

    /// Permission bits in octal, quoted in YAML so that nobody reads them as decimal: "0755".
    func mode(_ key: String) -> UInt32? {
        guard let text = text(key) else { return nil }
        guard text.utf8.count == 4, text.first != "+", let mode = UInt32(text, radix: 8) else {
            complain(key, "'\(text)' is not a mode; write four octal digits in quotes, such as \"0755\"")
            return nil
        }
        return mode
    }

    /// A time such as `30s`, `5m` or `1h`.
    package func duration(_ key: String) -> Duration? {
        guard let text = text(key) else { return nil }
        let factors: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last, let factor = factors[unit], let count = Int(text.dropLast()), (1...100_000).contains(count) else {
            complain(key, "'\(text)' is not a time; write it as 30s, 5m or 1h")
            return nil
        }
        return .seconds(count * factor)
    }

    /// A list of texts; a single text counts as a list of one.
    package func texts(_ key: String) -> [String]? {
        guard let value = value(key) else { return nil }
        switch value.content {
        case .scalar(let text, _): return [text]
        case .mapping:
            log.add(value.line, place(key), "expected a list, found a mapping")
            return nil
        case .sequence(let items):
            return items.enumerated().compactMap { index, item in
                if case .scalar(let text, _) = item.content { return text }
                log.add(item.line, "\(place(key))[\(index)]", "expected a single value, found \(item.kindName)")
                return nil
            }
        }
    }

    /// Program and arguments, which must be there.
    func command(_ key: String) -> [String] {
        let words = texts(key) ?? []
        if words.first?.isEmpty ?? true { complain(key, "is missing; give program and arguments as a list") }
        return words
    }

    package func items(_ key: String) -> [Node] {
        guard let value = value(key) else { return [] }
        guard case .sequence(let items) = value.content else {
            log.add(value.line, place(key), "expected a list, found \(value.kindName)")
            return []
        }
        return items
    }

    func reader(_ key: String) -> Reader? {
        value(key).map { Reader($0, path: place(key), log: log) }
    }

    /// Names every key that was never asked for, with the ones that exist.
    package func finish() {
        let unknown = keys.filter { !asked.contains($0) }
        if unknown.isEmpty { return }
        var seen: Set<String> = []
        let known = asked.filter { seen.insert($0).inserted }.joined(separator: ", ")
        for key in unknown { complain(key, "there is no such key; the keys here are \(known)") }
    }
}
