import Guidebook
import StepEngine
import Testing

@testable import Machines

/// A cluster of two nodes that is set up but for what is proven, seen from app1.
private struct ProofBed {
    let bed: Bed
    let engine: Engine

    /// `spoil` changes the world before app1 is set up.
    init(
        answers: [String: String] = [:], faults: [RehearsalFault] = [], balancerIsThere: Bool = true,
        spoil: (inout RehearsalSeed) -> Void = { _ in }
    ) async throws {
        var seed = Bed.seed(Bed.servers[2], Cluster(name: "trial", servers: Bed.servers, answers: answers))
        if balancerIsThere { seed.balancers = [.init(server: "192.0.2.15")] }
        spoil(&seed)
        bed = try Bed(
            Guide.shipped(), answers: answers, machine: WatchedMachine(RehearsalMachine(seed: seed, faults: faults)))
        engine = try await bed.engine()
        try await engine.secrets.keep(Secret(Bed.canary), as: "database.password")
        for step in bed.plan.steps where !step.id.hasPrefix("proof.") { try await engine.perform(step.id) }
    }

    /// Proves and gives what was seen, by title.
    func prove(_ kind: ProofKind) async throws -> (outcome: Outcome, findings: [String: Finding]) {
        let step = try #require(bed.plan.step(proving: kind))
        let outcome = try await engine.perform(step.id, anew: true)
        let findings = await engine.state[step.id].findings
        return (outcome, Dictionary(findings.map { ($0.title, $0) }, uniquingKeysWith: { first, _ in first }))
    }
}

@Suite("What only several servers can show")
struct ProofTests {
    @Test("The share is written and read, timed, locked and looked at for room; a server that has written nothing is a warning")
    func share() async throws {
        let bed = try await ProofBed()
        let (outcome, seen) = try await bed.prove(.share)
        #expect(outcome == .proven)
        #expect(seen["written by app1"]?.found.hasPrefix("read back: owner 880:880") == true)
        #expect(seen["written by app2"]?.verdict == .warns)
        #expect(seen["locks"]?.found == "refused the second time")
        #expect(seen["time of a write"]?.verdict == .holds && seen["room"]?.verdict == .holds)
        #expect(seen["written by app1"]?.facts?["share.source"] == "192.0.2.11:/export/wflow")
        #expect(seen["agents"]?.facts?["agent.wflow-cluster.jar.sha256"]?.count == 64)
        let left = try await bed.bed.machine.list("/opt/joget/shared/wflow")?.filter { $0.contains("-timing-") || $0.contains("-lock-") }
        #expect(left == [])
    }

    @Test("What another application server wrote is read, with the time")
    func shareOfPeers() async throws {
        let bed = try await ProofBed { seed in
            seed.remoteExports[0].files[".joget-cluster-proof-app2"] = Array("app2 2026-01-02T03:04:05Z abc\n".utf8)
        }
        let finding = try await bed.prove(.share).findings["written by app2"]
        #expect(finding?.verdict == .holds && finding?.found == "read here, written at 2026-01-02T03:04:05Z")
    }

    @Test("The account's rights are shown one by one, and the table is gone afterwards")
    func database() async throws {
        let bed = try await ProofBed()
        let (outcome, seen) = try await bed.prove(.database)
        #expect(outcome == .proven)
        #expect(seen["rights of the account"]?.found.hasPrefix("all of them") == true)
        #expect(seen["collation"]?.facts?["database.target"] == "192.0.2.12:3306/jwedb")
        #expect(seen["clock beside the database's"]?.verdict == .holds)
        #expect(try await bed.prove(.database).outcome == .proven)
    }

    @Test("An account that may not alter tables is named as such, with the server's own words")
    func databaseWithoutAlter() async throws {
        let bed = try await ProofBed { seed in
            seed.remoteDatabases[0].script = seed.remoteDatabases[0].script.replacing(
                "GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'192.0.2.13'",
                with: "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX ON `jwedb`.* TO 'joget'@'192.0.2.13'")
        }
        let (outcome, seen) = try await bed.prove(.database)
        #expect(outcome == .failed)
        #expect(seen["rights of the account"]?.found == "refused: alter")
        #expect(seen["rights of the account"]?.evidence?.contains("ALTER command denied to user 'joget'@'192.0.2.13'") == true)
    }

