/// The elements and comments of an XML text and where they stand.
struct XMLOutline {
    /// One element.
    struct Element {
        var name: String
        var attributes: [XMLScanner.Attribute]
        /// The start tag, or the whole of an empty one.
        var tag: Range<Int>
        /// Whether it is one tag that opens and closes.
        var isOneTag: Bool
        /// What lies between start tag and end tag.
        var content: Range<Int>
        /// The whole element.
        var range: Range<Int>
        /// The index of the element around it.
        var parent: Int?
    }

    /// One comment.
    struct Comment {
        var range: Range<Int>
        /// The index of the element around it.
        var parent: Int?
    }

    /// The text.
    let bytes: [UInt8]
    /// The elements in the order of their start tags.
    private(set) var elements: [Element] = []
    /// The comments in order.
    private(set) var comments: [Comment] = []
    /// Where references to entities of the file's own stand outside of tags.
    private(set) var entities: [Int] = []
    /// The encoding in capital letters; UTF-8 where none is named.
    private(set) var encoding = "UTF-8"

    /// Reads the text; throws with the line where it is not well-formed.
    init(_ bytes: [UInt8]) throws(EditError) {
        self.bytes = bytes
        try checkControls()
        var scanner = XMLScanner(bytes)
        var open: [Int] = []
        while let (token, range) = try scanner.next() { try take(token, range, &open) }
        if let last = open.last {
            throw fault("<\(elements[last].name)> is not closed before the file ends", elements[last].tag)
        }
        guard !elements.isEmpty else { throw fault("there is no element in the file", 0..<0) }
        try checkEncoding()
    }

    /// The line on which `offset` stands, counted from 1.
    func line(of offset: Int) -> Int { XMLScanner.lineNumber(of: offset, in: bytes) }

    /// The indices of the elements whose names from the outermost on are `path`.
    func elements(at path: String...) -> [Int] {
        elements.indices.filter { stands($0, at: path) }
    }

    /// The text of an attribute; nil where the element has none of that name.
    func attribute(_ name: String, of element: Int) -> String? {
        elements[element].attributes.first { $0.name == name }.map { XMLReference.decoded(bytes[$0.value]) }
    }

    /// Upwards, so that however deep a file is nested, no more is looked at than the path is long.
    private func stands(_ element: Int, at path: [String]) -> Bool {
        var current: Int? = element
        for name in path.reversed() {
            guard let index = current, elements[index].name == name else { return false }
            current = elements[index].parent
        }
        return current == nil
    }

    // MARK: - Building

    private mutating func take(_ token: XMLScanner.Token, _ range: Range<Int>, _ open: inout [Int]) throws(EditError) {
        switch token {
        case .start(let name, let attributes, let isOneTag):
            guard !open.isEmpty || elements.isEmpty else { throw fault("<\(name)> stands behind the outermost element", range) }
            elements.append(
                Element(
                    name: name, attributes: attributes, tag: range, isOneTag: isOneTag,
                    content: range.upperBound..<range.upperBound, range: range, parent: open.last))
            if !isOneTag { open.append(elements.count - 1) }
        case .end(let name):
            guard let element = open.popLast() else { throw fault("</\(name)> closes nothing", range) }
            guard elements[element].name == name else {
                let line = line(of: elements[element].tag.lowerBound)
                throw fault("</\(name)> stands where <\(elements[element].name)> of line \(line) is open", range)
            }
            elements[element].content = elements[element].tag.upperBound..<range.lowerBound
            elements[element].range = elements[element].tag.lowerBound..<range.upperBound
        case .comment:
            comments.append(Comment(range: range, parent: open.last))
        case .text(let isBlank):
            if open.isEmpty, !isBlank { throw fault("text stands outside of the outermost element", range) }
        case .entity, .characterSection:
            if open.isEmpty { throw fault("text stands outside of the outermost element", range) }
            if case .entity = token { entities.append(range.lowerBound) }
        case .documentType:
            if !elements.isEmpty { throw fault("the document type stands behind the first element", range) }
        case .declaration(let encoding):
            self.encoding = encoding.map { $0.uppercased() } ?? self.encoding
        case .instruction:
            break
        }
    }

    private func fault(_ what: String, _ range: Range<Int>) -> EditError { XMLScanner.fault(what, at: range.lowerBound, in: bytes) }

    // MARK: - Characters

    private func checkControls() throws(EditError) {
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.contains(0) {
            throw EditError(what: "the file is in UTF-16 or holds zero bytes", remedy: "save it as UTF-8")
        }
        if let offset = bytes.firstIndex(where: { $0 < 0x20 && !XMLScanner.isWhite($0) }) {
            throw fault("there is a control character", offset..<offset)
        }
    }

    /// The scanner goes by bytes, so that it must be an encoding in which a `<` byte is a `<`.
    private func checkEncoding() throws(EditError) {
        guard encoding == "UTF-8" else {
            if ["US-ASCII", "ISO-8859-", "WINDOWS-125"].contains(where: encoding.hasPrefix) { return }
            throw EditError(what: "the file is in the encoding \(encoding)", line: 1, remedy: "save it as UTF-8")
        }
        for (index, line) in TextLines(bytes).lines.enumerated() where String(validating: line.content, as: UTF8.self) == nil {
            throw EditError(
                what: "there are bytes that are no UTF-8", line: index + 1,
                remedy: "save the file as UTF-8, or name its encoding in the first line")
        }
    }
}
