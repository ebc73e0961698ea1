import FoundationEssentials
import Guidebook
import Machines

/// Checks of how the nodes find each other.
extension Inspector {
    func nodes(_ check: Check, _ directory: String, _ own: String, _ names: String) async throws -> Finding {
        let wanted = names.split(separator: " ").map(String.init)
        return try await finding(check, expected: "\(own), and in the end \(wanted.joined(separator: ", "))") {
            let path = "\(directory)/servers.json"
            guard let bytes = try await machine.read(path, limit: 1 << 20) else {
                throw Objection(
                    "there is no \(path): no node of Joget has started with this shared directory",
                    remedy: "see that the service runs, and that -Dwflow.home in bin/setenv.sh names \(directory)")
            }
            let listed: [String]
            do {
                listed = try JSONDecoder().decode([String].self, from: Data(bytes))
            } catch {
                let line = String(decoding: bytes, as: UTF8.self).firstLine
                throw Objection(
                    "\(path) is no list of names", evidence: String(line.prefix(200)),
                    remedy: "look into it; stop Joget on every server, move the file away, and start Joget again: it writes it anew")
            }
            let shown = listed.map { $0.isEmpty ? "(no name)" : $0 }.joined(separator: ", ")
            guard listed.contains(own) else {
                throw Objection(
                    "\(own) is not among them: \(shown.isEmpty ? "nobody" : shown)",
                    evidence: String(decoding: bytes.prefix(200), as: UTF8.self).firstLine,
                    remedy: "see that bin/setenv.sh has -Dwflow.name=\(own) before the agents (step joget.options), and restart Joget")
            }
            let missing = wanted.filter { !listed.contains($0) }
            guard missing.isEmpty else {
                throw Objection(
                    "\(shown); not yet \(missing.joined(separator: ", "))", verdict: .warns, remedy: "set up the others, then look again")
            }
            return shown
        }
    }

    func multicast(_ check: Check, _ address: String, _ group: String) async throws -> Finding {
        try await finding(check, expected: "an interface with MULTICAST, and \(group) routed through it") {
            let line = try await askOnce(["ip", "-o", "-4", "addr", "show", "to", address]).output.firstLine
            let words = line.split(separator: " ")
            guard words.count > 1 else {
                throw Objection(
                    "no interface of this server has the address \(address)", remedy: "compare the address with what 'ip -4 addr' shows")
            }
            let name = String(words[1])
            try await needFlag(of: name)
            let answer = try await askOnce(["ip", "-o", "route", "get", group])
            let route = answer.output.firstLine
            guard answer.succeeded, let device = (route + " ").between(" dev ", " ") else {
                throw Objection(
                    "there is no route to \(group)", evidence: route,
                    remedy:
                        "'ip route add 224.0.0.0/4 dev \(name)' makes one until the next restart; the step session.multicast makes it last")
            }
            guard device == name else {
                throw Objection(
                    "\(group) is routed through \(device), not through \(name)", evidence: route,
                    remedy: "'ip route replace 224.0.0.0/4 dev \(name)'; or choose static membership, which needs no multicast")
            }
            return "\(name), with MULTICAST and the route"
        }
    }

    private func needFlag(of interface: String) async throws {
        let lines = try await askOnce(["ip", "-o", "link", "show"]).output.split(whereSeparator: \.isNewline)
        let line = lines.first { line in
            let words = line.split(separator: " ")
            // As 'eth0:', or 'eth0@if7:' in a container.
            return words.count > 1 && words[1].prefix { $0 != ":" && $0 != "@" } == interface
        }
        let flags = line.flatMap { String($0).between("<", ">") }?.split(separator: ",") ?? []
        guard flags.contains("MULTICAST") else {
            throw Objection(
                "the interface \(interface) does not do multicast", evidence: line.map { String($0.prefix(160)) },
                remedy: "'ip link set dev \(interface) multicast on'; or choose static membership, which needs no multicast")
        }
    }

    /// Tomcat speaks twice a second.
    private static let hearingTime = Duration.seconds(4)

    func heard(_ check: Check, _ address: String, _ group: String, _ port: String) async throws -> Finding {
        guard let number = Int(port) else { preconditionFailure("the port '\(port)' was validated with the guide") }
        return try await finding(check, expected: "another node is heard") {
            let senders = try await machine.hear(
                group: group, port: number, at: address, saying: nil, within: Inspector.hearingTime
            ).addresses
            let own = plan.cluster.servers.first { $0.address == address }
            let others = senders.filter { $0 != address }
            guard others.isEmpty else { return others.map(shownName).joined(separator: ", ") }
            let whom = senders.isEmpty ? "nobody" : "nobody but \(own?.name ?? address) itself"
            throw Objection(
                "\(whom) is heard within \(Inspector.hearingTime)", verdict: .warns,
                remedy:
                    "no other node runs yet, or something between them filters multicast, which no log will tell; where another node runs, "
                    + "choose session.membership: static, which works without")
        }
    }

    /// A server's name with its address.
    func shownName(_ address: String) -> String {
        plan.cluster.servers.first { $0.address == address }.map { "\($0.name) (\(address))" } ?? address
    }
}
