/// An archive as it stands in a rehearsed file: its bytes hold all of its entries, so that a copy of the file is the same
/// archive, one that is cut off is damaged, and an archive in an archive is one too.
struct RehearsalArchive: Hashable {
    enum Format: Hashable { case tarGzip, zip }

    struct Entry: Hashable {
        /// The path within the archive; that of a folder ends in a slash.
        var path: String
        var bytes: [UInt8]
        var mode: UInt32

        var isDirectory: Bool { path.hasSuffix("/") }
    }

    var format: Format
    var entries: [Entry] = []
    /// Whether its end is there.
    var isWhole = true

    init(_ format: Format, _ entries: [Entry] = []) {
        self.format = format
        self.entries = entries
    }

    /// A ZIP archive of files.
    init(files: [(path: String, text: String)]) {
        self.init(.zip, files.map { Entry(path: $0.path, bytes: Array($0.text.utf8), mode: 0o644) })
    }

    // MARK: - Bytes

    private static let marks: [(format: Format, bytes: [UInt8])] = [(.tarGzip, [0x1F, 0x8B, 0x08]), (.zip, [0x50, 0x4B, 0x03, 0x04])]
    private static let end = Array("end\n".utf8)

    /// The archive as a file.
    var bytes: [UInt8] {
        var bytes = Self.marks.first { $0.format == format }?.bytes ?? []
        for entry in entries {
            bytes += Array("\(entry.path.utf8.count) \(entry.bytes.count) \(entry.mode)\n".utf8) + Array(entry.path.utf8) + entry.bytes
        }
        return bytes + Self.end
    }

    /// Reads a file; nil where it is no archive. What is cut off is missing.
    init?(_ bytes: [UInt8]) {
        guard let mark = Self.marks.first(where: { bytes.starts(with: $0.bytes) }) else { return nil }
        self.init(mark.format)
        var rest = bytes.dropFirst(mark.bytes.count)
        while !rest.elementsEqual(Self.end) {
            let line = rest.prefix { $0 != 10 }
            let numbers = String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
            rest = rest.dropFirst(line.count + 1)
            guard numbers.count == 3, rest.count >= numbers[0] + numbers[1] else {
                isWhole = false
                return
            }
            let path = String(decoding: rest.prefix(numbers[0]), as: UTF8.self)
            let content = Array(rest.dropFirst(numbers[0]).prefix(numbers[1]))
            entries.append(Entry(path: path, bytes: content, mode: UInt32(numbers[2])))
            rest = rest.dropFirst(numbers[0] + numbers[1])
        }
    }

    // MARK: - Contents

    /// The bytes of a file in it.
    subscript(path: String) -> [UInt8]? { entries.first { $0.path == path }?.bytes }

    /// The text of a file in it; empty where there is none.
    func text(of path: String) -> String { String(decoding: self[path] ?? [], as: UTF8.self) }
}
