/// Cuts an XML text into tags, comments and what lies between, by byte positions, and refuses what no parser takes.
struct XMLScanner {
    /// One attribute of a start tag.
    struct Attribute {
        var name: String
        /// Name, equals sign and quoted value.
        var place: Range<Int>
        /// The value without its quotes.
        var value: Range<Int>
    }

    /// What one piece of the text is.
    enum Token {
        case start(name: String, attributes: [Attribute], isEmpty: Bool)
        case end(name: String)
        case comment
        /// Characters outside of any tag, references to characters among them; blank where they are white space only.
        case text(isBlank: Bool)
        /// A reference to an entity of the file's own.
        case entity
        case characterSection
        case documentType
        case instruction
        /// The XML declaration, with the encoding that it names.
        case declaration(encoding: String?)
    }

    /// The text.
    let bytes: [UInt8]
    /// Where the next piece begins.
    private(set) var position: Int
    /// A document type was there, which may declare entities.
    private var mayHaveEntities = false

    /// Begins behind a byte order mark.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next piece and its range; nil at the end.
    mutating func next() throws(EditError) -> (token: Token, range: Range<Int>)? {
        let start = position
        guard start < bytes.count else { return nil }
        let token = try token()
        return (token, start..<position)
    }

    /// An error about what stands at `offset`.
    func fault(_ what: String, at offset: Int) -> EditError { Self.fault(what, at: offset, in: bytes) }

    /// An error about what stands at `offset` of `bytes`.
    static func fault(_ what: String, at offset: Int, in bytes: [UInt8]) -> EditError {
        EditError(what: what, line: lineNumber(of: offset, in: bytes), remedy: "correct the file first; no program can read it as it is")
    }

    /// The number of the line at `offset`, counted from 1.
    static func lineNumber(of offset: Int, in bytes: [UInt8]) -> Int { 1 + bytes[..<offset].count { $0 == TextLines.lineFeed } }

    static func isWhite(_ byte: UInt8) -> Bool { isBlank(byte) || byte == TextLines.lineFeed || byte == TextLines.carriageReturn }

