import Glibc

/// IP addresses between their text and the kernel's bytes.
enum NetworkAddress {
    /// The text of an address of 4 or 16 bytes in network order.
    static func text(_ bytes: [UInt8]) -> String {
        precondition(bytes.count == 4 || bytes.count == 16, "an IP address has 4 or 16 bytes")
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let text = inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &buffer, socklen_t(INET6_ADDRSTRLEN))
        precondition(text != nil, "the buffer holds every IP address")
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The text of the IPv4 address in a socket address.
    static func text(_ address: UnsafePointer<sockaddr>) -> String {
        address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
            withUnsafeBytes(of: pointer.pointee.sin_addr.s_addr) { text(Array($0)) }
        }
    }

    /// Calls `body` with the socket address for the text of an IP address; nil where it is none.
    static func withSocketAddress<Result>(
        _ text: String, port: Int, _ body: (CInt, UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result? {
        guard let port = in_port_t(exactly: port) else { return nil }
        var four = sockaddr_in()
        if inet_pton(AF_INET, text, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            return withPointer(to: &four) { body(AF_INET, $0, $1) }
        }
        var six = sockaddr_in6()
        if inet_pton(AF_INET6, text, &six.sin6_addr) == 1 {
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            return withPointer(to: &six) { body(AF_INET6, $0, $1) }
        }
        return nil
    }

    private static func withPointer<Address, Result>(
        to address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
        }
    }
}

/// The server's network interfaces.
enum NetworkInterfaces {
    /// The IPv4 addresses of interfaces that are up, without loopback.
    static func addresses() -> [String] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var result: [String] = []
        var next = first
        while let interface = next?.pointee {
            next = interface.ifa_next
            let flags = interface.ifa_flags
            guard let address = interface.ifa_addr, CInt(address.pointee.sa_family) == AF_INET,
                flags & UInt32(IFF_UP) != 0, flags & UInt32(IFF_LOOPBACK) == 0
            else { continue }
            let text = NetworkAddress.text(address)
            if !result.contains(text) { result.append(text) }
        }
        return result
    }
}
