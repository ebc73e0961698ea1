internal import CYAML

/// Reads one YAML document into nodes by libyaml. Anchors, aliases, tags and second documents are refused: a description
/// of servers has no use for them, and what a reader does not see at first glance does not belong there.
package struct YAMLDocument {
    private static let maximumDepth = 32
    private let file: String
    private var parser = yaml_parser_t()
    private var bytes: [UInt8] = []
    /// Where in the document the reader is. Put into words for a message only: there are thousands of places, and seldom a mistake.
    private var trail: [Place] = []

    private enum Place {
        case key(String)
        case item(Int)
    }

    private var path: String {
        trail.reduce("") { path, place in
            switch place {
            case .key(let key): path.isEmpty ? key : "\(path).\(key)"
            case .item(let number): "\(path)[\(number)]"
            }
        }
    }

    /// The root node of `text`; nil for an empty document.
    package static func root(of text: String, file: String) throws(DocumentError) -> Node? {
        var document = YAMLDocument(file: file)
        return try document.read(Array(text.utf8))
    }

    private init(file: String) { self.file = file }

    private mutating func read(_ bytes: [UInt8]) throws(DocumentError) -> Node? {
        guard yaml_parser_initialize(&parser) == 1 else { throw DocumentError(file: file, "there is no memory to read it") }
        defer { yaml_parser_delete(&parser) }
        self.bytes = bytes
        do {
            return try bytes.withUnsafeBufferPointer { buffer throws(DocumentError) -> Node? in
                yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
                return try stream()
            }
        }
    }

    private mutating func stream() throws(DocumentError) -> Node? {
        _ = try next()  // the stream's start
        let start = try next()
        if start.kind == YAML_STREAM_END_EVENT { return nil }
        let root = try node(try next())
        _ = try next()  // the document's end
        let end = try next()
        guard end.kind == YAML_STREAM_END_EVENT else {
            throw DocumentError(file: file, line: end.line, "a second document begins here; keep one document in the file")
        }
        return root
    }

    private struct Event {
        var kind: yaml_event_type_t
        var line: Int
        var text = ""
        var isPlain = false
        var isAnchored = false
    }

    private mutating func next() throws(DocumentError) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(&parser, &raw) == 1 else {
            var reason = parser.problem.map { String(cString: $0) } ?? "it cannot be read as YAML"
            if reason == "found unexpected end of stream", parser.context != nil {
                // A quote that nobody closes is found at the end of the file; the mistake is where it opens.
                reason = "what begins here has no end"
                parser.problem_mark = parser.context_mark
            }
            // The mark is that of the parser; what the reader refuses is known by its place only.
            let line =
                parser.error == YAML_READER_ERROR
                ? 1 + bytes.prefix(parser.problem_offset).count { $0 == UInt8(ascii: "\n") } : Int(parser.problem_mark.line) + 1
            throw DocumentError(file: file, line: line, "this is not valid YAML: \(reason)")
        }
        defer { yaml_event_delete(&raw) }
        var event = Event(kind: raw.type, line: Int(raw.start_mark.line) + 1)
        switch raw.type {
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            event.text = String(decoding: bytes, as: UTF8.self)
            event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            event.isAnchored = scalar.anchor != nil || scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT:
            event.isAnchored = raw.data.sequence_start.anchor != nil || raw.data.sequence_start.tag != nil
        case YAML_MAPPING_START_EVENT:
            event.isAnchored = raw.data.mapping_start.anchor != nil || raw.data.mapping_start.tag != nil
        case YAML_ALIAS_EVENT:
            event.isAnchored = true
        default:
            break
        }
        if event.isAnchored {
            throw DocumentError(file: file, line: event.line, "anchors, aliases and tags are not used here; write the value out")
        }
        return event
    }

    private mutating func node(_ event: Event, at place: Place? = nil) throws(DocumentError) -> Node {
        guard trail.count < YAMLDocument.maximumDepth else {
            throw DocumentError(file: file, line: event.line, "nested too deep")
        }
        if let place { trail.append(place) }
        defer { if place != nil { trail.removeLast() } }
        switch event.kind {
        case YAML_SCALAR_EVENT:
            return Node(content: .scalar(event.text, isPlain: event.isPlain), line: event.line)
        case YAML_SEQUENCE_START_EVENT:
            return Node(content: .sequence(try items()), line: event.line)
        default:
            return Node(content: .mapping(try entries()), line: event.line)
        }
    }

    private mutating func items() throws(DocumentError) -> [Node] {
        var items: [Node] = []
        while true {
            let event = try next()
            if event.kind == YAML_SEQUENCE_END_EVENT { return items }
            items.append(try node(event, at: .item(items.count)))
        }
    }

    private mutating func entries() throws(DocumentError) -> [Node.Entry] {
        var entries: [Node.Entry] = []
        var lines: [String: Int] = [:]
        while true {
            let key = try next()
            if key.kind == YAML_MAPPING_END_EVENT { return entries }
            guard key.kind == YAML_SCALAR_EVENT else {
                throw DocumentError(file: file, line: key.line, "a key must be a single word")
            }
            if let first = lines.updateValue(key.line, forKey: key.text) {
                trail.append(.key(key.text))
                throw DocumentError(
                    file: file, line: key.line, path: path, "the key stands here a second time; the first is on line \(first)")
            }
            let value = try node(try next(), at: .key(key.text))
            entries.append(Node.Entry(key: key.text, line: key.line, value: value))
        }
    }
}
