/// Edits of /etc/hosts that touch only the line of the address, and the loopback lines that claim its names.
public enum HostsFile {
    /// The entries in order; a line with an address only has no names.
    public static func entries(in text: [UInt8]) -> [HostsEntry] {
        entries(of: TextLines(text))
    }

    /// `text` in which every one of `names` stands for `address` and for no loopback address.
    /// A loopback line that is left without names goes.
    public static func setting(address: String, names: [String], in text: [UInt8]) throws(EditError) -> [UInt8] {
        try check(address: address, names: names)
        var document = TextLines(text)
        try refuseRivals(of: address, names: names, in: document)
        takeOffLoopback(names, in: &document)
        add(names, to: address, in: &document)
        return document.bytes
    }

    // MARK: - Reading

    private static func entries(of document: TextLines) -> [HostsEntry] {
        document.lines.enumerated().compactMap { index, line in
            let words = entryWords(of: line.content).map { String(decoding: line.content[$0], as: UTF8.self) }
            guard let address = words.first else { return nil }
            return HostsEntry(address: address, names: Array(words.dropFirst()), line: index + 1)
        }
    }

    /// The words before a comment; `#` begins one anywhere.
    private static func entryWords(of line: [UInt8]) -> [Range<Int>] {
        words(of: Array(line.prefix { $0 != UInt8(ascii: "#") }))
    }

    private static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }

    private static func isNamed(_ name: String, in names: [String]) -> Bool {
        names.contains { isSame($0.lowercased(), name.lowercased()) }
    }

    // MARK: - Refusing

    private static func check(address: String, names: [String]) throws(EditError) {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && !$0.contains("+") }
        let isIPv6 = address.contains(":") && address.allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":") }
        guard isIPv4 || isIPv6 else {
            throw EditError(what: "\(address) is no IP address", remedy: "give one such as 192.0.2.10")
        }
        guard !isLoopback(address) else {
            throw EditError(what: "\(address) is a loopback address", remedy: "give the server's address in the network")
        }
        for name in names {
            guard isHostName(name) else {
                throw EditError(what: "\(name) is no host name", remedy: "use letters, digits, dots and hyphens")
            }
            guard name.lowercased() != "localhost" else {
                throw EditError(what: "localhost must stay a name of 127.0.0.1", remedy: "give the server's own name")
            }
        }
    }

    private static func isHostName(_ name: String) -> Bool {
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
        return isPlain && !name.isEmpty && name.utf8.count <= 253 && !name.hasPrefix("-") && !name.hasPrefix(".")
    }

    /// The resolver answers with every line's address, so a name must not stand for a second one of the same family.
    private static func refuseRivals(of address: String, names: [String], in document: TextLines) throws(EditError) {
        for entry in entries(of: document) where entry.address != address && !isLoopback(entry.address) {
            guard entry.address.contains(":") == address.contains(":"), let name = names.first(where: { isNamed($0, in: entry.names) })
            else { continue }
            throw EditError(
                what: "\(name) already stands for \(entry.address)", line: entry.line,
                remedy: "take the name off that line, or correct the server's address in the cluster description")
        }
    }

    // MARK: - Writing

    private static func takeOffLoopback(_ names: [String], in document: inout TextLines) {
        var empty: Set<Int> = []
        for entry in entries(of: document) where isLoopback(entry.address) {
            let rest = entry.names.filter { !isNamed($0, in: names) }
            guard rest.count < entry.names.count else { continue }
            if rest.isEmpty {
                empty.insert(entry.line - 1)
            } else {
                document.lines[entry.line - 1].content = without(names, document.lines[entry.line - 1].content)
            }
        }
        document.remove(at: empty)
    }

    /// `line` without `names`. Each goes with the blanks before it, but the first with those behind it, so that the
    /// column of names stays where it was.
    private static func without(_ names: [String], _ line: [UInt8]) -> [UInt8] {
        var line = line
        let ranges = entryWords(of: line)
        for index in ranges.indices.dropFirst().reversed() {
            let word = ranges[index]
            guard isNamed(String(decoding: line[word], as: UTF8.self), in: names) else { continue }
            if index == 1 {
                let next = line[word.upperBound...].firstIndex { !isBlank($0) } ?? line.count
                line.removeSubrange(word.lowerBound..<next)
            } else {
                line.removeSubrange(ranges[index - 1].upperBound..<word.upperBound)
            }
        }
        return line
    }

    private static func add(_ names: [String], to address: String, in document: inout TextLines) {
        let own = entries(of: document).filter { $0.address == address }
        var missing: [String] = []
        for name in names where !isNamed(name, in: own.flatMap(\.names) + missing) { missing.append(name) }
        guard !missing.isEmpty else { return }
        guard let entry = own.first, let last = entryWords(of: document.lines[entry.line - 1].content).last else {
            document.append(Array("\(address)\t\(missing.joined(separator: " "))".utf8))
            return
        }
        document.lines[entry.line - 1].content.insert(contentsOf: missing.flatMap { Array(" \($0)".utf8) }, at: last.upperBound)
    }
}
