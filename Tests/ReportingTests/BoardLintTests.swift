import Foundation
import Guidebook
import Reporting
import StepEngine
import Testing

@Suite("What only the comparison of servers shows")
struct BoardLintTests {
    @Test("A healthy cluster of any size has nothing to say", arguments: [1, 2, 3, 12])
    func healthy(nodes: Int) throws {
        #expect(try ClusterBed(nodes: nodes).merged().board.lints == [])
    }

    @Test("What was not measured yet is no difference")
    func unmeasured() throws {
        let names = ["war.sha256", "share.id", "share.source", "database.id", "database.target", "clock.database"]
        let nothing = Dictionary(uniqueKeysWithValues: names.map { ($0, String?.none) })
        #expect(try ClusterBed().merged(["app2": nothing, "lb1": ["balancer.routes": String?.none]]).board.lints == [])
    }

    static let spoilt: [(fact: String, value: String, kind: String)] = [
        ("war.sha256", String(repeating: "c3", count: 32), "war"), ("agent.aspectjweaver.jar.sha256", "d4", "agent"),
        ("share.source", "192.0.2.99:/export/wflow", "share"), ("share.id", "5ca1ab1e", "share"),
        ("database.target", "192.0.2.12:3306/other", "database"), ("database.id", "db9", "database"),
        ("name.db1", "127.0.1.1 192.0.2.12", "name"), ("name.fs1", "", "name"),
    ]

    @Test("A server that is not like the others is named, with what it has and what they have", arguments: spoilt)
    func odd(fact: String, value: String, kind: String) throws {
        let lints = try ClusterBed(nodes: 3).merged(["app2": [fact: value]]).board.lints
        let lint = try #require(lints.first)
        #expect(lints.count == 1 && lint.kind == kind && lint.servers == ["app2"])
        #expect(lint.found.count == 2 && lint.found.contains { $0.servers == ["app2"] } && !lint.remedy.isEmpty)
        let others = kind == "name" ? ["fs1", "db1", "app1", "app3", "lb1"] : ["app1", "app3"]
        #expect(lint.found.contains { $0.servers == others })
    }

    @Test("Of two that differ nobody can say which is right, so both are named")
    func tie() throws {
        let lint = try #require(try ClusterBed().merged(["app2": ["share.id": "5ca1ab1e"]]).board.lints.first)
        #expect(lint.servers == ["app1", "app2"] && lint.found.map(\.text) == ["mark 7c0ffee", "mark 5ca1ab1e"])
    }

    @Test("Digests that begin alike are still shown as different")
    func alike() throws {
        let digest = String(repeating: "a1", count: 31)
        let lint = try #require(try ClusterBed().merged(["app2": ["war.sha256": digest + "ff"]]).board.lints.first)
        #expect(Set(lint.found.map(\.text)).count == 2)
    }

    @Test("The order of addresses does not matter")
    func addresses() throws {
        let changes = ["app1": ["name.db1": "192.0.2.12 192.0.2.13"], "app2": ["name.db1": "192.0.2.13 192.0.2.12"]]
        let lint = try #require(try ClusterBed().merged(changes).board.lints.first)
        #expect(lint.found.map(\.servers) == [["fs1", "db1", "lb1"], ["app1", "app2"]])
    }

    @Test(
        "Clocks may be a second apart and no more, on application servers",
        arguments: [("0.4", "-0.6", false), ("0.4", "-0.601", true), ("-86400", "0", true), ("nan", "0", false), ("soon", "0", false)])
    func clocks(first: String, second: String, isTold: Bool) throws {
        let lints = try ClusterBed().merged(["app1": ["clock.database": first], "app2": ["clock.database": second]]).board.lints
        #expect(lints.map(\.kind) == (isTold ? ["clock"] : []))
        #expect(try ClusterBed().merged(["fs1": ["clock.database": "900"]]).board.lints == [])
    }

    @Test("Of many clocks the one that is wrong is named")
    func oneClock() throws {
        let lint = try #require(try ClusterBed(nodes: 5).merged(["app4": ["clock.database": "61.5"]]).board.lints.first)
        #expect(lint.servers == ["app4"] && lint.title == "the clocks of the application servers are 61.9 s apart")
    }

