import Machines
import Testing

@Suite("Sessions that move in a rehearsal")
struct RehearsalFailoverTests {
    private static let balancer = "http://10.0.0.31/jw/web/login"
    private static let peer = "http://10.0.0.22:8080/jw/web/login"

    /// An application server that runs between its peer and a balancer.
    private func node(
        faults: [RehearsalFault] = [], _ change: (inout RehearsalSeed) -> Void = { _ in }
    ) async throws -> RehearsalMachine {
        let seed = RehearsalNode.seed { seed in
            seed.applications = [.init(server: "app2", route: "node02")]
            seed.balancers = [.init(server: "10.0.0.31")]
            change(&seed)
        }
        let machine = RehearsalMachine(seed: seed, faults: faults)
        try await machine.prepareJoget()
        try await machine.joinCluster()
        try await machine.succeed("systemctl start joget")
        return machine
    }

    /// The session that a page begins: its cookie, and the node's name at its end.
    private func begin(_ machine: RehearsalMachine, at url: String) async throws -> (cookie: String, route: String) {
        let cookie = String(try #require(try await machine.page(url).header("set-cookie")).prefix { $0 != ";" })
        return (cookie, String(try #require(cookie.split(separator: ".").last)))
    }

    /// The name of the node that goes on with a session at an address; nil where another one begins. Empty where nothing changes.
    private func goOn(_ machine: RehearsalMachine, _ cookie: String, at url: String) async throws -> String? {
        guard let next = try await machine.page(url, cookie: cookie).header("set-cookie")?.prefix(while: { $0 != ";" }) else { return "" }
        guard next.prefix(while: { $0 != "." }) == cookie.prefix(while: { $0 != "." }) else { return nil }
        return next.split(separator: ".").last.map(String.init)
    }

    private func session(_ machine: RehearsalMachine, of route: String) async throws -> String {
        for _ in 0..<4 {
            let session = try await begin(machine, at: Self.balancer)
            if session.route == route { return session.cookie }
        }
        throw MachineError(what: "no session ends in \(route)", subject: Self.balancer)
    }

    @Test("A session of either node goes on at the other one; one that nobody has begun does not")
    func goesOn() async throws {
        let machine = try await node()
        let own = try await begin(machine, at: RehearsalNode.login)
        #expect(own.route == "node01")
        #expect(try await goOn(machine, own.cookie, at: Self.peer) == "node02")
        #expect(try await goOn(machine, own.cookie, at: RehearsalNode.login) == "")
        let other = try await begin(machine, at: Self.peer)
        #expect(try await goOn(machine, other.cookie, at: RehearsalNode.login) == "node01")
        for url in [RehearsalNode.login, Self.peer] {
            #expect(try await goOn(machine, "JSESSIONID=0123456789ABCDEF0123456789ABCDEF", at: url) == nil)
        }
    }

    @Test("A node that is alone knows no session of the others, nor they its own")
    func isAlone() async throws {
        let machine = try await node { seed in
            seed.applications.append(.init(server: "10.0.0.23", route: "node03"))
            seed.applications[0].isIsolated = true
        }
        let own = try await begin(machine, at: RehearsalNode.login)
        #expect(try await goOn(machine, own.cookie, at: Self.peer) == nil)
        let other = try await begin(machine, at: Self.peer)
        #expect(try await goOn(machine, other.cookie, at: RehearsalNode.login) == nil)
        #expect(try await goOn(machine, other.cookie, at: Self.peer) == "")
        #expect(try await machine.text(RehearsalNode.log)?.contains("{10, 0, 0, 22}") == false)
    }

    @Test("Where the port of sessions is closed, each node has its own")
    func isClosed() async throws {
        let machine = try await node()
        await machine.switchOn(.replicationPortClosed)
        let own = try await begin(machine, at: RehearsalNode.login)
        #expect(try await goOn(machine, own.cookie, at: Self.peer) == nil)
    }

    @Test("A balancer keeps a session on its node, and brings it to another one while that is stopped")
    func failsOver() async throws {
        let machine = try await node()
        let own = try await session(machine, of: "node01")
        for _ in 1...3 { #expect(try await goOn(machine, own, at: Self.balancer) == "") }
        try await machine.succeed("systemctl stop joget")
        #expect(try await goOn(machine, own, at: Self.balancer) == "node02")
        for _ in 1...3 { #expect(try await begin(machine, at: Self.balancer).route == "node02") }
        try await machine.succeed("systemctl start joget")
        let moved = own.replacing(".node01", with: ".node02")
        for _ in 1...3 { #expect(try await goOn(machine, moved, at: Self.balancer) == "") }
        // The node has got the session from its peer again.
        #expect(try await goOn(machine, own, at: RehearsalNode.login) == "")
        var routes: [String] = []
        for _ in 1...4 { routes.append(try await begin(machine, at: Self.balancer).route) }
        #expect(routes.count { $0 == "node01" } == 2 && routes.count { $0 == "node02" } == 2)
    }

    @Test("A session that no other node has is lost when its node stops")
    func losesSessions() async throws {
        let machine = try await node { $0.applications[0].isIsolated = true }
        let own = try await session(machine, of: "node01")
        try await machine.succeed("systemctl stop joget")
        #expect(try await goOn(machine, own, at: Self.balancer) == nil)
        try await machine.succeed("systemctl start joget")
        #expect(try await goOn(machine, own, at: RehearsalNode.login) == nil)
    }

    @Test("Sessions of the others go on here while they are down, and are there again afterwards")
    func takesOver() async throws {
        let machine = try await node()
        let other = try await session(machine, of: "node02")
        await machine.switchOn(.peersDown)
        #expect(try await goOn(machine, other, at: Self.balancer) == "node01")
        await machine.switchOff(.peersDown)
        #expect(try await goOn(machine, other, at: Self.peer) == "")
        await machine.switchOn(.replicationPortClosed)
        let lone = try await begin(machine, at: Self.peer)
        await machine.switchOn(.peersDown)
        await machine.switchOff(.peersDown)
        #expect(try await goOn(machine, lone.cookie, at: Self.peer) == nil)
    }

    @Test("A balancer that was not told of a node never sends anybody there")
    func lacksMember() async throws {
        let machine = try await node { $0.balancers[0].knows = ["node01"] }
        for _ in 1...4 { #expect(try await begin(machine, at: Self.balancer).route == "node01") }
        let other = try await begin(machine, at: Self.peer)
        #expect(try await goOn(machine, other.cookie, at: Self.balancer) == "node01")
        try await machine.succeed("systemctl stop joget")
        #expect(try await machine.page(Self.balancer).status == 503)
    }
}
