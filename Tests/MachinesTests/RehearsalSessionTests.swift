import Machines
import Testing

@Suite("Session replication in a rehearsal")
struct RehearsalSessionTests {
    private static let multicast =
        "<Membership className=\"org.apache.catalina.tribes.membership.McastService\" address=\"228.0.0.4\" port=\"45564\"/>"

    /// An application server that runs, with its peer up unless told otherwise.
    private func node(
        _ cluster: String = RehearsalNode.cluster(), faults: [RehearsalFault] = [], peer: Bool = true,
        _ change: (inout RehearsalSeed) -> Void = { _ in }
    ) async throws -> (machine: RehearsalMachine, log: String) {
        let seed = RehearsalNode.seed { seed in
            var other = RehearsalSeed.RemoteApplication(server: "app2", route: "node02")
            other.usesMulticast = true
            if peer { seed.applications = [other] }
            change(&seed)
        }
        let machine = RehearsalMachine(seed: seed, faults: faults)
        try await machine.prepareJoget()
        try await machine.joinCluster(cluster)
        try await machine.put("/etc/hosts", "127.0.0.1 localhost\n10.0.0.21 app1\n")
        try await machine.succeed("systemctl start joget")
        return (machine, try await machine.text(RehearsalNode.log) ?? "")
    }

