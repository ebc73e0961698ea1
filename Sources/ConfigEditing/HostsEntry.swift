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
}
