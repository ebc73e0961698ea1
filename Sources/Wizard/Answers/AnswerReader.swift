import Guidebook
import TerminalUI

/// Reads one entry of an answers file.
struct AnswerReader {
    /// What an entry can be about; each has one of them.
    private static let kinds = ["expect", "refuse", "press", "type", "type-secret", "paste", "wait", "screen"]

    private let reader: Reader
    private let limit: Duration
    /// Where files lie that are named without a path from the root.
    private let folder: String

    init(_ reader: Reader, limit: Duration, folder: String) {
        self.reader = reader
        self.limit = limit
        self.folder = folder
    }

    /// The entry; nil where a problem was noted instead.
    func answer() -> Answer? {
        let named = AnswerReader.kinds.filter { reader.value($0) != nil }
        let limit = reader.duration("limit") ?? self.limit
        let words = reader.text("until")
        reader.finish()
        guard let kind = named.first else {
            let isNamed = reader.keys.contains(where: AnswerReader.kinds.contains)
            let problem = isNamed ? "says nothing" : "says nothing; it has one of \(AnswerReader.kinds.joined(separator: ", "))"
            reader.complain(reader.keys.first ?? "", problem)
            return nil
        }
        guard named.count == 1 else {
            reader.complain(named[1], "stands beside '\(kind)'; write an entry for each")
            return nil
        }
        if reader.value("until") != nil && kind != "press" {
            reader.complain("until", "is for 'press' only")
            return nil
        }
        return action(kind, until: words).map { Answer(action: $0, line: reader.line(of: kind), limit: limit) }
    }

    private func action(_ kind: String, until words: String?) -> Answer.Action? {
        switch kind {
        case "expect": return texts(kind).map { .expect($0) }
        case "refuse": return texts(kind).map { .refuse($0) }
        case "press": return press(until: words)
        case "type": return text(kind).map { .type($0) }
        case "paste": return text(kind).map { .paste($0) }
        case "type-secret": return secret(kind)
        case "wait": return wait(kind)
        default: return screen(kind)
        }
    }

    private func text(_ key: String) -> String? {
        let text = reader.required(key)
        return text.isEmpty ? nil : text
    }

    private func texts(_ key: String) -> [String]? {
        guard let texts = reader.texts(key) else { return nil }
        if texts.isEmpty || texts.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
            reader.complain(key, "has a text without words; an empty text is on every screen")
            return nil
        }
        return texts
    }

    private func press(until words: String?) -> Answer.Action? {
        guard let names = reader.texts("press") else { return nil }
        let keys = names.compactMap { name -> Key? in
            if let key = Key(name: name) { return key }
            reader.complain("press", "'\(name)' is no key; write one character or one of \(Key.namesInWords)")
            return nil
        }
        guard !names.isEmpty, keys.count == names.count else {
            if names.isEmpty { reader.complain("press", "has no keys") }
            return nil
        }
        guard let words else { return .press(keys) }
        return text("until") == nil ? nil : .pressUntil(keys, words)
    }

    private func secret(_ key: String) -> Answer.Action? {
        guard let name = text(key) else { return nil }
        do {
            return .typeSecret(try SecretFile.secret(at: name.hasPrefix("/") ? name : folder + name))
        } catch {
            reader.complain(key, error.description)
            return nil
        }
    }

    private func wait(_ key: String) -> Answer.Action? {
        if reader.text(key) == "step" { return .wait }
        reader.complain(key, "can be 'step' only: until nothing runs any more")
        return nil
    }

    private func screen(_ key: String) -> Answer.Action? {
        guard let name = text(key) else { return nil }
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") } && name.first != "-"
        if isPlain && name.count <= 60 { return .screen(name) }
        reader.complain(key, "'\(name)' is no name for a file here; use small letters, digits and hyphens")
        return nil
    }
}