    static func beginsName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...: true
        default: false
        }
    }

    static func continuesName(_ byte: UInt8) -> Bool {
        beginsName(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    // MARK: - Pieces

    private mutating func token() throws(EditError) -> Token {
        if bytes[position] == UInt8(ascii: "&") { return try reference() }
        if bytes[position] != UInt8(ascii: "<") { return try text() }
        if stands("<!--") { return try comment() }
        if stands("<![CDATA[") {
            try pass(through: "]]>", of: "the CDATA section")
            return .characterSection
        }
        if stands("<?") { return try instruction() }
        if stands("<!DOCTYPE") { return try documentType() }
        return stands("</") ? try endTag() : try startTag()
    }

    private mutating func reference() throws(EditError) -> Token {
        let start = position
        position = try checkedReference(at: start).end
        return XMLReference(at: start, in: bytes[...])?.character == nil ? .entity : .text(isBlank: false)
    }

    private mutating func text() throws(EditError) -> Token {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<"), bytes[position] != UInt8(ascii: "&") {
            if stands("]]>") { throw fault("]]> stands where no CDATA section is open", at: position) }
            position += 1
        }
        return .text(isBlank: bytes[start..<position].allSatisfy(Self.isWhite))
    }

    private mutating func comment() throws(EditError) -> Token {
        let start = position
        position += 4
        while position < bytes.count, !stands("--") { position += 1 }
        if stands("-->") {
            position += 3
            return .comment
        }
        guard position < bytes.count else { throw fault("the comment is not closed", at: start) }
        throw fault("-- stands inside the comment that begins on line \(Self.lineNumber(of: start, in: bytes))", at: position)
    }

    private mutating func instruction() throws(EditError) -> Token {
        let start = position
        position += 2
        let target = try name(or: "a name is missing behind <?")
        if target == "xml", start == 0 || (start == 3 && bytes[0] == 0xEF) { return try declaration(from: start) }
        if target.lowercased() == "xml" { throw fault("the XML declaration does not stand at the very beginning", at: start) }
        guard position < bytes.count, stands("?>") || Self.isWhite(bytes[position]) else {
            throw fault("the instruction <?\(target) is malformed", at: start)
        }
        try pass(through: "?>", of: "the instruction <?\(target)", from: start)
        return .instruction
    }

    private mutating func declaration(from start: Int) throws(EditError) -> Token {
        let attributes = try attributes(of: "?xml", until: "?>")
        position += 2
        let values = attributes.map { String(decoding: bytes[$0.value], as: UTF8.self) }
        let names = attributes.map(\.name)
        let isOrdered = [["version"], ["version", "encoding"], ["version", "standalone"], ["version", "encoding", "standalone"]].contains(
            names)
        guard isOrdered, ["1.0", "1.1"].contains(values[0]), names.last != "standalone" || ["yes", "no"].contains(values[names.count - 1])
        else { throw fault("the XML declaration is malformed", at: start) }
        return .declaration(encoding: names.contains("encoding") ? values[1] : nil)
    }

    private mutating func documentType() throws(EditError) -> Token {
        let start = position
        var isInSubset = false
        position += 9
        mayHaveEntities = true
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                guard let close = bytes[(position + 1)...].firstIndex(of: byte) else { break }
                position = close + 1
            } else if isInSubset, stands("<!--") {
                _ = try comment()
            } else if isInSubset, stands("<?") {
                try pass(through: "?>", of: "the instruction")
            } else {
                position += 1
                if byte == UInt8(ascii: ">"), !isInSubset { return .documentType }
                isInSubset = byte == UInt8(ascii: "[") || (isInSubset && byte != UInt8(ascii: "]"))
            }
        }
        throw fault("the document type is not closed", at: start)
    }

    // MARK: - Tags

    private mutating func endTag() throws(EditError) -> Token {
        let start = position
        position += 2
        let name = try name(or: "a name is missing behind </")
        skipWhite()
        guard stands(">") else { throw fault("the tag </\(name) is not closed", at: start) }
        position += 1
        return .end(name: name)
    }

    private mutating func startTag() throws(EditError) -> Token {
        position += 1
        let name = try name(or: "< stands where no tag begins; in text it is written &lt;")
        let attributes = try attributes(of: name, until: ">", or: "/>")
        let isEmpty = stands("/>")
        position += isEmpty ? 2 : 1
        return .start(name: name, attributes: attributes, isEmpty: isEmpty)
    }

    /// The attributes up to, and without, the end of the tag.
    private mutating func attributes(
        of tag: String, until end: StaticString, or otherEnd: StaticString? = nil
    ) throws(EditError) -> [Attribute] {
        let start = position
        var attributes: [Attribute] = []
        var names: Set<String> = []
        while true {
            let gap = position
            skipWhite()
            if stands(end) || otherEnd.map(stands) == true { return attributes }
            guard position < bytes.count else { throw fault("the tag <\(tag) is not closed", at: start) }
            guard gap < position else { throw fault("the tag <\(tag) is malformed", at: position) }
            let attribute = try attribute(of: tag)
            guard names.insert(attribute.name).inserted else {
                throw fault("the attribute \(attribute.name) stands twice in <\(tag)>", at: attribute.place.lowerBound)
            }
            attributes.append(attribute)
        }
    }

    private mutating func attribute(of tag: String) throws(EditError) -> Attribute {
        let start = position
        let name = try name(or: "the tag <\(tag) is malformed")
        skipWhite()
        guard stands("=") else { throw fault("the attribute \(name) of <\(tag)> has no value", at: start) }
        position += 1
        skipWhite()
        guard stands("\"") || stands("'") else { throw fault("the value of \(name) in <\(tag)> is not quoted", at: start) }
        let quote = bytes[position]
        let value = position + 1
        position = value
        while position < bytes.count, bytes[position] != quote {
            if bytes[position] == UInt8(ascii: "<") {
                throw fault("< stands inside the value of \(name) in <\(tag)>; perhaps a quote is missing before", at: position)
            }
            position = bytes[position] == UInt8(ascii: "&") ? try checkedReference(at: position).end : position + 1
        }
        guard position < bytes.count else { throw fault("the value of \(name) in <\(tag)> is not closed", at: start) }
        position += 1
        return Attribute(name: name, place: start..<position, value: value..<(position - 1))
    }

    // MARK: - Steps

    private func checkedReference(at start: Int) throws(EditError) -> XMLReference {
        guard let reference = XMLReference(at: start, in: bytes[...]) else {
            throw fault("& stands where no reference begins; in text it is written &amp;", at: start)
        }
        guard reference.character != nil || mayHaveEntities else {
            throw fault("\(String(decoding: bytes[start..<reference.end], as: UTF8.self)) is not declared", at: start)
        }
        return reference
    }

    private mutating func name(or what: String) throws(EditError) -> String {
        let start = position
        guard position < bytes.count, Self.beginsName(bytes[position]) else { throw fault(what, at: min(position, bytes.count - 1)) }
        while position < bytes.count, Self.continuesName(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipWhite() {
        while position < bytes.count, Self.isWhite(bytes[position]) { position += 1 }
    }

    private mutating func pass(through end: StaticString, of what: String, from start: Int? = nil) throws(EditError) {
        let start = start ?? position
        while position < bytes.count, !stands(end) { position += 1 }
        guard position < bytes.count else { throw fault("\(what) is not closed", at: start) }
        position += end.utf8CodeUnitCount
    }

    private func stands(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }
}
