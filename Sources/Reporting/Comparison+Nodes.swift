extension Comparison {
    private var nodes: [Report.ServerEntry] { servers.filter { $0.roles.contains("application") } }

    /// Names of nodes that two servers have.
    func routes() -> [BoardLint] {
        let routes = nodes.compactMap { node in node.route.map { (server: node.name, text: $0) } }
        return Comparison.groups(routes).filter { $0.servers.count > 1 }.map { group in
            BoardLint(
                kind: "route", title: "\(group.servers.count) application servers have the route name \(group.text)",
                servers: group.servers, found: [.init(text: "route \(group.text)", servers: group.servers)],
                remedy:
                    "give each its own route in the cluster description, hand that on, and run again on these servers and the load balancer"
            )
        }
    }

    /// Programs and agents that are not the same on every node.
    func deployments() -> [BoardLint] {
        let war = difference(
            Subject(
                kind: "war", title: "jw.war is not the same on every application server",
                remedy: "put the right jw.war on the servers concerned (application.war or the bundle), then run their steps again"),
            digests(of: "war.sha256"))
        let agents = facts("agent.", ".sha256").compactMap { fact in
            let file = fact.dropFirst("agent.".count).dropLast(".sha256".count)
            return difference(
                Subject(
                    kind: "agent", title: "the agent \(file) is not the same on every application server",
                    remedy: "take Tomcat and its agent from the same bundle on every application server, then run their steps again"),
                digests(of: fact))
        }
        return [war].compactMap(\.self) + agents
    }

    /// Digests differ in their first digits as well, and a line holds those.
    private func digests(of fact: String) -> [(server: String, text: String)] {
        let values = values(of: fact)
        let isToldByTheFirst = Set(values.map(\.text)).count == Set(values.map { $0.text.prefix(16) }).count
        return values.map { ($0.server, "SHA-256 \(isToldByTheFirst ? String($0.text.prefix(16)) : $0.text)") }
    }

    /// Clocks of the nodes that are more than a second apart, by the database server's.
    func clocks() -> [BoardLint] {
        let names = Set(nodes.map(\.name))
        let ahead = values(of: "clock.database").filter { names.contains($0.server) }
            .compactMap { value in Double(value.text).map { (server: value.server, seconds: $0) } }
            .filter { $0.seconds.isFinite }
        let sorted = ahead.map(\.seconds).sorted()
        guard let least = sorted.first, let most = sorted.last, most - least > 1 else { return [] }
        let middle = sorted[sorted.count / 2]
        let isFar = ahead.contains { abs($0.seconds - middle) > 1 }
        let apart = ahead.filter { abs($0.seconds - middle) > (isFar ? 1 : 0.5) }
        return [
            BoardLint(
                kind: "clock", title: "the clocks of the application servers are \((most - least).rounded(to: 1000)) s apart",
                servers: apart.map(\.server),
                found: Comparison.groups(
                    ahead.map { ($0.server, "\(abs($0.seconds)) s \($0.seconds < 0 ? "behind" : "ahead of") the database server") }),
                remedy: "let every server keep its time by the same source (timedatectl set-ntp true), then look again")
        ]
    }

    /// Nodes that the load balancer lacks, or does not reach, and nodes that only it knows.
    func balancers() -> [BoardLint] { entries.flatMap { unreached($0) + undescribed($0) } }

    private func unreached(_ balancer: BoardEntry) -> [BoardLint] {
        guard let fact = balancer.facts["balancer.routes"] else { return [] }
        let answering = Set(fact.split(separator: " ").map(String.init))
        let missing = nodes.filter { $0.route.map { !answering.contains($0) } ?? false }
        let strangers = answering.subtracting(nodes.compactMap(\.route)).sorted()
        let seen = BoardLint.Observation(
            text: answering.isEmpty ? "no route answers" : "answering: \(answering.sorted().joined(separator: " "))",
            servers: [balancer.server.name])
        var lints: [BoardLint] = []
        if !missing.isEmpty {
            let found = missing.map { BoardLint.Observation(text: "route \($0.route ?? "")", servers: [$0.name]) }
            lints.append(
                BoardLint(
                    kind: "balancer", title: "\(BoardLint.list(missing.map(\.name))) did not answer through the load balancer",
                    servers: missing.map(\.name) + [balancer.server.name], found: [seen] + found,
                    remedy:
                        "see whether the balancer's settings name the server and its route, and whether the node runs and can be reached"))
        }
        if !strangers.isEmpty {
            lints.append(
                BoardLint(
                    kind: "balancer",
                    title: "behind the load balancer answers \(BoardLint.list(strangers)), which no server is described as",
                    servers: [balancer.server.name], found: [seen],
                    remedy: "take the node out of the balancer's settings, or correct its jvmRoute"))
        }
        return lints
    }

    private func undescribed(_ balancer: BoardEntry) -> [BoardLint] {
        guard balancer.server.roles.contains("balancer"), let description = balancer.description else { return [] }
        let known = Set(description.servers.map(\.name))
        let missing = nodes.map(\.name).filter { !known.contains($0) }
        guard !missing.isEmpty else { return [] }
        return [
            BoardLint(
                kind: "balancer", title: "the load balancer was set up without \(BoardLint.list(missing))",
                servers: missing + [balancer.server.name],
                found: [.init(text: "a description with \(known.count) servers", servers: [balancer.server.name])],
                remedy: "hand the description with all servers to the load balancer and run its steps again")
        ]
    }
}

extension Double {
    fileprivate func rounded(to parts: Double) -> Double { (self * parts).rounded() / parts }
}
