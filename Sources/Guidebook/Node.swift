/// A place of a YAML document with the line on which it stands.
package struct Node: Sendable, Hashable {
    /// What stands there.
    enum Content: Sendable, Hashable {
        /// Text as written; `isPlain` is false for quoted and block text.
        case scalar(String, isPlain: Bool)
        case sequence([Node])
        case mapping([Entry])
    }

    /// One `key: value` of a mapping.
    struct Entry: Sendable, Hashable {
        var key: String
        var line: Int
        var value: Node
    }

    var content: Content
    /// From 1.
    var line: Int

    /// What an operator would call it.
    var kindName: String {
        switch content {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether nothing is written: `key:` or `key: ~`.
    var isNull: Bool {
        if case .scalar(let text, isPlain: true) = content { return text.isEmpty || text == "~" || text == "null" }
        return false
    }
}
