import Guidebook

/// What an archive holds, by the names that its program lists.
struct ArchiveListing {
    /// The one folder in which everything lies.
    let top: String
    /// Every path in it. A folder may be in it by what it holds alone.
    private let paths: Set<String>
    private let archive: String

    /// The longest path that Linux opens.
    private static let longestPath = 4096
    /// More folders than this are not looked for where there must be one.
    private static let mostNamed = 5

    /// Reads a listing, one name a line. Throws where the archive cannot be unpacked into a folder of its own.
    init(_ output: String, of archive: String) throws(StepFailure) {
        self.archive = archive
        var paths: Set<String> = []
        var tops: Set<Substring> = []
        var isFolder = false
        for line in output.split(whereSeparator: \.isNewline) where !ArchiveListing.isRemark(line) {
            let parts = line.split(separator: "/").filter { $0 != "." }
            guard !line.hasPrefix("/"), !parts.contains("..") else {
                throw StepFailure(
                    reason: "\(archive) holds '\(line)', which lies outside of its folder; an archive of a product never does that")
            }
            guard line.utf8.count <= ArchiveListing.longestPath else {
                throw StepFailure(reason: "\(archive) holds a path of \(line.utf8.count) bytes, which no file system takes")
            }
            guard let top = parts.first else { continue }
            tops.insert(top)
            isFolder = isFolder || parts.count > 1
            paths.insert(parts.joined(separator: "/"))
        }
        guard let top = tops.first.map(String.init) else { throw StepFailure(reason: "\(archive) is empty") }
        guard tops.count == 1 else {
            let names = tops.sorted().prefix(4).joined(separator: ", ") + (tops.count > 4 ? ", …" : "")
            throw StepFailure(reason: "\(archive) must hold one folder with everything in it, but it holds \(names)")
        }
        guard isFolder else { throw StepFailure(reason: "\(archive) must hold one folder, but it holds the file \(top) alone") }
        self.top = top
        self.paths = paths
    }

    /// The folder that holds what the link is known by; nil where there is none and need not be.
    func folder(for link: ArchiveAction.Link) throws(StepFailure) -> String? {
        var found: Set<String> = []
        for path in paths.sorted() where found.count < ArchiveListing.mostNamed {
            found.formUnion(ArchiveListing.folders(holding: link.holding, in: path))
        }
        let folders = found.sorted()
        guard folders.count < 2 else {
            let names = folders.prefix(4).joined(separator: ", ") + (folders.count > 4 ? ", …" : "")
            throw StepFailure(reason: "\(archive) holds several folders with \(link.holding): \(names); which one is meant cannot be told")
        }
        guard folders.isEmpty, link.isRequired else { return folders.first }
        throw StepFailure(reason: "\(archive) holds no folder with \(link.holding); it is another archive than the one that is needed")
    }

    /// The folders on the way of a path in which the wanted thing lies.
    private static func folders(holding name: String, in path: String) -> [String] {
        let wanted = Array("/\(name)".utf8)
        let bytes = Array(path.utf8)
        var folders: [String] = []
        var rest = bytes[...]
        while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
            let end = slash + wanted.count
            let isWhole = end == bytes.count || end < bytes.count && bytes[end] == UInt8(ascii: "/")
            if isWhole, bytes[slash..<end].elementsEqual(wanted) { folders.append(String(decoding: bytes[..<slash], as: UTF8.self)) }
            rest = rest[(slash + 1)...]
        }
        return folders
    }

    /// What the program says beside the names, such as a warning of tar's about a header that it does not know.
    private static func isRemark(_ line: Substring) -> Bool { ["tar: ", "gzip: "].contains { line.hasPrefix($0) } }
}
