import Testing

@testable import Machines

@Suite("Heartbeats of Tomcat")
struct TomcatHeartbeatTests {
    /// What Tomcat 9.0.70's own class made of a member at 10.0.0.22:4000 after 123456 milliseconds. 9.0.43 and 10.1.55 make the same.
    private static let plain = bytes(
        """
        5452494245532d42 0100 00000035 000000000001e240 00000fa0 ffffffff ffffffff 04 0a000016 00000000 00000000
        00112233445566778899aabbccddeeff 00000000 5452494245532d45 0100
        """)
    /// The same with everything that a member may have: further ports, a command, a domain and a payload.
    private static let full = bytes(
        """
        5452494245532d42 0100 00000046 000000141dd7607b 00000fa1 0000115b 00000fa2 04 c00002c8 00000009 424142592d414c4558
        00000005 6a6f676574 00112233445566778899aabbccddeeff 00000003 010203 5452494245532d45 0100
        """)

    private static func bytes(_ digits: String) -> [UInt8] {
        let digits = digits.filter { !$0.isWhitespace }.map { UInt8($0.hexDigitValue ?? 0) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    @Test("What Tomcat itself has made is understood")
    func reads() throws {
        let beat = try #require(TomcatHeartbeat(Self.plain))
        #expect(beat == TomcatHeartbeat(host: "10.0.0.22", port: 4000, alive: .milliseconds(123_456)))
        let full = try #require(TomcatHeartbeat(Self.full))
        #expect(full.host == "192.0.2.200" && full.port == 4001 && full.alive == .milliseconds(86_400_000_123) && full.domain == "joget")
        #expect(full.isLeaving)
    }

    @Test("What is written is what Tomcat writes")
    func writes() {
        let beat = TomcatHeartbeat(host: "10.0.0.22", port: 4000, alive: .milliseconds(123_456))
        let identity = (0..<16).map { UInt8($0 * 17) }
        #expect(beat.message(identity: identity) == Self.plain)
        #expect(TomcatHeartbeat(host: "app2", port: 4000, alive: .zero).message(identity: identity) == nil)
        var domain = beat
        domain.domain = "größer"
        domain.isLeaving = true
        #expect(domain.message(identity: identity).flatMap { TomcatHeartbeat($0) } == domain)
    }

    @Test("A message that lacks its end, or has something behind it, is no heartbeat")
    func wantsWholeMessages() {
        for count in 0..<Self.full.count { #expect(TomcatHeartbeat(Array(Self.full.prefix(count))) == nil, "\(count) bytes") }
        #expect(TomcatHeartbeat(Self.full + [0]) == nil)
    }

    @Test(
        "Lengths and numbers that cannot be are no heartbeat",
        arguments: [
            (10, [0xFF, 0xFF, 0xFF, 0xFF]), (10, [0x7F, 0xFF, 0xFF, 0xFF]), (14, [0x80]), (22, [0, 0, 0, 0]), (22, [0, 1, 0, 0]),
            (34, [16]),
            (34, [0xFF]), (39, [0x7F, 0xFF, 0xFF, 0xFF]), (39, [0x80, 0, 0, 0]), (63, [0xFF]), (0, [0x74]),
        ] as [(Int, [UInt8])])
    func refuses(place: Int, bytes: [UInt8]) {
        var message = Self.plain
        message.replaceSubrange(place..<place + bytes.count, with: bytes)
        #expect(TomcatHeartbeat(message) == nil)
    }

    @Test("Garbage of every kind is refused or read, and never traps")
    func survivesGarbage() {
        var random = SplitMix(state: 45564)
        var read = 0
        for _ in 0..<20_000 {
            var message = Bool.random(using: &random) ? Self.full : Self.plain
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = message.indices.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<4, using: &random) {
                case 0: message[place] = .random(in: 0...255, using: &random)
                case 1: message.remove(at: place)
                case 2: message.insert(.random(in: 0...255, using: &random), at: place)
                default: message[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                }
            }
            guard let beat = TomcatHeartbeat(message) else { continue }
            read += 1
            #expect((1...65535).contains(beat.port) && beat.alive >= .zero)
        }
        // A changed identity or alive time is a heartbeat still.
        #expect(read > 0)
        for count in 0..<500 {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(TomcatHeartbeat(noise) == nil)
        }
    }
}

/// Random numbers that are the same each time.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
