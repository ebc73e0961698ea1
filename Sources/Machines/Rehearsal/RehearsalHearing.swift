extension RehearsalMachine {
    public func hear(group: String, port: Int, at address: String, saying words: [UInt8]?, within limit: Duration) -> [Heard] {
        // At an address of somebody else's nothing is heard.
        server.isOwn(address) ? server.heard(on: group, port: port, saying: words, within: limit) : []
    }
}

/// Multicast groups, as they are heard on this server.
extension RehearsalServer {
    /// Where Tomcats speak unless told otherwise, as others here do.
    private static let (tomcatGroup, tomcatPort) = ("228.0.0.4", 45564)
    /// How long any Tomcat has been running when somebody begins to listen.
    private static let age = Duration.seconds(3600)
    private static let rhythm = Duration.milliseconds(500)

    /// What is said on a multicast group within the time.
    func heard(on group: String, port: Int, saying words: [UInt8]?, within limit: Duration) -> [Heard] {
        var heard = words.map { [Heard(address: seed.address, bytes: $0)] } ?? []
        if !has(.multicastFiltered) { heard += seed.multicastMessages }
        let members = speakers(on: group, port: port)
        let beats = max(1, Int(min(limit / Self.rhythm, Double(Heard.most))))
        for beat in 0..<beats {
            for member in members {
                let alive = Self.age + Self.rhythm * beat
                let heartbeat = TomcatHeartbeat(host: member.host, port: member.port, alive: alive)
                guard let message = heartbeat.message(identity: Self.identity(of: member.address)) else {
                    preconditionFailure("'\(member.host)' is no IPv4 address, so no Tomcat of a rehearsal has it")
                }
                heard.append(Heard(address: member.address, bytes: message))
            }
        }
        return Array(heard.prefix(Heard.most))
    }

    /// The Tomcats whose heartbeats arrive: where each is, and where it says it takes sessions.
    private func speakers(on group: String, port: Int) -> [(address: String, host: String, port: Int)] {
        let own = tomcats.values.lazy.compactMap { tomcat -> Listener? in
            guard case .multicast(group, port, _)? = tomcat.settings.cluster?.membership else { return nil }
            return tomcat.receiver
        }.first
        var found = own.map { [(address: seed.address, host: $0.address == "0.0.0.0" ? seed.address : $0.address, port: $0.port)] } ?? []
        guard !has(.multicastFiltered) else { return found }
        for address in seed.multicastSenders { found.append((address, address, 4000)) }
        guard (group, port) == (Self.tomcatGroup, Self.tomcatPort) else { return found }
        // Whoever is misled by the own name here is so on every server.
        let misled = own.flatMap { $0.address.hasPrefix("127.") ? $0.address : nil }
        for peer in applicationsThatRun where peer.usesMulticast && !peer.application.isIsolated {
            found.append((peer.address, misled ?? peer.address, peer.application.replicationPort))
        }
        return found.reduce(into: []) { list, next in if !list.contains(where: { $0.address == next.address }) { list.append(next) } }
            .sorted { $0.address < $1.address }
    }

    /// The 16 bytes by which the Tomcat at an address is known.
    private static func identity(of address: String) -> [UInt8] {
        let digits = Array(number(of: "member \(address)", digits: 32).utf8)
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 ^ digits[$0 + 1] }
    }
}
