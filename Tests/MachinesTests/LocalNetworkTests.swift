import Foundation
import Testing

@testable import Machines

@Suite("The local machine's network and mounts")
struct LocalNetworkTests {
    let machine = LocalMachine.impatient

    @Test("A port on which something listens is found and open", arguments: [AF_INET, AF_INET6])
    func open(family: CInt) async throws {
        let socket = try ListeningSocket(family)
        let address = family == AF_INET ? "127.0.0.1" : "::"
        #expect(try await machine.listeners().contains(Listener(address: address, port: socket.port)))
        let target = family == AF_INET ? "127.0.0.1" : "::1"
        #expect(try await machine.connect(to: target, port: socket.port, within: .seconds(5)) == .open)
    }

    @Test("A port on which nobody listens refuses")
    func refused() async throws {
        let port = try ListeningSocket(AF_INET).port  // Closed again at once.
        #expect(try await machine.connect(to: "127.0.0.1", port: port, within: .seconds(5)) == .refused)
        #expect(try await !machine.listeners().contains { $0.port == port })
    }

    @Test("A port that does not answer is filtered, and the wait ends")
    func filtered() async throws {
        // A listener whose queue is full drops what comes next, like a firewall.
        let socket = try ListeningSocket(AF_INET, backlog: 0)
        let clients = try (0..<2).map { _ in try ConnectingSocket(to: socket.port) }
        try await eventually("the queue is full") { clients[0].isConnected }
        #expect(try await machine.connect(to: "127.0.0.1", port: socket.port, within: .milliseconds(200)) == .filtered)
        withExtendedLifetime(clients) {}
    }

    @Test("A network without a way there says so in the system's words")
    func unreachable() async throws {
        let outcome = try await machine.connect(to: "255.255.255.255", port: 80, within: .seconds(5))
        guard case .unreachable(let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test("What is no address is refused", arguments: [("example.org", 80), ("10.0.0.1", 70_000), ("", 1), ("10.0.0.1", -1)])
    func noAddress(address: String, port: Int) async {
        await #expect(throws: MachineError.self) { try await machine.connect(to: address, port: port, within: .seconds(1)) }
    }

    @Test("Names resolve in the resolver's order, without repetition")
    func resolves() async throws {
        #expect(try await machine.addresses(of: "localhost") == ["127.0.0.1"])
        #expect(try await machine.addresses(of: "10.1.2.3") == ["10.1.2.3"])
        #expect(try await machine.addresses(of: "::1").isEmpty, "there is no IPv4 address behind it")
    }

    @Test("Sockets of both families are read as the kernel prints them")
    func kernelTable() {
        let text = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000   105        0 21 1
               1: 0100007F:0CEA 0100007F:A2B4 01 00000000:00000000 00:00000000 00000000   105        0 22 1
               2: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 23
               3: 0000000000000000FFFF00000B00000A:1F90 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 24
               4: garbage
            """
        #expect(
            ListenerTable(text).listeners == [
                Listener(address: "127.0.0.1", port: 3306), Listener(address: "::", port: 80),
                Listener(address: "::ffff:10.0.0.11", port: 8080),
            ])
    }

    @Test("Mounts are read with white space in their names and both kinds of options")
    func mountTable() {
        let text = """
            22 27 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:13 - proc proc rw
            90 27 0:50 / /opt/joget\\040wflow\\134x rw,relatime shared:46 master:2 - nfs4 10.0.0.5:/srv/my\\040share rw,vers=4.2,hard
            91 27 8:17 / /media/cd rw,noatime - iso9660 /dev/sr0 ro
            92 broken
            """
        #expect(
            MountTable(text).mounts == [
                Mount(source: "proc", target: "/proc", type: "proc", options: ["rw", "nosuid", "nodev", "noexec", "relatime"]),
                Mount(
                    source: "10.0.0.5:/srv/my share", target: "/opt/joget wflow\\x", type: "nfs4",
                    options: ["rw", "relatime", "vers=4.2", "hard"]),
                Mount(source: "/dev/sr0", target: "/media/cd", type: "iso9660", options: ["ro", "noatime"]),
            ])
    }

    @Test("This server's own mounts are found")
    func ownMounts() async throws {
        let mounts = try await machine.mounts()
        #expect(mounts.contains { $0.target == "/" })
        #expect(mounts.contains { $0.target == "/proc" && $0.type == "proc" })
    }

    @Test("The server knows who it is")
    func identity() async throws {
        let identity = try await machine.identity()
        let uname = try await machine.capture(Command(["uname", "-n"])).output
        #expect(identity.hostName == uname.split(whereSeparator: { $0 == "." || $0 == "\n" }).first.map(String.init))
        #expect(identity.machineID.count == 32)
        #expect(identity.bootID.count == 36)
        #expect(identity.isRoot == Surroundings.isRoot)
        #expect(!identity.addresses.contains { $0.hasPrefix("127.") })
        let release = OSRelease("# of this server\nID=ubuntu\nVERSION_ID=\"22.04\"\nNAME='U'\nODD\n")
        #expect(release["ID"] == "ubuntu" && release["VERSION_ID"] == "22.04" && release["NAME"] == "U" && release["ODD"] == nil)
    }
}

/// A socket that listens on a port of the system's choice until it goes away.
private final class ListeningSocket {
    let descriptor: CInt
    let port: Int

    init(_ family: CInt, backlog: CInt = 16) throws {
        descriptor = socket(family, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let address = family == AF_INET ? "127.0.0.1" : "::"
        let bound = NetworkAddress.withSocketAddress(address, port: 0) { [descriptor] in bind(descriptor, $1, $2) }
        try #require(bound == 0)
        try #require(listen(descriptor, backlog) == 0)
        var name = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = withUnsafeMutablePointer(to: &name) { [descriptor] in
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        try #require(result == 0)
        // The port is at the same place in the addresses of both families.
        port = Int(UInt16(bigEndian: name.sin6_port))
    }

    deinit { close(descriptor) }
}

/// A client that begins to connect and waits for nothing.
private final class ConnectingSocket: Sendable {
    let descriptor: CInt

    init(to port: Int) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        _ = NetworkAddress.withSocketAddress("127.0.0.1", port: port) { [descriptor] in connect(descriptor, $1, $2) }
    }

    var isConnected: Bool {
        var poll = pollfd(fd: descriptor, events: CShort(POLLOUT), revents: 0)
        return Foundation.poll(&poll, 1, 0) == 1
    }

    deinit { close(descriptor) }
}
