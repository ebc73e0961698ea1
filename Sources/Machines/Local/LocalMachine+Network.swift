import Dispatch
import Glibc
import SystemPackage

extension LocalMachine {
    public func addresses(of name: String) async throws(MachineError) -> [String] {
        let patience = resolverPatience
        let answer = FirstAnswer<ResolverAnswer?>()
        // The resolver cannot be interrupted, so it gets a queue, and with it a thread, of its own.
        DispatchQueue(label: "joget-cluster.resolver").async { answer.give(ResolverAnswer(name)) }
        DispatchQueue.global().asyncAfter(deadline: .now() + patience.dispatched) { answer.give(nil) }
        switch await answer.value {
        case .addresses(let addresses): return addresses
        case .failure(let reason):
            throw MachineError(
                what: "the resolver failed: \(reason)", subject: name, remedy: "check /etc/resolv.conf and the name servers in it")
        case nil:
            throw MachineError(
                what: "the resolver did not answer within \(patience)", subject: name,
                remedy: "check /etc/resolv.conf and the name servers in it")
        }
    }

    public func connect(to address: String, port: Int, within limit: Duration) async throws(MachineError) -> Reachability {
        let subject = "\(address) port \(port)"
        guard let attempt = NetworkAddress.withSocketAddress(address, port: port, Self.beginConnection) else {
            throw MachineError(what: "is no IP address and port", subject: subject)
        }
        guard attempt.descriptor >= 0 else {
            throw MachineError(attempt.reason ?? .ioError, "no socket could be opened", subject)
        }
        let socket = OpenFile(owning: attempt.descriptor)
        switch attempt.reason {
        case nil: return .open
        case .nowInProgress?: break
        case let reason?: return Reachability(reason)
        }
        guard await Readiness.wait(for: .writable, on: socket.descriptor, within: limit) else { return .filtered }
        var code: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        let result = getsockopt(socket.descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        precondition(result == 0, "a socket knows how its connection attempt ended")
        return code == 0 ? .open : Reachability(Errno(rawValue: code))
    }

    /// A socket, -1 where there is none, and why it is not connected yet.
    private static func beginConnection(
        _ family: CInt, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
    ) -> (descriptor: CInt, reason: Errno?) {
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        let isDone = descriptor >= 0 && Glibc.connect(descriptor, address, size) == 0
        return (descriptor, isDone ? nil : Errno(rawValue: errno))
    }
}

/// What the system's resolver said.
private enum ResolverAnswer: Sendable {
    case addresses([String])
    case failure(String)

    /// Asks, which may take as long as the resolver likes.
    init(_ name: String) {
        var hints = addrinfo()
        hints.ai_family = AF_INET
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(name, nil, &hints, &first)
        defer { freeaddrinfo(first) }
        // The name is known, but not with an IPv4 address. The overlay has no names for these.
        let noData: CInt = -5
        let noAddressFamily: CInt = -9
        switch result {
        case 0:
            var addresses: [String] = []
            var next = first
            while let entry = next?.pointee {
                next = entry.ai_next
                let text = NetworkAddress.text(entry.ai_addr)
                if !addresses.contains(text) { addresses.append(text) }
            }
            self = .addresses(addresses)
        case EAI_NONAME, noData, noAddressFamily: self = .addresses([])
        case EAI_SYSTEM: self = .failure(Errno(rawValue: errno).description)
        default: self = .failure(String(cString: gai_strerror(result)))
        }
    }
}

extension Reachability {
    fileprivate init(_ reason: Errno) {
        switch reason {
        case .connectionRefused: self = .refused
        case .timedOut: self = .filtered
        default: self = .unreachable(reason.description)
        }
    }
}
