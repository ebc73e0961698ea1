/// What a Tomcat says of itself, twice a second, to the multicast group by which its cluster finds its members.
///
/// The bytes are those of `MemberImpl` in Tomcat's package `org.apache.catalina.tribes.membership`, numbers in network order.
public struct TomcatHeartbeat: Sendable, Hashable {
    /// Where it takes the sessions of the others: an IPv4 address with dots.
    public var host: String
    /// The TCP port there.
    public var port: Int
    /// How long it has been running.
    public var alive: Duration
    /// The text that tells clusters on one group apart; empty where none is set.
    public var domain = ""
    /// Whether this is its good-bye: it says so once, when it is stopped.
    public var isLeaving = false

    private static let beginning = Array("TRIBES-B".utf8) + [1, 0]
    private static let ending = Array("TRIBES-E".utf8) + [1, 0]
    private static let goodbye = Array("BABY-ALEX".utf8)
    private static let identitySize = 16

    /// Creates a heartbeat from its parts.
    public init(host: String, port: Int, alive: Duration) {
        self.host = host
        self.port = port
        self.alive = alive
    }

    /// Reads a message; nil for one that is no heartbeat of a Tomcat with an IPv4 address.
    public init?(_ bytes: [UInt8]) {
        var reader = HeartbeatReader(rest: bytes[...])
        guard reader.take(Self.beginning.count).map(Array.init) == Self.beginning, let size = reader.number(),
            size == reader.rest.count - Self.ending.count, let alive = reader.number(of: 8), alive >= 0,
            let port = reader.number(), (1...65535).contains(port), reader.number() != nil, reader.number() != nil,
            let length = reader.number(of: 1), length == 4, let host = reader.take(length), let command = reader.list(),
            let domain = reader.list(), reader.take(Self.identitySize) != nil, reader.list() != nil,
            Array(reader.rest) == Self.ending
        else { return nil }
        self.init(host: host.map(String.init).joined(separator: "."), port: port, alive: .milliseconds(alive))
        self.domain = String(decoding: domain, as: UTF8.self)
        isLeaving = Array(command) == Self.goodbye
    }

    /// The message that such a Tomcat sends, under this number of 16 bytes; nil where the host is no IPv4 address.
    public func message(identity: [UInt8]) -> [UInt8]? {
        precondition(identity.count == Self.identitySize, "a member of a Tomcat cluster is known by 16 bytes")
        let address = host.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard address.count == 4, host.count(where: { $0 == "." }) == 3 else { return nil }
        let (seconds, attoseconds) = alive.components
        let noPort: Int32 = -1
        let noPayload: Int32 = 0
        var body = Self.bytes(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
        body += Self.bytes(Int32(port)) + Self.bytes(noPort) + Self.bytes(noPort)
        body += [UInt8(address.count)] + address + Self.list(isLeaving ? Self.goodbye : []) + Self.list(Array(domain.utf8))
        body += identity + Self.bytes(noPayload)
        return Self.beginning + Self.bytes(Int32(body.count)) + body + Self.ending
    }

    private static func list(_ bytes: [UInt8]) -> [UInt8] { self.bytes(Int32(bytes.count)) + bytes }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}

/// Takes a message apart, never past its end.
private struct HeartbeatReader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A number of so many bytes; those of 4 and 8 may be below zero.
    mutating func number(of size: Int = 4) -> Int? {
        guard let bytes = take(size) else { return nil }
        let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
    }

    /// A list of bytes behind its length.
    mutating func list() -> ArraySlice<UInt8>? { number().flatMap { take($0) } }
}
