/// Load balancers on other servers.
extension RehearsalServer {
    private typealias BalancerMember = (address: String, port: Int, route: String?)

    /// What a balancer elsewhere passes on: it knows every node by its route.
    mutating func answer(_ visit: WebVisit, through balancer: RehearsalSeed.RemoteBalancer) -> WebReply {
        guard visit.path == "/jw" || visit.path.hasPrefix("/jw/") else { return Self.errorPage(404, .haproxy) }
        let members = members(of: balancer)
        let wanted = visit.session.flatMap { id in members.firstIndex { $0.route.map { id.hasSuffix("." + $0) } ?? false } }
        if wanted == nil { turns += 1 }
        let start = wanted ?? (members.isEmpty ? 0 : turns % members.count)
        for offset in members.indices {
            let member = members[(start + offset) % members.count]
            if let node = node(at: member.address, port: member.port) { return answer(visit, by: node) }
        }
        return Self.errorPage(503, .haproxy)
    }

    /// The nodes that it knows and that answer.
    private func members(of balancer: RehearsalSeed.RemoteBalancer) -> [BalancerMember] {
        var members: [BalancerMember] = applicationsThatRun.map { ($0.address, $0.port, $0.application.route) }
        for tomcat in tomcats.values {
            for listener in tomcat.listeners { members.append((seed.address, listener.port, tomcat.settings.route)) }
        }
        return members.filter { member in
            let isMember = balancer.members.isEmpty || balancer.members.contains { resolve($0).contains(member.address) }
            return isMember && balancer.knows.map { known in member.route.map(known.contains) ?? false } ?? true
        }.sorted { ($0.address, $0.port) < ($1.address, $1.port) }
    }
}
