internal import CMustache
internal import Glibc

/// How a value must be written so that the format of its file takes it for nothing but a value.
public enum Escaping: String, Sendable, Hashable, CaseIterable {
    /// The format has no way to quote; values are rules' business (`TextRule`).
    case none
    /// Inside single quotes of SQL.
    case sql
    /// Inside double quotes of a MySQL option file.
    case optionFile = "option-file"
    /// Text or a quoted attribute of XML or HTML.
    case xml

    /// The value as it may stand in the file.
    public func escaped(_ text: String) -> String {
        let replaced: (Unicode.Scalar) -> String
        switch self {
        case .none: return text
        case .sql: replaced = { $0 == "'" ? "''" : $0 == "\\" ? "\\\\" : String($0) }
        case .optionFile:
            replaced = { $0 == "\"" ? "\\\"" : $0 == "\\" ? "\\\\" : $0 == "\n" ? "\\n" : $0 == "\r" ? "\\r" : String($0) }
        case .xml:
            replaced = {
                switch $0 {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                case "\"": "&quot;"
                case "'": "&#39;"
                default: String($0)
                }
            }
        }
        return text.unicodeScalars.map(replaced).joined()
    }

    /// The escaping that a template's file name calls for.
    static func of(templateNamed name: String) -> Escaping {
        if name.hasSuffix(".sql") { return .sql }
        if name.hasSuffix(".cnf") { return .optionFile }
        return name.hasSuffix(".html") || name.hasSuffix(".xml") ? .xml : .none
    }
}

/// The body of a file or of SQL statements that a step installs, in mustache.
public struct Template: Sendable, Hashable {
    /// Its file name under Resources/Templates.
    public let name: String
    /// The body as written.
    public let source: String
    /// How values are escaped in it, by the ending of its name.
    public let escaping: Escaping

    /// Creates a template. Throws where its tags do not match or a name is unknown.
    public init(name: String, source: String) throws(DocumentError) {
        self.name = name
        self.source = source
        escaping = .of(templateNamed: name)
        try checkNames()
    }

    /// Whether it holds a secret, so that its text belongs in no report.
    public var isSecret: Bool { !secretNames.isEmpty }

    /// The names of the secrets that it holds, or something made of them.
    public var secretNames: [String] {
        let names = Placeholder.names(in: source).map { Vocabulary.derivedSecrets[$0] ?? $0 }
        return Vocabulary.secrets.filter(names.contains)
    }

    /// The body with values filled in. `secret` gives the text for a secret's name: bullets for a preview, the real
    /// one for the file itself.
    public func rendered(with values: Values, secret: (String) -> String) -> String {
        let object = Template.object(of: values, escaping: escaping, secret: secret)
        defer { cmustache_free(object) }
        var problem: UnsafeMutablePointer<CChar>?
        guard let text = cmustache_render(source, object, &problem) else {
            preconditionFailure("template \(name) was checked when it was loaded")
        }
        defer { free(text) }
        return String(cString: text)
    }

    /// How deep sections may stand in each other: each one multiplies the text by its rows.
    private static let deepest = 4

    private struct Line {
        /// From 1.
        var number: Int
        var text: String
    }

    /// What the library cannot be trusted with: it ends a text at a zero byte, and calls itself for each section.
    private func checkShape(_ tagged: [Line]) throws(DocumentError) {
        if let zero = source.utf8.firstIndex(of: 0) {
            let line = 1 + source.utf8[..<zero].count { $0 == UInt8(ascii: "\n") }
            throw DocumentError(file: name, line: line, "there is a zero byte; a template is text")
        }
        var depth = 0
        for line in tagged {
            for tag in Placeholder.names(in: line.text) {
                if tag.hasPrefix("#") || tag.hasPrefix("^") { depth += 1 }
                if tag.hasPrefix("/") { depth -= 1 }
                guard depth <= Template.deepest else {
                    throw DocumentError(
                        file: name, line: line.number, path: tag, "sections stand in each other more than \(Template.deepest) deep")
                }
            }
        }
    }

