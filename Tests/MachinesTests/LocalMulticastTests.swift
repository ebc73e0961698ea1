import Foundation
import Synchronization
import Testing

@testable import Machines

@Suite("The local machine listens to a multicast group", .serialized)
struct LocalMulticastTests {
    static let address = NetworkInterfaces.addresses().first ?? "127.0.0.1"
    /// The kernel may have no way for multicast, as in a container without a network.
    static let isPossible = (try? MulticastSender(to: group, port: 45_901))?.send() == true

    static let group = "239.255.77.4"
    let machine = LocalMachine.impatient

    @Test(
        "Who sends to the group is heard by address, once, though somebody else holds the port too",
        .enabled(if: isPossible, "no interface here carries multicast"))
    func heard() async throws {
        let neighbour = try MulticastSender(to: Self.group, port: 45_901)
        try neighbour.holdPort(45_901)
        let hearing = Task { [machine] in
            try await machine.hear(group: Self.group, port: 45_901, at: Self.address, saying: nil, within: .milliseconds(400))
        }
        await keepSending([neighbour], until: hearing)
        #expect(try await hearing.value == [Heard(address: Self.address, bytes: Array("heartbeat".utf8))])
    }

    @Test(
        "What is sent to another group or port is not heard, whoever on this server listens to it",
        .enabled(if: isPossible, "no interface here carries multicast"))
    func others() async throws {
        let other = try MulticastSender(to: "239.255.77.5", port: 45_902)
        try other.holdPort(45_902)
        let hearing = Task { [machine] in
            try await machine.hear(group: Self.group, port: 45_902, at: Self.address, saying: nil, within: .milliseconds(300))
        }
        let elsewhere = try MulticastSender(to: Self.group, port: 45_903)
        await keepSending([other, elsewhere], until: hearing)
        #expect(try await hearing.value == [])
    }

    @Test(
        "What the same sender says in other words counts too, its first 2 kB, and 200 messages at most",
        .enabled(if: isPossible, "no interface here carries multicast"))
    func words() async throws {
        let sender = try MulticastSender(to: Self.group, port: 45_906)
        let hearing = Task { [machine] in
            try await machine.hear(group: Self.group, port: 45_906, at: Self.address, saying: nil, within: .seconds(2))
        }
        let long = String(repeating: "x", count: 3000)
        await keepSending([sender], until: hearing) { turn in "\(turn % 300) \(long)" }
        let heard = try await hearing.value
        #expect((2...200).contains(heard.count) && Set(heard).count == heard.count)
        #expect(heard.allSatisfy { $0.address == Self.address && $0.bytes.count == 2048 })
        #expect(heard.addresses == [Self.address])
    }

    @Test(
        "Two programs that speak to the group hear each other and themselves",
        .enabled(if: isPossible, "no interface here carries multicast"))
    func speaking() async throws {
        let limit = Duration.milliseconds(2500)
        async let one = machine.hear(group: Self.group, port: 45_907, at: Self.address, saying: Array("one".utf8), within: limit)
        async let other = machine.hear(group: Self.group, port: 45_907, at: Self.address, saying: Array("other".utf8), within: limit)
        let both = Set(["one", "other"].map { Heard(address: Self.address, bytes: Array($0.utf8)) })
        #expect(Set(try await one) == both)
        #expect(Set(try await other) == both)
    }

    @Test("An address that is not this server's is refused in clear words")
    func foreignAddress() async {
        let error = await #expect(throws: MachineError.self) {
            try await machine.hear(group: Self.group, port: 45_904, at: "203.0.113.9", saying: nil, within: .seconds(10))
        }
        #expect(
            error?.description == "multicast group 239.255.77.4 port 45904 at 203.0.113.9: no interface of this server has this address; "
                + "compare the address with what 'ip -4 addr' shows")
    }

    @Test(
        "What is no multicast group is refused",
        arguments: [
            ("10.0.0.1", 4000, "127.0.0.1"), ("240.0.0.1", 4000, "127.0.0.1"), ("228.0.0.4", 70_000, "127.0.0.1"), ("228.0.0.4", 1, "lb1"),
        ])
    func noGroup(group: String, port: Int, address: String) async {
        let error = await #expect(throws: MachineError.self) {
            try await machine.hear(group: group, port: port, at: address, saying: nil, within: .seconds(10))
        }
        #expect(error?.what == "is no multicast group, port and address of IPv4")
    }

    @Test("Whoever gives up waiting is let go")
    func cancelled() async throws {
        let hearing = Task { [machine] in
            try await machine.hear(group: Self.group, port: 45_905, at: "127.0.0.1", saying: nil, within: .seconds(600))
        }
        hearing.cancel()
        #expect(try await hearing.value == [])
    }

    /// Sends again and again, because nobody tells when the other side has begun to listen.
    private func keepSending(
        _ senders: [MulticastSender], until end: Task<[Heard], any Error>, words: @escaping @Sendable (Int) -> String = { _ in "heartbeat" }
    ) async {
        let sending = Sending(senders, words)
        _ = await end.result
        sending.stop()
    }
}

/// Sends from a thread of its own until it is stopped: the tests' own tasks may have to wait for each other.
private final class Sending: Sendable {
    private let isOver = Mutex(false)

    init(_ senders: [MulticastSender], _ words: @escaping @Sendable (Int) -> String) {
        Thread.detachNewThread { [self] in
            var turn = 0
            while !isOver.withLock({ $0 }) {
                for sender in senders { _ = sender.send(words(turn)) }
                turn += 1
                poll(nil, 0, 1)
            }
        }
    }

    func stop() { isOver.withLock { $0 = true } }
}

/// Sends to a group by way of this server's interface, as a Tomcat does.
private final class MulticastSender: Sendable {
    private let descriptor: CInt
    private let group: String
    private let port: Int

    init(to group: String, port: Int) throws {
        descriptor = socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        (self.group, self.port) = (group, port)
        var interface = in_addr()
        try #require(inet_pton(AF_INET, LocalMulticastTests.address, &interface) == 1)
        let size = socklen_t(MemoryLayout<in_addr>.size)
        try #require(setsockopt(descriptor, CInt(IPPROTO_IP), IP_MULTICAST_IF, &interface, size) == 0)
    }

    /// Joins the group and takes the port, as a Tomcat that runs on the same server.
    func holdPort(_ port: Int) throws {
        var yes: CInt = 1
        try #require(setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size)) == 0)
        let bound = NetworkAddress.withSocketAddress("0.0.0.0", port: port) { [descriptor] in bind(descriptor, $1, $2) }
        try #require(bound == 0)
        var request = ip_mreq()
        inet_pton(AF_INET, group, &request.imr_multiaddr)
        inet_pton(AF_INET, LocalMulticastTests.address, &request.imr_interface)
        let size = socklen_t(MemoryLayout<ip_mreq>.size)
        try #require(setsockopt(descriptor, CInt(IPPROTO_IP), IP_ADD_MEMBERSHIP, &request, size) == 0)
    }

    func send(_ words: String = "heartbeat") -> Bool {
        let bytes = Array(words.utf8)
        return NetworkAddress.withSocketAddress(group, port: port) { [descriptor] in
            sendto(descriptor, bytes, bytes.count, 0, $1, $2)
        } == bytes.count
    }

    deinit { close(descriptor) }
}
