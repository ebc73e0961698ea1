import Guidebook

/// A file of somebody else's in the place of one with a secret: fit to be shown, whatever secret stands in it.
enum SecretLines {
    /// `theirs` with bullets. A line of ours is shown as ours; any other is shown up to its value, where it may be a secret.
    static func masked(_ theirs: [UInt8], wanted: [UInt8], shown: [UInt8]) -> [UInt8] {
        let (ours, clean) = (lines(of: wanted), lines(of: shown))
        let known = Dictionary(zip(ours, clean)) { first, _ in first }
        let open = Set(clean)
        return Array(lines(of: theirs).map { known[$0] ?? (open.contains($0) ? $0 : masked($0)) }.joined(separator: "\n").utf8)
    }

    private static func lines(of bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Who writes a secret calls it one, or leaves nothing to tell it by.
    private static func masked(_ line: String) -> String {
        guard let sign = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            return line.trimmed.isEmpty || line.hasPrefix("[") || line.hasPrefix("#") ? line : Secret.bullets
        }
        let name = line[..<sign].lowercased()
        let isSecret = ["pass", "pwd", "secret", "token", "key"].contains { name.contains($0) }
        return isSecret ? line[...sign] + Secret.bullets + " (another)" : line
    }
}
