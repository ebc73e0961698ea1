import Guidebook

/// What an archive holds, by the names that its program lists.
struct ArchiveListing {
    /// The one folder in which everything lies.
    let top: String
    /// Every path in it, the folders above each file included.
    private let paths: Set<String>
    private let archive: String

    /// Reads a listing, one name a line. Throws where the archive cannot be unpacked into a folder of its own.
    init(_ output: String, of archive: String) throws(StepFailure) {
        self.archive = archive
        var paths: Set<String> = []
        for line in output.split(whereSeparator: \.isNewline) where !ArchiveListing.isRemark(line) {
            let parts = line.split(separator: "/").filter { $0 != "." }
            guard !line.hasPrefix("/"), !parts.contains("..") else {
                throw StepFailure(
                    reason: "\(archive) holds '\(line)', which lies outside of its folder; an archive of a product never does that")
            }
            for count in parts.indices { paths.insert(parts[...count].joined(separator: "/")) }
        }
        let tops = paths.filter { !$0.contains("/") }.sorted()
        guard let top = tops.first else { throw StepFailure(reason: "\(archive) is empty") }
        guard tops.count == 1 else {
            let names = tops.prefix(4).joined(separator: ", ") + (tops.count > 4 ? ", …" : "")
            throw StepFailure(reason: "\(archive) must hold one folder with everything in it, but it holds \(names)")
        }
        guard paths.count > 1 else { throw StepFailure(reason: "\(archive) must hold one folder, but it holds the file \(top) alone") }
        self.top = top
        self.paths = paths
    }

    /// The folder that holds what the link is known by; nil where there is none and need not be.
    func folder(for link: ArchiveAction.Link) throws(StepFailure) -> String? {
        let ending = "/" + link.holding
        let folders = paths.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
        guard folders.count < 2 else {
            let names = folders.prefix(4).joined(separator: ", ") + (folders.count > 4 ? ", …" : "")
            throw StepFailure(reason: "\(archive) holds several folders with \(link.holding): \(names); which one is meant cannot be told")
        }
        guard folders.isEmpty, link.isRequired else { return folders.first }
        throw StepFailure(reason: "\(archive) holds no folder with \(link.holding); it is another archive than the one that is needed")
    }

    /// What the program says beside the names, such as a warning of tar's about a header that it does not know.
    private static func isRemark(_ line: Substring) -> Bool { ["tar: ", "gzip: "].contains { line.hasPrefix($0) } }
}