    private func checkNames() throws(DocumentError) {
        let lines = Array(source.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let tagged = lines.enumerated().filter { $1.contains(UInt8(ascii: "{")) }
            .map { Line(number: $0 + 1, text: String(decoding: $1, as: UTF8.self)) }
        try checkShape(tagged)
        var problem: UnsafeMutablePointer<CChar>?
        let empty = cmustache_object()
        defer { cmustache_free(empty) }
        guard let text = cmustache_render(source, empty, &problem) else {
            let reason = problem.map { String(cString: $0) } ?? "it cannot be read"
            free(problem)
            throw DocumentError(file: name, reason)
        }
        free(text)
        if let tag = Placeholder.names(in: source).first(where: { $0.contains(where: \.isNewline) }) {
            throw DocumentError(file: name, path: tag, "a tag stands on one line")
        }
        var columns: [Set<String>] = []
        for line in tagged {
            for tag in Placeholder.names(in: line.text) { try check(tag, line: line.number, columns: &columns) }
            if let tag = Placeholder.torn(in: line.text) {
                throw DocumentError(file: name, line: line.number, path: tag, "a name has no blanks in it")
            }
        }
    }

    private func check(_ tag: String, line: Int, columns: inout [Set<String>]) throws(DocumentError) {
        switch tag.first {
        case "#", "^":
            let name = String(tag.dropFirst())
            guard let list = Vocabulary.lists[name] else {
                throw DocumentError(
                    file: self.name, line: line, path: name,
                    "there is no such list; the lists are \(Vocabulary.lists.keys.sorted().joined(separator: ", "))")
            }
            columns.append(list)
        case "/": columns = Array(columns.dropLast())
        case "!": break
        case "{", "&", ">", "=":
            throw DocumentError(file: name, line: line, path: tag, "only plain values, sections and comments are used in templates")
        default:
            let isKnown = Vocabulary.texts.contains(tag) || Vocabulary.isSecret(tag) || columns.contains { $0.contains(tag) }
            if !isKnown { throw DocumentError(file: name, line: line, path: tag, "there is no value of that name") }
        }
    }

    private static func object(of values: Values, escaping: Escaping, secret: (String) -> String) -> OpaquePointer? {
        // The library looks dotted names up as objects within objects.
        var tree = Branch()
        for (name, value) in values.entries {
            tree.insert(name.split(separator: ".").map(String.init), Leaf(value: value, name: name))
        }
        return tree.object { leaf in
            switch leaf.value {
            case .text(let text): cmustache_text(escaping.escaped(text))
            case .verbatim(let text): cmustache_text(text)
            case .secret: cmustache_text(escaping.escaped(secret(leaf.name)))
            case .list(let rows): list(rows, escaping)
            }
        }
    }

    private static func list(_ rows: [[String: String]], _ escaping: Escaping) -> OpaquePointer? {
        let list = cmustache_list()
        for row in rows {
            let object = cmustache_object()
            for (name, text) in row { cmustache_object_set(object, name, cmustache_text(escaping.escaped(text))) }
            cmustache_list_append(list, object)
        }
        return list
    }

    private struct Leaf {
        var value: Value
        var name: String
    }

    private struct Branch {
        var leaves: [String: Leaf] = [:]
        var branches: [String: Branch] = [:]

        mutating func insert(_ path: [String], _ leaf: Leaf) {
            if path.count == 1 {
                leaves[path[0]] = leaf
            } else {
                branches[path[0], default: Branch()].insert(Array(path.dropFirst()), leaf)
            }
        }

        func object(_ make: (Leaf) -> OpaquePointer?) -> OpaquePointer? {
            let object = cmustache_object()
            for (name, leaf) in leaves { cmustache_object_set(object, name, make(leaf)) }
            for (name, branch) in branches { cmustache_object_set(object, name, branch.object(make)) }
            return object
        }
    }
}
