/// The lines of /etc/hosts, with where each name and address stands, so that many changes need no second look at the rest.
struct HostsDocument {
    private var text: TextLines
    private var entries: [HostsEntry?]
    /// The lines that are to go. They keep their places until the end.
    private var gone: Set<Int> = []
    private var linesOfName: [[UInt8]: [Int]] = [:]
    private var linesOfAddress: [String: [Int]] = [:]

    init(_ bytes: [UInt8]) {
        text = TextLines(bytes)
        entries = text.lines.enumerated().map { index, line in HostsEntry(line.content, line: index + 1) }
        for (index, entry) in entries.enumerated() {
            if let entry { note(entry.names, of: entry.address, at: index) }
        }
    }

    /// The whole text again.
    var bytes: [UInt8] {
        var text = text
        text.remove(at: gone)
        return text.bytes
    }

    private mutating func note(_ names: [String], of address: String, at index: Int) {
        if linesOfAddress[address]?.last != index { linesOfAddress[address, default: []].append(index) }
        for name in names { linesOfName[HostsDocument.key(name), default: []].append(index) }
    }

    /// Names are told apart by their bytes, capitals aside; strings would call differently composed accents equal.
    private static func key(_ name: String) -> [UInt8] { Array(name.lowercased().utf8) }

    private func lines(naming name: String) -> [Int] { linesOfName[HostsDocument.key(name)] ?? [] }

    private static func isNamed(_ name: String, in names: [String]) -> Bool { names.contains { key($0) == key(name) } }

    /// The resolver answers with every line's address, so a name must not stand for a second one of the same family.
    func refuseRivals(of address: String, names: [String]) throws(EditError) {
        let rivals = names.flatMap(lines(naming:)).sorted().compactMap { entries[$0] }.filter {
            $0.address != address && !$0.isLoopback && $0.address.contains(":") == address.contains(":")
        }
        guard let rival = rivals.first, let name = names.first(where: { HostsDocument.isNamed($0, in: rival.names) }) else { return }
        throw EditError(
            what: "\(name) already stands for \(rival.address)", line: rival.line,
            remedy: "take the name off that line, or correct the server's address in the cluster description")
    }

    mutating func takeOffLoopback(_ names: [String]) {
        for index in Set(names.flatMap(lines(naming:))) {
            guard let entry = entries[index], entry.isLoopback else { continue }
            if entry.names.allSatisfy({ HostsDocument.isNamed($0, in: names) }) {
                gone.insert(index)
                entries[index] = nil
            } else {
                text.lines[index].content = HostsDocument.without(names, text.lines[index].content)
                entries[index] = HostsEntry(text.lines[index].content, line: entry.line)
            }
            for name in names { linesOfName[HostsDocument.key(name)]?.removeAll { $0 == index } }
        }
    }

    /// `line` without `names`. Each goes with the blanks before it, but the first with those behind it, so that the
    /// column of names stays where it was.
    private static func without(_ names: [String], _ line: [UInt8]) -> [UInt8] {
        var line = line
        let ranges = HostsEntry.words(of: line)
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

    mutating func add(_ names: [String], to address: String) {
        let own = linesOfAddress[address] ?? []
        var missing: [String] = []
        for name in names where !HostsDocument.isNamed(name, in: own.flatMap { entries[$0]?.names ?? [] } + missing) {
            missing.append(name)
        }
        guard !missing.isEmpty else { return }
        guard let index = own.first, let last = HostsEntry.words(of: text.lines[index].content).last else {
            text.append(Array("\(address)\t\(missing.joined(separator: " "))".utf8))
            entries.append(HostsEntry(address: address, names: missing, line: entries.count + 1))
            note(missing, of: address, at: entries.count - 1)
            return
        }
        text.lines[index].content.insert(contentsOf: missing.flatMap { Array(" \($0)".utf8) }, at: last.upperBound)
        entries[index]?.names += missing
        for name in missing { linesOfName[HostsDocument.key(name), default: []].append(index) }
    }
}
