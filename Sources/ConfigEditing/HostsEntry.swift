/// One line of /etc/hosts.
public struct HostsEntry: Sendable, Hashable {
    /// The address as written.
    public var address: String
    /// The names in order, the canonical one first.
    public var names: [String]
    /// The line, counted from 1.
    public var line: Int

    /// Creates an entry from its parts.
    public init(address: String, names: [String], line: Int) {
        self.address = address
        self.names = names
        self.line = line
    }

    /// Reads a line; nil where it has no address.
    init?(_ content: [UInt8], line: Int) {
        let words = HostsEntry.words(of: content).map { String(decoding: content[$0], as: UTF8.self) }
        guard let address = words.first else { return nil }
        self.init(address: address, names: Array(words.dropFirst()), line: line)
    }

    /// The words before a comment; `#` begins one anywhere.
    static func words(of line: [UInt8]) -> [Range<Int>] { ConfigEditing.words(of: Array(line.prefix { $0 != UInt8(ascii: "#") })) }

    static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }

    var isLoopback: Bool { HostsEntry.isLoopback(address) }
}
