/// What somebody sent to a multicast group.
public struct Heard: Sendable, Hashable {
    /// The most bytes of a message that are kept.
    static let longest = 2048
    /// The most messages that one hearing keeps.
    static let most = 200

    /// The address of the sender.
    public var address: String
    /// What was sent, its first 2 kB.
    public var bytes: [UInt8]

    /// Creates a message from its parts.
    public init(address: String, bytes: [UInt8]) {
        self.address = address
        self.bytes = bytes
    }
}

extension [Heard] {
    /// Who was heard, each once, in the order of their first message.
    public var addresses: [String] { reduce(into: []) { if !$0.contains($1.address) { $0.append($1.address) } } }
}
