/// Edits of Java's .properties files that touch only the values that must differ.
///
/// Where a key stands several times Java takes the last one: so does reading here, and setting changes that one and leaves the others.
public enum PropertiesFile {
    /// The keys in the order of their first lines, each once.
    public static func keys(in bytes: [UInt8]) -> [String] {
        var known: Set<[UInt16]> = []
        return properties(in: bytes).filter { known.insert($0.key).inserted }.map { String(decoding: $0.key, as: UTF16.self) }
    }

    /// The value that Java reads for `key`; nil where the key is missing.
    public static func value(of key: String, in bytes: [UInt8]) -> String? {
        properties(in: bytes).last { $0.key == Array(key.utf16) }.map { String(decoding: $0.value, as: UTF16.self) }
    }

    /// `bytes` in which each key has its value: the value alone is replaced on the key's last line, and a missing key is appended.
    /// A value that reads the same already keeps its bytes, however it is spelt.
    public static func setting(_ pairs: [(key: String, value: String)], in bytes: [UInt8]) throws(EditError) -> [UInt8] {
        try check(pairs, in: bytes)
        return pairs.reduce(bytes) { setting(key: $1.key, to: $1.value, in: $0) }
    }

    /// `value` as it is written into a file, escaped as Java's `Properties.store` does.
    public static func escaped(_ value: String) -> String { PropertyEscape.encoded(value, isKey: false) }

    /// `bytes` for showing: every value of `keys` reads `text`, on earlier lines of the same key and on commented-out ones too.
    /// An empty value stays empty: it gives nothing away, and a difference to it remains to be seen.
    public static func masking(_ keys: Set<String>, with text: String, in bytes: [UInt8]) -> [UInt8] {
        let hidden = Set(keys.map { Array($0.utf16) })
        var result = bytes
        for line in PropertyScanner.lines(of: bytes).reversed() where hidden.contains(line.key) && !line.value.isEmpty {
            result.replaceSubrange(line.place, with: text.utf8)
        }
        return result
    }

    private static func properties(in bytes: [UInt8]) -> [PropertyLine] {
        PropertyScanner.lines(of: bytes).filter { !$0.isComment }
    }

    private static func check(_ pairs: [(key: String, value: String)], in bytes: [UInt8]) throws(EditError) {
        guard pairs.allSatisfy({ !$0.key.isEmpty }) else {
            throw EditError(what: "a property has no name", remedy: "give one")
        }
        guard let fault = properties(in: bytes).lazy.compactMap(\.fault).first else { return }
        throw EditError(
            what: "\\u stands without four hexadecimal digits behind it", line: PropertyScanner.lineNumber(of: fault, in: bytes),
            remedy: "write \\\\u for a backslash and a u, or complete the digits; Java reads nothing of the file as it is")
    }

    private static func setting(key: String, to value: String, in bytes: [UInt8]) -> [UInt8] {
        guard let line = properties(in: bytes).last(where: { $0.key == Array(key.utf16) }) else {
            return appending(PropertyEscape.encoded(key, isKey: true) + "=" + escaped(value), to: bytes)
        }
        guard line.value != Array(value.utf16) else { return bytes }
        var result = bytes
        result.replaceSubrange(line.place, with: ((line.hasSeparator ? "" : "=") + escaped(value)).utf8)
        return result
    }

    /// Adds a line, ended as the last one is; a text without a final line end stays without one.
    private static func appending(_ text: String, to bytes: [UInt8]) -> [UInt8] {
        let ending = usualEnding(of: bytes)
        // A backslash at the end of the file would swallow the new line: an empty one stops it.
        let stop = PropertyScanner.lines(of: bytes).last?.isOpen == true ? ending : []
        guard let last = bytes.last, !PropertyScanner.isLineEnd(last) else { return bytes + stop + text.utf8 + ending }
        return bytes + ending + stop + text.utf8
    }

    private static func usualEnding(of bytes: [UInt8]) -> [UInt8] {
        guard let last = bytes.lastIndex(where: PropertyScanner.isLineEnd) else { return [TextLines.lineFeed] }
        let hasReturn = bytes[last] == TextLines.lineFeed && last > 0 && bytes[last - 1] == TextLines.carriageReturn
        return hasReturn ? [TextLines.carriageReturn, TextLines.lineFeed] : [bytes[last]]
    }
}
