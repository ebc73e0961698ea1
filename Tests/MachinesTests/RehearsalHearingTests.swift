import Machines
import Testing

@Suite("Multicast of a rehearsal")
struct RehearsalHearingTests {
    private static let multicast =
        "<Membership className=\"org.apache.catalina.tribes.membership.McastService\" address=\"228.0.0.4\" port=\"45564\"/>"

    private func seed(_ change: (inout RehearsalSeed) -> Void = { _ in }) -> RehearsalSeed {
        RehearsalNode.seed { seed in
            var peer = RehearsalSeed.RemoteApplication(server: "app2", route: "node02")
            peer.usesMulticast = true
            peer.replicationPort = 4010
            seed.applications = [peer]
            change(&seed)
        }
    }

    @Test("Tomcats that use multicast are heard twice a second, with the address and port of their sessions")
    func hearsHeartbeats() async {
        let machine = RehearsalMachine(seed: seed())
        let heard = await machine.heard(within: .seconds(4))
        #expect(heard.count == 8 && Set(heard).count == 8)
        let beats = heard.compactMap { TomcatHeartbeat($0.bytes) }
        #expect(beats.allSatisfy { $0.host == "10.0.0.22" && $0.port == 4010 })
        #expect(zip(beats, beats.dropFirst()).allSatisfy { $1.alive - $0.alive == .milliseconds(500) })
        #expect(await machine.heard(within: .seconds(3600)).count == 200)
        #expect(await machine.heard(port: 45565).isEmpty)
    }

    @Test("A Tomcat without multicast, one that is alone and one that is down are not heard")
    func hearsNobody() async {
        #expect(await RehearsalMachine(seed: seed { $0.applications[0].usesMulticast = false }).heard().isEmpty)
        #expect(await RehearsalMachine(seed: seed { $0.applications[0].isIsolated = true }).heard().isEmpty)
        #expect(await RehearsalMachine(seed: seed(), faults: [.peersDown]).heard().isEmpty)
        #expect(await RehearsalMachine(seed: seed(), faults: [.multicastFiltered]).heard().isEmpty)
    }

    @Test("Whoever speaks is heard by itself, and hears what others say, unless something filters it")
    func speaks() async {
        let other = Heard(address: "10.0.0.22", bytes: Array("hello from app2".utf8))
        let machine = RehearsalMachine(seed: seed { $0.multicastMessages = [other] })
        let own = Heard(address: "10.0.0.21", bytes: Array("hello from app1".utf8))
        #expect(await machine.heard(saying: "hello from app1", port: 45565) == [own, other])
        await machine.switchOn(.multicastFiltered)
        #expect(await machine.heard(saying: "hello from app1", port: 45565) == [own])
    }

    @Test("Where the own name stands for loopback, the heartbeats name an address that leads nowhere")
    func tellsLoopback() async throws {
        let machine = RehearsalMachine(seed: seed(), faults: [.nameResolvesToLoopback])
        try await machine.prepareJoget()
        try await machine.joinCluster(RehearsalNode.cluster(membership: Self.multicast, receiver: ""))
        try await machine.succeed("systemctl start joget")
        let heard = await machine.heard()
        #expect(heard.addresses == ["10.0.0.21", "10.0.0.22"])
        #expect(heard.allSatisfy { TomcatHeartbeat($0.bytes)?.host == "127.0.1.1" })
    }
}
