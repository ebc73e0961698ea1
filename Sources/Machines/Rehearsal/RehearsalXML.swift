/// An element of an XML document.
struct XMLElement: Hashable {
    var name: String
    var attributes: [String: String] = [:]
    var children: [XMLElement] = []

    /// Every element of that name below this one, in order.
    func all(_ wanted: String) -> [XMLElement] { children.flatMap { ($0.name == wanted ? [$0] : []) + $0.all(wanted) } }

    func first(_ wanted: String) -> XMLElement? { all(wanted).first }
}

/// Why a document is none, as Java's parser says it.
struct XMLRefusal: Error, Hashable {
    var line: Int
    var column: Int
    var text: String
}

/// Reads XML documents as far as well-formedness goes; comments and instructions leave no trace.
struct XMLReader {
    private let source: [Character]
    private var index = 0

    private init(_ text: String) { source = Array(text) }

    /// The root element.
    static func document(_ text: String) throws(XMLRefusal) -> XMLElement {
        var reader = XMLReader(text)
        try reader.skipMisc()
        guard reader.current != nil else { throw reader.refusal("Premature end of file.") }
        guard let root = try reader.element() else { throw reader.refusal("Content is not allowed in prolog.") }
        try reader.skipMisc()
        guard reader.current == nil else { throw reader.refusal("Content is not allowed in trailing section.") }
        return root
    }

    private var current: Character? { index < source.count ? source[index] : nil }

    private func refusal(_ text: String) -> XMLRefusal {
        let before = source.prefix(index)
        let lineStart = before.lastIndex { $0.isNewline }.map { $0 + 1 } ?? 0
        return XMLRefusal(line: before.count { $0.isNewline } + 1, column: index - lineStart + 1, text: text)
    }

    private func isAt(_ sign: String) -> Bool { source[index...].starts(with: Array(sign)) }

    private mutating func accept(_ sign: String) -> Bool {
        guard isAt(sign) else { return false }
        index += sign.count
        return true
    }

    private mutating func skipBlanks() { while let character = current, character.isWhitespace { index += 1 } }

    /// Steps behind a closing sign.
    private mutating func skip(to sign: String, _ complaint: String) throws(XMLRefusal) {
        while index < source.count { if accept(sign) { return } else { index += 1 } }
        throw refusal(complaint)
    }

    /// Blanks, comments, instructions and the document type between elements.
    private mutating func skipMisc() throws(XMLRefusal) {
        while true {
            skipBlanks()
            if try skipComment() { continue }
            if accept("<?") {
                try skip(to: "?>", "XML document structures must start and end within the same entity.")
            } else if accept("<!DOCTYPE") {
                try skip(to: ">", "XML document structures must start and end within the same entity.")
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(XMLRefusal) -> Bool {
        guard accept("<!--") else { return false }
        while index < source.count {
            if accept("-->") { return true }
            if isAt("--") {
                throw refusal("The string \"--\" is not permitted within comments.")
            }
            index += 1
        }
        throw refusal("XML document structures must start and end within the same entity.")
    }

    private mutating func name() -> String {
        let name = source[index...].prefix { $0.isLetter || $0.isNumber || "_-.:".contains($0) }
        index += name.count
        return String(name)
    }

    /// An element with all that is in it; nil where none begins.
    private mutating func element() throws(XMLRefusal) -> XMLElement? {
        guard accept("<") else { return nil }
        let name = name()
        guard !name.isEmpty else {
            throw refusal("The content of elements must consist of well-formed character data or markup.")
        }
        var element = XMLElement(name: name)
        while true {
            skipBlanks()
            if accept("/>") { return element }
            if accept(">") { break }
            try attribute(of: &element)
        }
        try content(of: &element)
        return element
    }

    private mutating func attribute(of element: inout XMLElement) throws(XMLRefusal) {
        let key = name()
        guard !key.isEmpty else {
            throw refusal("Element type \"\(element.name)\" must be followed by either attribute specifications, \">\" or \"/>\".")
        }
        skipBlanks()
        guard accept("=") else {
            throw refusal(
                "Attribute name \"\(key)\" associated with an element type \"\(element.name)\" must be followed by the ' = ' character.")
        }
        skipBlanks()
        guard let quote = current, quote == "\"" || quote == "'" else {
            throw refusal("Open quote is expected for attribute \"\(key)\" associated with an  element type  \"\(element.name)\".")
        }
        index += 1
        let value = source[index...].prefix { $0 != quote && $0 != "<" }
        index += value.count
        guard accept(String(quote)) else {
            throw refusal(
                "The value of attribute \"\(key)\" associated with an element type \"\(element.name)\" must not contain the '<' character.")
        }
        guard element.attributes[key] == nil else {
            throw refusal("Attribute \"\(key)\" was already specified for element \"\(element.name)\".")
        }
        element.attributes[key] = Self.plain(String(value))
    }

    private mutating func content(of element: inout XMLElement) throws(XMLRefusal) {
        while current != nil {
            if try skipComment() { continue }
            if accept("<![CDATA[") {
                try skip(to: "]]>", "XML document structures must start and end within the same entity.")
            } else if accept("<?") {
                try skip(to: "?>", "XML document structures must start and end within the same entity.")
            } else if accept("</") {
                let name = name()
                skipBlanks()
                guard name == element.name, accept(">") else {
                    throw refusal("The element type \"\(element.name)\" must be terminated by the matching end-tag \"</\(element.name)>\".")
                }
                return
            } else if let child = try self.element() {
                element.children.append(child)
            } else {
                index += 1
            }
        }
        throw refusal("XML document structures must start and end within the same entity.")
    }

    private static func plain(_ value: String) -> String {
        let entities = [("&quot;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
        return entities.reduce(value) { $0.replacing($1.0, with: $1.1) }
    }
}
