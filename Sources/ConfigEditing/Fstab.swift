/// Edits of /etc/fstab that touch only the fields that must differ.
public enum Fstab {
    /// The entries in order; bytes that are no UTF-8 are replaced in them.
    public static func entries(in text: [UInt8]) -> [FstabEntry] {
        TextLines(text).lines.compactMap { entry(of: fields(of: $0.content)) }
    }

    /// `text` with the entry of the same mount point replaced in place, or else appended.
    /// Fields that already say the same keep their bytes, and so do the blanks between them.
    public static func setting(_ entry: FstabEntry, in text: [UInt8]) throws(EditError) -> [UInt8] {
        let wanted = try encoded(entry)
        var document = TextLines(text)
        guard let index = try line(of: entry.target, in: document) else {
            document.append(joined(wanted))
            return document.bytes
        }
        document.lines[index].content = respelled(document.lines[index].content, as: wanted)
        return document.bytes
    }

    /// `text` without the line that mounts something on `target`.
    public static func removing(target: String, from text: [UInt8]) throws(EditError) -> [UInt8] {
        var document = TextLines(text)
        if let index = try line(of: target, in: document) { document.remove(at: [index]) }
        return document.bytes
    }

    // MARK: - Reading

    private static let defaults: [String] = ["", "", "", "defaults", "0", "0"]

    /// The ranges of the six fields; empty for comments and for lines that mount(8) does not take.
    private static func fields(of line: [UInt8]) -> (line: [UInt8], ranges: [Range<Int>]) {
        let ranges = words(of: line)
        guard ranges.count >= 3, line[ranges[0].lowerBound] != UInt8(ascii: "#") else { return (line, []) }
        return (line, Array(ranges.prefix(6)))
    }

    private static func entry(of fields: (line: [UInt8], ranges: [Range<Int>])) -> FstabEntry? {
        guard !fields.ranges.isEmpty else { return nil }
        let texts = fields.ranges.map { text(fields.line[$0]) } + defaults.dropFirst(fields.ranges.count)
        return FstabEntry(
            source: texts[0], target: texts[1], type: texts[2],
            options: texts[3].split(separator: ",").map(String.init), dump: Int(texts[4]) ?? 0, pass: Int(texts[5]) ?? 0)
    }

    private static func text(_ word: ArraySlice<UInt8>) -> String { String(decoding: Octal.decoded(word), as: UTF8.self) }

    /// The index of the line that mounts on `target`.
    private static func line(of target: String, in document: TextLines) throws(EditError) -> Int? {
        let found = document.lines.indices.filter { index in
            guard let entry = entry(of: fields(of: document.lines[index].content)) else { return false }
            return isSame(trimmed(entry.target), trimmed(target))
        }
        guard found.count < 2 else {
            throw EditError(
                what: "lines \(found.map { String($0 + 1) }.joined(separator: " and ")) both mount on \(target)",
                line: found[1] + 1, remedy: "remove the one that is not wanted")
        }
        return found.first
    }

    /// `/srv/` is `/srv`.
    private static func trimmed(_ path: String) -> Substring {
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    // MARK: - Writing

    private static func encoded(_ entry: FstabEntry) throws(EditError) -> [String] {
        let fields = [entry.source, entry.target, entry.type]
        guard (fields + entry.options).allSatisfy({ !$0.isEmpty && !$0.utf8.contains(0) }) else {
            throw EditError(what: "a field of the entry for \(entry.target) is empty", remedy: "give source, mount point and type")
        }
        if let option = entry.options.first(where: { $0.utf8.contains(UInt8(ascii: ",")) }) {
            throw EditError(what: "the mount option \(option) contains a comma", remedy: "give it as two options")
        }
        let options = entry.options.isEmpty ? "defaults" : entry.options.joined(separator: ",")
        return fields + [options, String(entry.dump), String(entry.pass)]
    }

    private static func joined(_ fields: [String]) -> [UInt8] {
        Array(fields.map(Octal.encoded).joined(separator: [UInt8(ascii: " ")]))
    }

    /// `line` with each field that reads differently replaced, and with what is missing added where it matters.
    private static func respelled(_ line: [UInt8], as wanted: [String]) -> [UInt8] {
        let ranges = fields(of: line).ranges
        var result = line
        let needed = 1 + (wanted.indices.last { !isSame(wanted[$0], defaults[$0]) } ?? 0)
        if needed > ranges.count, let last = ranges.last {
            let missing = wanted[ranges.count..<needed].flatMap { [UInt8(ascii: " ")] + Octal.encoded($0) }
            result.insert(contentsOf: missing, at: last.upperBound)
        }
        for (range, field) in zip(ranges, wanted).reversed() where !isSame(text(line[range]), field) {
            result.replaceSubrange(range, with: Octal.encoded(field))
        }
        return result
    }
}
