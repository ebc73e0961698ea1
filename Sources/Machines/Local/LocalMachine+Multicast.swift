import Glibc
import SystemPackage

extension LocalMachine {
    /// How long whoever speaks waits before saying it again; Tomcat does so, too.
    private static let rhythm = Duration.milliseconds(500)

    public func hear(
        group: String, port: Int, at address: String, saying words: [UInt8]?, within limit: Duration
    ) async throws(MachineError) -> [Heard] {
        let deadline = ContinuousClock.now + limit
        let membership = try MulticastMembership(group: group, port: port, at: address)
        let socket = try membership.socket()
        var heard = HeardOnce()
        var next = words == nil ? deadline : .now
        while ContinuousClock.now < deadline {
            if let words, ContinuousClock.now >= next {
                try membership.say(words)
                next += LocalMachine.rhythm
            }
            guard await Readiness.wait(for: .readable, on: socket.descriptor, within: min(next, deadline) - .now) else {
                if Task.isCancelled { break }
                continue
            }
            // Everything that has come meanwhile, because each wait costs a thread.
            while let message = try membership.nextMessage(at: socket.descriptor) {
                heard.take(message)
                if ContinuousClock.now >= min(next, deadline) { break }
            }
        }
        return heard.messages
    }
}

/// Messages in the order in which they came, each once for each sender.
private struct HeardOnce {
    private(set) var messages: [Heard] = []
    private var known: Set<Heard> = []

    mutating func take(_ message: Heard) {
        if messages.count < Heard.most, known.insert(message).inserted { messages.append(message) }
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
            let file = try datagramSocket()
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

    /// A socket that sends to the group by the interface, to the own network only, so that this server hears it as well.
    private func voice() throws(MachineError) -> OpenFile {
        do throws(Errno) {
            let file = try datagramSocket()
            let level = CInt(IPPROTO_IP)
            try set(IP_MULTICAST_IF, of: level, to: request.imr_interface, file.descriptor)
            try set(IP_MULTICAST_TTL, of: level, to: CInt(1), file.descriptor)
            try set(IP_MULTICAST_LOOP, of: level, to: CInt(1), file.descriptor)
            // The interface may have other addresses as well.
            let address = withUnsafeBytes(of: request.imr_interface.s_addr) { NetworkAddress.text(Array($0)) }
            let isBound = NetworkAddress.withSocketAddress(address, port: 0) { bind(file.descriptor, $1, $2) == 0 }
            guard isBound == true else { throw Errno(rawValue: errno) }
            return file
        } catch {
            throw MachineError(error, "cannot be spoken to", subject)
        }
    }

    private func datagramSocket() throws(Errno) -> OpenFile {
        let type = CInt(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        return OpenFile(owning: try Errno.check { Glibc.socket(AF_INET, type, 0) })
    }

    private func set<Value: BitwiseCopyable>(_ option: CInt, of level: CInt, to value: Value, _ descriptor: CInt) throws(Errno) {
        try Errno.check {
            withUnsafeBytes(of: value) { setsockopt(descriptor, level, option, $0.baseAddress, socklen_t($0.count)) }
        }
    }

    /// Says something to the group, once.
    func say(_ words: [UInt8]) throws(MachineError) {
        precondition(words.count <= Heard.longest, "nobody hears more than \(Heard.longest) bytes of a message")
        let voice = try voice()
        let reason = NetworkAddress.withSocketAddress(group, port: port) {
            sendto(voice.descriptor, words, words.count, 0, $1, $2) == -1 ? errno : 0
        }
        // A queue that is full is empty again the next time.
        guard let reason, ![0, EAGAIN, ENOBUFS].contains(reason) else { return }
        throw MachineError(
            what: "cannot be spoken to: \(Errno(rawValue: reason))", subject: subject,
            remedy: "look at 'ip route', and for a firewall on this server")
    }

    /// The next message; nil where none is waiting.
    func nextMessage(at descriptor: CInt) throws(MachineError) -> Heard? {
        var sender = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var bytes = [UInt8](repeating: 0, count: Heard.longest)
        do throws(Errno) {
            return try withUnsafeMutablePointer(to: &sender) { (pointer) throws(Errno) in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { (pointer) throws(Errno) in
                    let count = try Errno.check { recvfrom(descriptor, &bytes, Heard.longest, 0, pointer, &size) }
                    return Heard(address: NetworkAddress.text(pointer), bytes: Array(bytes.prefix(count)))
                }
            }
        } catch .wouldBlock {
            return nil
        } catch {
            throw MachineError(error, "cannot be listened to", subject)
        }
    }
}
