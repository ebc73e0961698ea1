import Glibc

/// The listening TCP sockets, from the text of `/proc/net/tcp` or `/proc/net/tcp6`.
struct ListenerTable {
    let listeners: [Listener]

    init(_ text: String) {
        listeners = text.split(separator: "\n").dropFirst().compactMap(Self.listener)
    }

    /// `0: 0100007F:0CEA 00000000:0000 0A …`: the kernel's state 0A is listening.
    private static func listener(_ line: Substring) -> Listener? {
        let fields = line.split(separator: " ")
        guard fields.count > 3, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":"),
            let port = Int(fields[1][fields[1].index(after: colon)...], radix: 16),
            let address = address(fields[1][..<colon])
        else { return nil }
        return Listener(address: address, port: port)
    }

    /// Words of four bytes in network order, each printed as one number of this machine.
    static func address(_ digits: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = digits
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) }
            rest = rest.dropFirst(8)
        }
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        return NetworkAddress.text(bytes)
    }
}

extension LocalMachine {
    public func listeners() async throws(MachineError) -> [Listener] {
        var known: Set<Listener> = []
        var result: [Listener] = []
        // A kernel without IPv6 has no second file.
        for path in ["/proc/net/tcp", "/proc/net/tcp6"] {
            guard let bytes = try contents(of: path, limit: 256 << 20) else { continue }
            for listener in ListenerTable(String(decoding: bytes, as: UTF8.self)).listeners where known.insert(listener).inserted {
                result.append(listener)
            }
        }
        return result
    }
}
