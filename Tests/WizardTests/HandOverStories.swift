import Foundation
import Guidebook
import Handover
import Machines
import Reporting
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// What goes to the other servers, and what has come from them.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct HandOverStories {
    /// The text of the page that is on top, all of it.
    private func text(_ pilot: Pilot) throws -> [String] {
        guard case .pager(let pager)? = pilot.model.overlays.last else {
            Issue.record("no page is open\n\(pilot.screen)")
            return []
        }
        return pager.view.lines.map { $0.spans.map(\.text).joined() }
    }

    @Test("The hand-over page says first what to type; its lines are a slip that gives the same cluster, and how far this server is")
    func handOver() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.character("h"))
        let lines = try text(pilot)
        let command = try #require(lines.firstIndex { $0.contains("joget-cluster cluster take") })
        let head = try #require(lines.firstIndex { $0.contains("JOGET SLIP") })
        #expect(command < head)
        pilot.expect(shows: "On the next server, db1,", "joget-cluster cluster take", "JOGET SLIP 1 CLUSTER")
        #expect(lines.filter { $0.count > 79 } == [])
        let slips = try Slip.read(lines.joined(separator: "\n"))
        guard case .cluster(let cluster)? = slips.first, case .status(let entry)? = slips.last, slips.count == 2 else {
            Issue.record("not a cluster and a status: \(slips.map(\.title))")
            return
        }
        #expect(cluster.describesSame(as: Fixture.cluster))
        #expect(entry.server.name == "fs1" && entry.cluster == "demo" && !entry.isComplete)
    }

    @Test("What is read off the screen, page by page, is the slip as well")
    func screens() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.character("h"))
        var screens = [pilot.screen]
        for _ in 0..<4 {
            await pilot.press(.pageDown)
            screens.append(pilot.screen)
        }
        let slips = try Slip.read(screens.joined(separator: "\n"))
        #expect(slips.contains { if case .cluster(let cluster) = $0 { cluster.describesSame(as: Fixture.cluster) } else { false } })
        #expect(slips.count == 2)
    }

    @Test("No password is on the hand-over page, nor locked in its slips")
    func noPassword() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.enter, .character("a"), .right, .enter, .right, .enter)
        #expect(pilot.model.context == .secret)
        await pilot.type("Zk7canaryQx")
        await pilot.press(.enter)
        await pilot.type("Zk7canaryQx")
        await pilot.press(.enter, .enter, .escape, .escape, .character("h"))
        let lines = try text(pilot)
        pilot.expect(shows: "Hand over")
        #expect(!lines.contains { $0.uppercased().contains("ZK7CANARY") })
        for slip in try Slip.read(lines.joined(separator: "\n")) {
            switch slip {
            case .secrets: Issue.record("there is a secrets slip")
            case .cluster, .status: #expect(!"\(slip)".contains("Zk7canaryQx"))
            }
        }
    }

    @Test("Before anything is done the board shows this server and how many steps it has before it")
    func freshBoard() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.character("b"))
        pilot.expect(shows: "All servers", "fs1 (10.0.0.11), file-server")
        try Pictures.expect(pilot.screen, is: "board-fresh", replacing: fixture.path)
    }

    @Test("Reports that other servers left on the share are found by an application server, and stand beside its own column")
    func board() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let machine = try await Self.application()
        let guide = try Fixture.guide()
        let server = try #require(Fixture.cluster.server(named: "app1"))
        let plan = Plan(
            guide: guide, cluster: Fixture.cluster, server: server,
            platform: Platform(distribution: "debian", release: "12", product: Fixture.cluster["database.product"]))
        let folder = try #require(await SharedFolder(plan: plan, machine: machine))
        for (name, step) in [("fs1", "share.directory"), ("app2", "prepare.clock")] {
            let report = try Self.report(of: name, guide, failing: step)
            #expect(try await folder.leave(report, Fixture.cluster).count == 2)
        }
        let pilot = await Pilot(try fixture.workplace(machine: machine, guide: guide))
        await pilot.press(.character("b"))
        pilot.expect(shows: "Cluster demo", "app1 (10.0.0.21), application", "app2 (10.0.0.22)", "fs1 (10.0.0.11), file-server")
        let lines = try text(pilot)
        #expect(lines.contains { $0.contains("Make the directory") && $0.contains("FAIL") })
        #expect(lines.filter { $0.count > 80 } == [])
        try Pictures.expect(pilot.screen, is: "board", replacing: fixture.path)
        await pilot.press(.escape)
        #expect(pilot.model.page == .welcome)
    }

    /// An application server of a rehearsal, on which the share is mounted and may be written to.
    private static func application() async throws -> RehearsalMachine {
        let names = Dictionary(uniqueKeysWithValues: Fixture.cluster.servers.map { ($0.name, $0.address) })
        var seed = RehearsalSeed.debian12(server: "app1", address: "10.0.0.21", names: names)
        var export = RehearsalSeed.RemoteExport(server: "fs1", path: "/export/wflow", owner: 0)
        export.squashesRoot = false
        seed.remoteExports = [export]
        let machine = RehearsalMachine(seed: seed)
        let mount = "/opt/joget/shared/wflow"
        try await machine.makeDirectory(mount, attributes: FileAttributes())
        let entry = "fs1:/export/wflow \(mount) nfs4 rw,hard,_netdev,nofail 0 0\n"
        try await machine.replace("/etc/fstab", with: Array(entry.utf8), attributes: FileAttributes())
        for words in [["apt-get", "install", "-y", "nfs-common"], ["mount", mount]] {
            let result = try await machine.capture(Command(words))
            #expect(result.succeeded, "\(words): \(result.output)")
        }
        return machine
    }

    /// The report of a server on which one step failed.
    private static func report(of name: String, _ guide: Guide, failing step: String) throws -> Report {
        let server = try #require(Fixture.cluster.server(named: name))
        let plan = Plan(guide: guide, cluster: Fixture.cluster, server: server, platform: Platform(distribution: "debian", release: "12"))
        var state = RunState()
        let made = "2026-01-02T03:04:05.000Z"
        state.apply(.started(step: step, attempt: 1), at: made)
        state.apply(.finished(step: step, outcome: .failed, findings: [], reason: "no space left", seconds: 1), at: made)
        return Report(plan: plan, state: state, program: "1.0", made: made)
    }
}
