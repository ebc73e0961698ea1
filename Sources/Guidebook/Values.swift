/// What a name in the guide stands for.
public enum Value: Sendable, Hashable {
    /// A text, which fills an argument or a field.
    case text(String)
    /// A text that is made fit for its one place and written there as it is, whatever the format.
    case verbatim(String)
    /// Rows of named texts, for sections of templates only.
    case list([[String: String]])
    /// A secret, by name, for templates only; its text is fetched when a file or statement is made.
    case secret
}

/// Everything that `{{name}}` can stand for on one server.
public struct Values: Sendable, Hashable {
    /// Values by dotted name.
    public private(set) var entries: [String: Value]

    /// Creates values from named entries.
    public init(_ entries: [String: Value] = [:]) { self.entries = entries }

    /// The value of that name.
    public subscript(name: String) -> Value? {
        get { entries[name] }
        set { entries[name] = newValue }
    }

    /// The text of that name; empty where there is none.
    public func text(_ name: String) -> String {
        switch entries[name] {
        case .text(let text), .verbatim(let text): text
        case .list, .secret, nil: ""
        }
    }

    /// `text` with every `{{name}}` filled in, in one pass: what is filled in is never looked at again.
    /// The loader has made sure that every name is that of a text.
    public func filled(_ text: String) -> String {
        Placeholder.parts(of: text).map { part in
            switch part {
            case .plain(let plain): plain
            case .name(let name): self.text(name)
            }
        }.joined()
    }
}

/// Finds `{{name}}` in a text of the guide.
enum Placeholder {
    enum Part: Hashable {
        case plain(String)
        case name(String)
    }

    static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        let rest = walk(text) { before, name in
            if !before.isEmpty { parts.append(.plain(String(decoding: before, as: UTF8.self))) }
            parts.append(.name(withoutBlanks(name)))
        }
        if !rest.isEmpty { parts.append(.plain(rest)) }
        return parts
    }

    static func names(in text: String) -> [String] {
        var names: [String] = []
        _ = walk(text) { names.append(withoutBlanks($1)) }
        return names
    }

    /// The first `{{na me}}` with a blank in its middle. Here it means the name without it, to the library of templates another one.
    static func torn(in text: String) -> String? {
        var torn: String?
        _ = walk(text) { _, name in
            guard torn == nil, name.first != UInt8(ascii: "!"), name.split(separator: blank).count > 1 else { return }
            torn = String(decoding: name, as: UTF8.self)
        }
        return torn
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private static let blank = UInt8(ascii: " ")

    private static func withoutBlanks(_ name: Bytes) -> String { String(decoding: name.filter { $0 != blank }, as: UTF8.self) }

    /// Shows what stands before each `{{name}}` and in it, and gives what follows the last one. By bytes, as the library of templates
    /// looks: every text of the guide is searched at each start, and putting characters together costs most of the time that takes.
    private static func walk(_ text: String, _ visit: (_ before: Bytes, _ name: Bytes) -> Void) -> String {
        var text = text
        let end = text.withUTF8 { bytes in
            var rest = bytes[...]
            while let open = first(UInt8(ascii: "{"), doubledIn: rest),
                let close = first(UInt8(ascii: "}"), doubledIn: rest[open.upperBound...])
            {
                visit(rest[..<open.lowerBound], rest[open.upperBound..<close.lowerBound])
                rest = rest[close.upperBound...]
            }
            return rest.startIndex
        }
        return end == 0 ? text : String(decoding: text.utf8.dropFirst(end), as: UTF8.self)
    }

    private static func first(_ byte: UInt8, doubledIn bytes: Bytes) -> Range<Int>? {
        var rest = bytes
        while let first = rest.firstIndex(of: byte) {
            rest = rest[(first + 1)...]
            if rest.first == byte { return first..<first + 2 }
        }
        return nil
    }
}
