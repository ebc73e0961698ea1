/// Names, addresses and ports.
extension RehearsalServer {
    /// What a name stands for: addresses as they are, then /etc/hosts, then the name service.
    func resolve(_ name: String) -> [String] {
        if Self.isAddress(name) { return [name] }
        let name = name.lowercased()
        if name == seed.server.lowercased(), has(.nameResolvesToLoopback) { return ["127.0.1.1"] }
        if name == seed.server.lowercased(), has(.ownNameUnknown) { return [] }
        let lines = files.text(of: "/etc/hosts").split(whereSeparator: \.isNewline)
        let own: [String] = lines.compactMap { line in
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard words.dropFirst().contains(where: { $0.lowercased() == name }), Self.isAddress(String(words[0])) else { return nil }
            return String(words[0])
        }
        if !own.isEmpty { return own.reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
        return seed.lowercasedNames[name].map { [$0] } ?? []
    }

    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    func isOwn(_ address: String) -> Bool { address == seed.address || address.hasPrefix("127.") }

    /// The TCP ports on which something listens.
    var listeners: [Listener] {
        let taken = faults.compactMap { fault -> Listener? in
            if case .portTaken(let port) = fault { Listener(address: "0.0.0.0", port: port) } else { nil }
        }
        return (taken + running.sorted().flatMap(ports)).sorted { ($0.port, $0.address) < ($1.port, $1.address) }
    }

    /// What a running unit listens on.
    func ports(of unit: String) -> [Listener] {
        switch unit {
        case "ssh.service": [Listener(address: "0.0.0.0", port: 22), Listener(address: "::", port: 22)]
        case "rpcbind.service": [Listener(address: "0.0.0.0", port: 111), Listener(address: "::", port: 111)]
        case "nfs-server.service": [Listener(address: "0.0.0.0", port: 2049), Listener(address: "::", port: 2049)]
        case "mariadb.service", "mysql.service":
            database.map { [Listener(address: $0.settings.bindAddress, port: $0.settings.port)] } ?? []
        default: webServers[unit]?.listeners ?? tomcats[unit].map(ports) ?? []
        }
    }

    /// What a Tomcat listens on.
    private func ports(of tomcat: RehearsalTomcat) -> [Listener] {
        let shutdown = tomcat.settings.shutdownPort > 0 ? [Listener(address: "127.0.0.1", port: tomcat.settings.shutdownPort)] : []
        return tomcat.listeners + shutdown + (tomcat.receiver.map { [$0] } ?? [])
    }

    /// How a connection to a port would end.
    func reachability(of host: String, port: Int) -> Reachability {
        guard let address = resolve(host).first else { return .unreachable("Name or service not known") }
        if isOwn(address) {
            let anys: Set = ["0.0.0.0", "::", "*", address]
            return listeners.contains { $0.port == port && anys.contains($0.address) } ? .open : .refused
        }
        let exporters = seed.remoteExports.flatMap { resolve($0.server) }
        let isOpen =
            seed.openPorts[address]?.contains(port) == true || (port == 2049 && exporters.contains(address))
            || remoteDatabases["\(address):\(port)"] != nil
            || applicationsThatRun.contains {
                $0.address == address && ($0.port == port || ($0.application.replicationPort == port && !has(.replicationPortClosed)))
            }
            || seed.balancers.contains { resolve($0.server).contains(address) && $0.port == port }
        if isOpen { return .open }
        let isKnown = seed.names.values.contains(address) || seed.openPorts[address] != nil
        return isKnown ? .refused : .filtered
    }

    mutating func timedatectl(_ command: Command) throws(MachineError) -> RehearsalReply {
        guard command.arguments.dropFirst().sorted() == ["--property=NTPSynchronized", "--value", "show"] else { throw unknown(command) }
        return RehearsalReply(has(.clockNotSynchronised) ? "no" : "yes")
    }
}
