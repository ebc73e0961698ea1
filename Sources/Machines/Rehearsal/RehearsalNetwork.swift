/// A route that somebody has added.
struct RehearsalRoute: Hashable {
    /// A network such as 224.0.0.0/4, or one address.
    var destination: String
    var interface: String
    var source: String?
}

/// Interfaces, routes and processes.
extension RehearsalServer {
    mutating func ip(_ command: Command) throws(MachineError) -> RehearsalReply {
        switch Array(command.arguments.dropFirst()) {
        case ["-o", "link", "show"]: return links
        case let words where words.count == 6 && Array(words.prefix(5)) == ["-o", "-4", "addr", "show", "to"]:
            return addresses(to: words[5])
        case let words where words.count == 4 && Array(words.prefix(3)) == ["-o", "route", "get"]: return route(get: words[3])
        case let words where words.count >= 3 && words[0] == "route": return try change(words, command)
        default: throw unknown(command)
        }
    }

    private var links: RehearsalReply {
        let flags = has(.noMulticastFlag) ? "BROADCAST,UP,LOWER_UP" : "BROADCAST,MULTICAST,UP,LOWER_UP"
        let digits = Array(Self.number(of: seed.address, digits: 10))
        let hardware = stride(from: 0, to: 10, by: 2).map { String(digits[$0...($0 + 1)]) }.joined(separator: ":")
        return RehearsalReply(
            "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000"
                + "\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
            "2: \(seed.interface): <\(flags)> mtu 1500 qdisc fq_codel state UP mode DEFAULT group default qlen 1000"
                + "\\    link/ether 52:\(hardware) brd ff:ff:ff:ff:ff:ff")
    }

    private func addresses(to wanted: String) -> RehearsalReply {
        let lifetime = "\\       valid_lft forever preferred_lft forever"
        if wanted == "127.0.0.1" { return RehearsalReply("1: lo    inet 127.0.0.1/8 scope host lo\(lifetime)") }
        guard wanted == seed.address else { return RehearsalReply() }
        return RehearsalReply("2: \(seed.interface)    inet \(wanted)/24 scope global \(seed.interface)\(lifetime)")
    }

    // MARK: - Routes

    /// The interface and the own address by which a packet leaves; nil where there is no route.
    func route(to address: String) -> (interface: String, source: String)? {
        if address.hasPrefix("127.") || address == seed.address { return ("lo", address) }
        if let added = routes.last(where: { Self.isInside(address, $0.destination) }) {
            return (added.interface, added.source ?? seed.address)
        }
        let isNear = Self.isInside(address, "\(seed.address)/24")
        return isNear || !has(.noMulticastRoute) ? (seed.interface, seed.address) : nil
    }

    static func isInside(_ address: String, _ network: String) -> Bool {
        let parts = network.split(separator: "/").map(String.init)
        let length = parts.count > 1 ? UInt32(parts[1]) ?? 32 : 32
        func bits(_ text: String) -> UInt32 { text.split(separator: ".").reduce(UInt32(0)) { $0 << 8 | (UInt32($1) ?? 0) } }
        let mask = length == 0 ? 0 : ~UInt32(0) << (32 - length)
        return bits(address) & mask == bits(parts[0]) & mask
    }

    private func route(get address: String) -> RehearsalReply {
        guard Self.isAddress(address) else {
            return RehearsalReply(status: 1, "Error: any valid prefix is expected rather than \"\(address)\".")
        }
        guard let route = route(to: address) else { return RehearsalReply(status: 2, "RTNETLINK answers: Network is unreachable") }
        let isGroup = Self.isInside(address, "224.0.0.0/4")
        let isNear = isGroup || route.interface == "lo" || Self.isInside(address, "\(seed.address)/24")
        let gateway = seed.address.split(separator: ".").dropLast().joined(separator: ".") + ".1"
        let kind = isGroup ? "multicast " : route.interface == "lo" ? "local " : ""
        let via = isNear ? "" : "via \(gateway) "
        return RehearsalReply(
            "\(kind)\(address) \(via)dev \(route.interface) src \(route.source) uid 0 \\    cache \(isGroup ? "<mc> " : "")")
    }

    /// `ip route replace|add|del NETWORK [dev NAME] [src ADDRESS]`.
    private mutating func change(_ words: [String], _ command: Command) throws(MachineError) -> RehearsalReply {
        var (interface, source): (String?, String?) = (nil, nil)
        var rest = words.dropFirst(3)
        while let key = rest.popFirst() {
            guard let value = rest.popFirst() else { throw unknown(command) }
            switch key {
            case "dev": interface = value
            case "src": source = value
            default: throw unknown(command)
            }
        }
        let there = routes.firstIndex { route in
            route.destination == words[2] && (interface.map { $0 == route.interface } ?? true)
                && (source.map { $0 == route.source } ?? true)
        }
        if words[1] == "del" {
            guard let there else { return RehearsalReply(status: 2, "RTNETLINK answers: No such process") }
            routes.remove(at: there)
            return RehearsalReply()
        }
        guard ["add", "replace"].contains(words[1]) else { throw unknown(command) }
        guard let interface else { return RehearsalReply(status: 2, "RTNETLINK answers: No such device") }
        guard [seed.interface, "lo"].contains(interface) else { return RehearsalReply(status: 1, "Cannot find device \"\(interface)\"") }
        if let source, !isOwn(source) { return RehearsalReply(status: 2, "RTNETLINK answers: Invalid argument") }
        let taken = routes.firstIndex { $0.destination == words[2] }
        if let taken {
            guard words[1] == "replace" else { return RehearsalReply(status: 2, "RTNETLINK answers: File exists") }
            routes.remove(at: taken)
        }
        routes.append(RehearsalRoute(destination: words[2], interface: interface, source: source))
        return RehearsalReply()
    }

    // MARK: - Processes

    /// `ps -ww -eo pid=,user=,args=`.
    func processList(_ command: Command) throws(MachineError) -> RehearsalReply {
        guard Array(command.arguments.dropFirst()) == ["-ww", "-eo", "pid=,user=,args="] else { throw unknown(command) }
        var rows = [(number: 1, user: "root", line: "/sbin/init")]
        for (unit, number) in processes {
            if let tomcat = tomcats[unit] {
                rows.append((number, tomcat.userName, tomcat.commandLine))
            } else if let known = self.unit(unit), known.type != "oneshot" {
                let program = known.programs("ExecStart", known.environment).first?.words.joined(separator: " ") ?? unit
                rows.append((number, known.value("User") ?? "root", program))
            }
        }
        var reply = RehearsalReply()
        for row in rows.sorted(by: { $0.number < $1.number }) {
            let number = String(repeating: " ", count: max(0, 5 - String(row.number).count)) + String(row.number)
            let user = row.user.count > 8 ? row.user.prefix(7) + "+" : row.user + String(repeating: " ", count: 8 - row.user.count)
            reply.say("\(number) \(user) \(row.line)")
        }
        return reply
    }
}