    @Test("With static membership the node binds its address and finds the peer that is up")
    func findsPeer() async throws {
        let (machine, log) = try await node()
        #expect(log.contains("catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound to:[/10.0.0.21:4000]\n"))
        #expect(
            log.contains(
                "Replication member added:[org.apache.catalina.tribes.membership.StaticMember[tcp://{10, 0, 0, 22}:4000,{10, 0, 0, 22}"
            ))
        #expect(log.contains("DeltaManager.startInternal Starting clustering manager at [localhost#/jw]\n"))
        #expect(log.contains("; session state sent at ["))
        #expect(await machine.listeners().contains(Listener(address: "10.0.0.21", port: 4000)))
        #expect(await machine.connect(to: "10.0.0.21", port: 4000, within: .seconds(1)) == .open)
    }

    @Test("The first node says that nobody is there yet")
    func isFirst() async throws {
        let (_, log) = try await node(peer: false)
        #expect(log.contains("Manager [localhost#/jw]: skipping state transfer. No members active in cluster group.\n"))
        #expect(!log.contains("Replication member added"))
        let (_, closed) = try await node(faults: [.replicationPortClosed])
        #expect(closed.contains("skipping state transfer"))
        let (_, down) = try await node(faults: [.peersDown])
        #expect(!down.contains("Replication member added"))
    }

    @Test("An application that is not distributable keeps its sessions to itself, and no log tells")
    func needsMark() async throws {
        let (machine, log) = try await node { $0.products[RehearsalNode.bundle] = .withoutDistributable }
        #expect(!log.contains("DeltaManager") && log.contains("Server startup in"))
        #expect(try await machine.page().status == 200)
        let (_, library) = try await node(faults: [.warNotDistributable])
        #expect(!library.contains("DeltaManager"))
    }

    @Test("Without an address of its own the node takes the one that its name has, loopback too")
    func takesOwnName() async throws {
        let (_, good) = try await node(RehearsalNode.cluster(receiver: "port=\"4000\""))
        #expect(good.contains("bound to:[/10.0.0.21:4000]"))
        let (_, loop) = try await node(RehearsalNode.cluster(membership: Self.multicast, receiver: ""), faults: [.nameResolvesToLoopback])
        #expect(loop.contains("bound to:[/127.0.1.1:4000]"))
        #expect(loop.contains("Replication member added:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{127, 0, 1, 1}:4000"))
        #expect(loop.contains("Server startup in"))
        let (machine, none) = try await node(RehearsalNode.cluster(receiver: ""), faults: [.ownNameUnknown])
        #expect(none.contains("Failed bind replication listener on address:[auto]") && none.contains("java.net.UnknownHostException: app1"))
        #expect(await machine.state("joget")?.isRunning == false)
    }

    @Test("An address of somebody else's stops Tomcat")
    func needsOwnAddress() async throws {
        let (machine, log) = try await node(RehearsalNode.cluster(receiver: "address=\"10.0.0.99\""))
        #expect(log.contains("java.net.BindException: Cannot assign requested address"))
        #expect(log.contains("The required Server component failed to start so Tomcat is unable to start."))
        #expect(await machine.state("joget")?.isRunning == false)
    }

    @Test("Multicast needs a route, and finds nobody where it is filtered")
    func needsMulticast() async throws {
        let cluster = RehearsalNode.cluster(membership: Self.multicast)
        let (machine, log) = try await node(cluster)
        #expect(log.contains("MemberImpl[tcp://{10, 0, 0, 22}:4000"))
        #expect(await machine.heard().addresses == ["10.0.0.21", "10.0.0.22"])
        let (filtered, silence) = try await node(cluster, faults: [.multicastFiltered])
        #expect(silence.contains("skipping state transfer") && silence.contains("Starting clustering manager"))
        #expect(await filtered.heard().addresses == ["10.0.0.21"])
        let (routeless, refusal) = try await node(cluster, faults: [.noMulticastRoute])
        #expect(refusal.contains("Unable to join multicast group, make sure your system has multicasting enabled."))
        #expect(refusal.contains("java.net.SocketException: No such device (setsockopt failed)"))
        #expect(await routeless.state("joget")?.isRunning == false)
        try await routeless.succeed("ip route replace 224.0.0.0/4 dev eth0")
        try await routeless.succeed("systemctl restart joget")
        #expect(await routeless.state("joget")?.isRunning == true)
    }

    @Test("A multicast socket that is bound to an interface can send only with IPv4 alone")
    func needsIPv4() async throws {
        let bound = Self.multicast.replacing("/>", with: " bind=\"10.0.0.21\"/>")
        let (machine, log) = try await node(RehearsalNode.cluster(membership: bound))
        #expect(log.contains("ChannelException: java.net.SocketException: Invalid argument;"))
        #expect(await machine.state("joget")?.isRunning == false)
        let script = try #require(try await machine.text("\(RehearsalNode.home)/bin/setenv.sh"))
        try await machine.put("\(RehearsalNode.home)/bin/setenv.sh", script.replacing("-Xmx", with: "-Djava.net.preferIPv4Stack=true -Xmx"))
        try await machine.succeed("systemctl restart joget")
        #expect(await machine.state("joget")?.isRunning == true)
    }

    @Test("Members that appear by multicast but cannot be reached cost a minute")
    func timesOut() async throws {
        let (_, log) = try await node(RehearsalNode.cluster(membership: Self.multicast), faults: [.replicationPortClosed])
        #expect(log.contains("Replication member added") && log.contains("received, timing out after [60,075] ms."))
    }

    @Test("Sessions end in the route of their node, and go on where they are replicated")
    func marksSessions() async throws {
        let (machine, _) = try await node()
        let first = try #require(try await machine.page().header("set-cookie"))
        #expect(first.hasSuffix(".node01; Path=/jw; HttpOnly") && first.hasPrefix("JSESSIONID="))
        let cookie = String(first.prefix { $0 != ";" })
        #expect(try await machine.page(cookie: cookie).header("set-cookie") == nil)
        let moved = try #require(try await machine.page("http://10.0.0.22:8080/jw/web/login", cookie: cookie).header("set-cookie"))
        #expect(moved.hasPrefix(cookie.prefix { $0 != "." }) && moved.contains(".node02;"))
        let lone = try await node(faults: [.warNotDistributable]).machine
        let own = try #require(try await lone.page().header("set-cookie")).prefix { $0 != ";" }
        let other = try #require(try await lone.page("http://10.0.0.22:8080/jw/web/login", cookie: String(own)).header("set-cookie"))
        #expect(!other.hasPrefix(own.prefix { $0 != "." }))
    }
}
