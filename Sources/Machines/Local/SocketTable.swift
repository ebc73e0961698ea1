/// The sockets that a process can have, from the texts of `/proc/PID/net/tcp` and its like.
struct SocketTable {
    struct Socket: Hashable {
        /// `192.0.2.5:3306`; nil where it has no other end.
        var remote: String?
        var localPort: Int
        var isConnecting: Bool
        var isListening: Bool
    }

    private let sockets: [String: Socket]

    init(_ texts: [String]) {
        var sockets: [String: Socket] = [:]
        for line in texts.flatMap({ $0.split(separator: "\n").dropFirst() }) {
            let fields = line.split(separator: " ")
            guard fields.count > 9, let local = Self.end(fields[1]), let remote = Self.end(fields[2]) else { continue }
            sockets[String(fields[9])] = Socket(
                remote: remote.port == 0 ? nil : "\(remote.address):\(remote.port)", localPort: local.port,
                isConnecting: fields[3] == "02", isListening: fields[3] == "0A")
        }
        self.sockets = sockets
    }

    /// Those that the process sees.
    init(of pid: Int32) {
        self.init(["tcp", "tcp6", "udp", "udp6"].compactMap { ProcessFile.text(pid, "net/\($0)") })
    }

    /// The socket with that number; nil where it is of another kind.
    subscript(inode: some StringProtocol) -> Socket? { sockets[String(inode)] }

    /// `0100007F:0CEA`.
    private static func end(_ text: Substring) -> (address: String, port: Int)? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let port = Int(parts[1], radix: 16), let address = ListenerTable.address(parts[0]) else { return nil }
        return (address.contains(":") ? "[\(address)]" : address, port)
    }
}