    @Test("Every port that this server needs is tried; one that refuses is told from one that is filtered")
    func reachability() async throws {
        let bed = try await ProofBed()
        let seen = try await bed.prove(.reachability).findings
        #expect(seen["fs1 port 2049, NFS"]?.verdict == .holds)
        #expect(seen["db1 port 3306, database"]?.verdict == .holds)
        #expect(seen["app2 port 4000, sessions"]?.verdict == .holds && seen["lb1 port 80, load balancer"]?.verdict == .holds)
    }

    @Test("A session goes on at the other node and through the load balancer, and an invented one does not")
    func session() async throws {
        let bed = try await ProofBed()
        let (outcome, seen) = try await bed.prove(.session)
        #expect(outcome == .proven)
        #expect(seen["session of app1 on app2"]?.found.hasPrefix("known there") == true)
        #expect(seen["session by the load balancer"]?.found.hasPrefix("goes on at node0") == true)
    }

    @Test("A node that shares no session is named")
    func isolated() async throws {
        let bed = try await ProofBed { seed in
            for index in seed.applications.indices { seed.applications[index].isIsolated = true }
        }
        let (outcome, seen) = try await bed.prove(.session)
        #expect(outcome == .failed)
        #expect(seen["session of app1 on app2"]?.found == "lost: app2 begins another one")
    }

    @Test("Before the load balancer is set up, what needs it is a warning, and is tried again by the next run")
    func early() async throws {
        let bed = try await ProofBed(balancerIsThere: false)
        let (outcome, seen) = try await bed.prove(.stickiness)
        #expect(outcome == .proven && seen["load balancer"]?.verdict == .warns)
        #expect(await bed.engine.state["proof.stickiness"].status == .warned)
        #expect(try await bed.engine.perform("proof.stickiness") == .proven)
    }

    @Test("Every node gets sessions by the load balancer; what has been proven is not done again, and verify only tells")
    func stickiness() async throws {
        let bed = try await ProofBed()
        let (outcome, seen) = try await bed.prove(.stickiness)
        #expect(outcome == .proven)
        #expect(seen["sessions stay on their node"]?.verdict == .holds)
        #expect(seen["every node gets sessions"]?.facts?["balancer.routes"] == "node01 node02")
        #expect(try await bed.engine.perform("proof.stickiness") == .unchanged)
        let launches = bed.bed.machine.launches.count
        #expect(try await bed.engine.verify(["proof.stickiness"])["proof.stickiness"]?.areAcceptable == true)
        #expect(bed.bed.machine.launches.count == launches)
    }

    @Test("A node that the load balancer does not know is named, because it answers by itself")
    func missingMember() async throws {
        let bed = try await ProofBed { seed in seed.balancers[0].members = ["192.0.2.13"] }
        let (outcome, seen) = try await bed.prove(.stickiness)
        #expect(outcome == .failed)
        #expect(seen["every node gets sessions"]?.found.contains("none for app2, which answers by itself") == true)
    }

    @Test("The node is stopped, its session goes on elsewhere, and it takes sessions again; the timer that would start it is gone")
    func failover() async throws {
        let bed = try await ProofBed()
        let (outcome, seen) = try await bed.prove(.failover)
        #expect(outcome == .proven)
        #expect(seen["session of node01, while it is stopped"]?.found == "goes on at node02")
        #expect(seen["it takes sessions again"]?.verdict == .holds)
        let states = try await bed.bed.machine.services(["joget", "joget-cluster-failover.timer"])
        #expect(states["joget"]?.isRunning == true && states["joget-cluster-failover.timer"]?.isRunning != true)
    }

    @Test("Where the other node does not answer, nothing is stopped")
    func failoverAlone() async throws {
        let bed = try await ProofBed { seed in seed.applications = [] }
        let (outcome, seen) = try await bed.prove(.failover)
        #expect(outcome == .proven && seen["fail-over"]?.verdict == .warns)
        #expect(!bed.bed.machine.launches.contains { $0.contains("systemctl stop joget") })
    }

    @Test("A server is complete without the proofs that are made on request, and whoever asks for all does not get them")
    func onRequest() throws {
        let plan = try Bed(Guide.shipped(), server: "app1").plan
        #expect(plan.steps.filter(\.isOnRequest).map(\.id) == ["proof.failover", "proof.replication", "proof.multicast"])
        #expect(!plan.required.contains { $0.isOnRequest })
    }
}
