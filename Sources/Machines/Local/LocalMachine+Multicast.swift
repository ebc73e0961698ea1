import Glibc
import SystemPackage

extension LocalMachine {
    public func hear(group: String, port: Int, at address: String, within limit: Duration) async throws(MachineError) -> [String] {
        let deadline = ContinuousClock.now + limit
        let membership = try MulticastMembership(group: group, port: port, at: address)
        let socket = try membership.socket()
        var senders: [String] = []
        while ContinuousClock.now < deadline {
            guard await Readiness.wait(for: .readable, on: socket.descriptor, within: deadline - .now) else { break }
            // Everything that has come meanwhile, because each wait costs a thread.
            while let sender = try membership.nextSender(at: socket.descriptor) {
                if !senders.contains(sender) { senders.append(sender) }
                if ContinuousClock.now >= deadline { break }
            }
        }
        return senders
    }
}

/// Belonging to a multicast group on one interface.
private struct MulticastMembership {
    private let group: String
    private let port: Int
    private let request: ip_mreq
    private let subject: String

    init(group: String, port: Int, at address: String) throws(MachineError) {
        self.group = group
        self.port = port
        subject = "multicast group \(group) port \(port) at \(address)"
        var request = ip_mreq()
        guard inet_pton(AF_INET, group, &request.imr_multiaddr) == 1, request.imr_multiaddr.s_addr.bigEndian >> 28 == 0xE,
            inet_pton(AF_INET, address, &request.imr_interface) == 1, in_port_t(exactly: port) != nil
        else {
            throw MachineError(
                what: "is no multicast group, port and address of IPv4", subject: subject, remedy: "groups are 224.0.0.0 to 239.255.255.255"
            )
        }
        self.request = request
    }

    /// A socket that takes what is sent to the group.
    func socket() throws(MachineError) -> OpenFile {
        do throws(Errno) {
            let type = CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            let file = OpenFile(owning: try Errno.check { Glibc.socket(AF_INET, type, 0) })
            let descriptor = file.descriptor
            // Tomcat may hold the port already.
            try set(SO_REUSEADDR, of: SOL_SOCKET, to: CInt(1), descriptor)
            // Only what comes for this group, by this interface; not what others on this server have joined.
            try set(IP_MULTICAST_ALL, of: CInt(IPPROTO_IP), to: CInt(0), descriptor)
            let isBound = NetworkAddress.withSocketAddress(group, port: port) { bind(descriptor, $1, $2) == 0 }
            guard isBound == true else { throw Errno(rawValue: errno) }
            try set(IP_ADD_MEMBERSHIP, of: CInt(IPPROTO_IP), to: request, descriptor)
            return file
        } catch .operationNotSupportedByDevice {
            throw MachineError(
                what: "no interface of this server has this address", subject: subject,
                remedy: "compare the address with what 'ip -4 addr' shows")
        } catch {
            throw MachineError(error, "cannot be listened to", subject)
        }
    }

    private func set<Value: BitwiseCopyable>(_ option: CInt, of level: CInt, to value: Value, _ descriptor: CInt) throws(Errno) {
        try Errno.check {
            withUnsafeBytes(of: value) { setsockopt(descriptor, level, option, $0.baseAddress, socklen_t($0.count)) }
        }
    }

    /// The address of who sent the next message; nil where none is waiting.
    func nextSender(at descriptor: CInt) throws(MachineError) -> String? {
        var sender = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        do throws(Errno) {
            return try withUnsafeMutablePointer(to: &sender) { (pointer) throws(Errno) in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { (pointer) throws(Errno) in
                    // The message itself says nothing that we need: its first byte will do.
                    var byte: UInt8 = 0
                    try Errno.check { recvfrom(descriptor, &byte, 1, 0, pointer, &size) }
                    return NetworkAddress.text(pointer)
                }
            }
        } catch .wouldBlock {
            return nil
        } catch {
            throw MachineError(error, "cannot be listened to", subject)
        }
    }
}
