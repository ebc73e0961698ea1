/// An IPv4 address in dotted form.
public struct IPv4Address: Sendable, Hashable {
    /// The four numbers from left to right.
    public let octets: (UInt8, UInt8, UInt8, UInt8)

    /// The address as one number, the first octet on top.
    public var number: UInt32 {
        UInt32(octets.0) << 24 | UInt32(octets.1) << 16 | UInt32(octets.2) << 8 | UInt32(octets.3)
    }

    /// Reads four decimal numbers without leading zeros (some programs take those for octal); nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let numbers = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
        guard numbers.count == 4 else { return nil }
        octets = (numbers[0], numbers[1], numbers[2], numbers[3])
    }

    /// Compares the numbers.
    public static func == (left: IPv4Address, right: IPv4Address) -> Bool { left.number == right.number }
    /// Hashes the number.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

/// An IPv4 network such as 10.0.0.0/24.
public struct Subnet: Sendable, Hashable {
    /// The first address of the network.
    public let base: IPv4Address
    /// How many leading bits the addresses share, 8 to 32.
    public let prefix: Int

    /// Reads `address/bits`; nil where host bits are set or the network is wider than /8.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let base = IPv4Address(String(parts[0])), let prefix = Int(parts[1]), (8...32).contains(prefix),
            String(prefix) == parts[1], base.number & ~Subnet.mask(prefix) == 0
        else { return nil }
        self.base = base
        self.prefix = prefix
    }

    /// Whether the address belongs to the network.
    public func contains(_ address: IPv4Address) -> Bool { address.number & Subnet.mask(prefix) == base.number }

    private static func mask(_ prefix: Int) -> UInt32 { ~UInt32(0) << UInt32(32 - prefix) }
}
