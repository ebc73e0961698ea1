internal import FoundationEssentials

/// A JSON document as it is written, for comparing documents without knowing their types.
indirect enum JSONTree: Decodable, Hashable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // What one kind refuses, the next may be.
        if container.decodeNil() {
            self = .null
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONTree].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    /// Any value of the report's kind as a tree.
    init(_ value: some Encodable) {
        do {
            self = try JSONDecoder().decode(JSONTree.self, from: JSONEncoder().encode(value))
        } catch {
            preconditionFailure("every part of a report can be written as JSON: \(error)")
        }
    }

    /// One difference between two trees.
    struct Difference: Hashable {
        /// The keys that lead to it.
        var path: [String]
        /// What the first tree has there; nil where it has nothing.
        var first: JSONTree?
        /// What the second tree has there; nil where it has nothing.
        var second: JSONTree?
    }

    /// Where two trees differ, keys in order.
    static func differences(_ first: JSONTree?, _ second: JSONTree?, at path: [String] = []) -> [Difference] {
        switch (first, second) {
        case (.object(let one)?, .object(let other)?):
            return Set(one.keys).union(other.keys).sorted().flatMap { differences(one[$0], other[$0], at: path + [$0]) }
        case (.list(let one)?, .list(let other)?):
            return (0..<max(one.count, other.count)).flatMap { index in
                differences(
                    index < one.count ? one[index] : nil, index < other.count ? other[index] : nil, at: path + [String(index + 1)])
            }
        default: return first == second ? [] : [Difference(path: path, first: first, second: second)]
        }
    }

    /// The value in a few words.
    var words: String {
        switch self {
        case .null: "nothing"
        case .truth(let truth): truth ? "true" : "false"
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        case .text(let text): "'\(text.count > 80 ? text.prefix(80) + "…" : text[...])'"
        case .list(let list): "a list of \(list.count)"
        case .object: "an entry"
        }
    }
}
