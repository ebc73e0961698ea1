/// What this program leaves in a folder that it has unpacked: from which archive, and whether it came to the end.
struct ArchiveReceipt: Hashable {
    /// The archive's path.
    var source: String
    /// The archive's size in bytes; nil where nobody knows.
    var size: Int?
    /// The archive's SHA-256 in hexadecimal; empty where it was not compared.
    var sha256 = ""
    /// Where the links lead that belong to it, relative to the directory that holds them, by name.
    var links: [String: String]
    /// Whether links and owners are set as well.
    var isWhole = false

    static func path(in folder: String) -> String { "\(folder)/.joget-cluster" }

    init(source: String, size: Int?, sha256: String, links: [String: String]) {
        self.source = source
        self.size = size
        self.sha256 = sha256
        self.links = links
    }

    /// Reads a receipt; nil where the text is none.
    init?(_ text: String) {
        var values: [String: [String]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
            if parts.count == 2 { values[parts[0], default: []].append(parts[1]) }
        }
        guard let source = values["source"]?.first else { return nil }
        self.source = source
        size = values["size"]?.first.flatMap { Int($0) }
        sha256 = values["sha256"]?.first ?? ""
        links = (values["link"] ?? []).reduce(into: [:]) { links, line in
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            if words.count == 2 { links[words[0]] = words[1] }
        }
        isWhole = values["state"]?.first == "whole"
    }

    /// As it is written; reading it gives the same receipt.
    var text: String {
        let lines =
            ["# Unpacked by joget-cluster, which knows its own folders by this file.", "source: \(source)"]
            + (size.map { ["size: \($0)"] } ?? []) + (sha256.isEmpty ? [] : ["sha256: \(sha256)"])
            + links.keys.sorted().map { "link: \($0) \(links[$0] ?? "")" } + ["state: \(isWhole ? "whole" : "unfinished")"]
        return lines.joined(separator: "\n") + "\n"
    }
}