    @Test("Two application servers with the same route are found, from the reports and from the description alone")
    func routes() throws {
        var bed = ClusterBed(nodes: 3)
        bed.cluster.servers[3].route = "node01"
        let lints = try bed.merged().board.lints.filter { $0.kind == "route" }
        #expect(lints.map(\.servers) == [["app1", "app2"]] && lints[0].title == "2 application servers have the route name node01")
        let one = Board([BoardEntry(try bed.report("app1"))])
        #expect(one.lints.map(\.kind) == ["route"])
    }

    @Test("A node that does not answer through the balancer is named, and so is one that nobody knows")
    func balancer() throws {
        let missing = try #require(try ClusterBed().merged(["lb1": ["balancer.routes": "node01"]]).board.lints.first)
        #expect(missing.kind == "balancer" && missing.servers == ["app2", "lb1"])
        #expect(missing.title == "app2 did not answer through the load balancer")
        let stranger = try #require(try ClusterBed().merged(["lb1": ["balancer.routes": "node01 node02 node09"]]).board.lints.first)
        #expect(stranger.title == "behind the load balancer answers node09, which no server is described as" && stranger.servers == ["lb1"])
        let silent = try #require(try ClusterBed().merged(["lb1": ["balancer.routes": ""]]).board.lints.first)
        #expect(silent.servers == ["app1", "app2", "lb1"] && silent.found.first?.text == "no route answers")
    }

    @Test("A balancer that was set up before a server joined is told of, beside the difference in the description")
    func joinedLater() throws {
        let before = ClusterBed(nodes: 2)
        let after = ClusterBed(nodes: 3)
        let reports = try after.reports().filter { $0.report.server.name != "lb1" } + [("lb1", before.report("lb1"))]
        let board = try ClusterReport(merging: reports, program: "1", made: "").board
        #expect(board.lints.map(\.kind) == ["description", "balancer", "balancer"])
        #expect(board.lints[0].title == "server app3 is not described alike on every server" && board.lints[0].servers == ["lb1"])
        #expect(board.lints.contains { $0.title == "the load balancer was set up without app3" })
    }

    @Test("An answer that differs is named with both answers")
    func answers() throws {
        var other = ClusterBed()
        other.cluster.answers["database.name"] = "jwdb"
        var reports = try ClusterBed().reports()
        reports[3] = ("report-app2.json", try other.report("app2"))
        let lints = try ClusterReport(merging: reports, program: "1", made: "").board.lints
        #expect(lints.map(\.title) == ["the answer database.name (Database name) is not the same on every server"])
        #expect(lints[0].servers == ["app2"] && lints[0].found.map(\.text) == ["jwedb", "jwdb"])
    }

    @Test("A description of which only the digest is known is told from the others")
    func digests() throws {
        var entries = try ClusterBed().reports().map { BoardEntry($0.report) }
        entries[1].description = nil
        #expect(Board(entries).lints == [])
        entries[1].descriptionDigest = String(repeating: "0", count: 64)
        let lint = try #require(Board(entries).lints.first)
        #expect(lint.kind == "description" && lint.servers == ["db1"])
    }

    @Test("Standard answers given or not, it is the same description; anything else is another one")
    func sameDescription() {
        let cluster = ClusterBed().cluster
        var explicit = cluster
        explicit.answers["database.name"] = "jwedb"
        let digest = Report.DescriptionEntry(cluster).digest
        #expect(Report.DescriptionEntry(explicit).digest == digest)
        explicit.answers["database.name"] = "jwdb"
        #expect(Report.DescriptionEntry(explicit).digest != digest)
        var moved = cluster
        moved.servers.swapAt(2, 3)
        #expect(Report.DescriptionEntry(moved).digest != digest, "the order decides the routes")
    }

    @Test("Programs and guides of several versions are told of")
    func editions() throws {
        var reports = try ClusterBed().reports()
        reports[0].report.program = "0.9"
        reports[1].report.guide = String(repeating: "0", count: 64)
        let lints = try ClusterReport(merging: reports, program: "1", made: "").board.lints
        #expect(lints.map(\.kind) == ["program", "guide"] && lints.map(\.servers) == [["fs1"], ["db1"]])
    }

    @Test("One machine that reports under two names is found")
    func machine() throws {
        var reports = try ClusterBed().reports()
        reports[3].report.server.hostName = "app1"
        reports[3].report.server.machineID = "machine-of-app1"
        let lints = try ClusterReport(merging: reports, program: "1", made: "").board.lints
        #expect(lints.map(\.kind) == ["machine"] && lints[0].servers == ["app1", "app2"])
    }
}
