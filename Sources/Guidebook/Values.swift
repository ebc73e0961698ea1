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
        var rest = Substring(text)
        while let open = rest.first(doubled: "{"), let close = rest[open.upperBound...].first(doubled: "}") {
            if open.lowerBound > rest.startIndex { parts.append(.plain(String(rest[..<open.lowerBound]))) }
            let name = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
            parts.append(.name(String(name)))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { parts.append(.plain(String(rest))) }
        return parts
    }

    /// The first `{{na me}}` with a blank in its middle. Here it means the name without it, to the library of templates another one.
    static func torn(in text: String) -> String? {
        var rest = Substring(text)
        while let open = rest.first(doubled: "{"), let close = rest[open.upperBound...].first(doubled: "}") {
            let name = rest[open.upperBound..<close.lowerBound]
            if name.first != "!", name.split(separator: " ").count > 1 { return String(name) }
            rest = rest[close.upperBound...]
        }
        return nil
    }

    static func names(in text: String) -> [String] {
        parts(of: text).compactMap { if case .name(let name) = $0 { name } else { nil } }
    }
}

extension Substring {
    /// The first place where the byte stands twice. By bytes, as the library of templates looks: every text of the guide is searched
    /// at each start, and putting characters together costs most of the time that takes.
    fileprivate func first(doubled byte: Unicode.Scalar) -> Range<Index>? {
        let byte = UInt8(ascii: byte)
        var rest = utf8[...]
        while let first = rest.firstIndex(of: byte) {
            rest = rest[rest.index(after: first)...]
            if rest.first == byte { return first..<rest.index(after: rest.startIndex) }
        }
        return nil
    }
}
