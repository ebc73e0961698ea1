import FaultLedger
import Foundation
import Guidebook
import StepEngine
import Testing

@testable import Machines

@Suite("A run that goes on where it was stopped")
struct ResumeTests {
    private let templates = ["one.conf": "a\n"]
    private let proof = "proof:\nchecks: [ { root: } ]"

    @Test("The state of a run is what its journal adds up to")
    func fold() async throws {
        let bed = try Bed(.shipped(), server: "fs1", faults: [.packageMirrorDown(times: 2)])
        let engine = try await bed.engine()
        try await engine.review()
        for step in bed.plan.steps { try await engine.perform(step.id) }
        try await engine.skip("prepare.clock", reason: "no time server here")
        try await engine.perform("shared-directory.packages")
        try await engine.undo("shared-directory.packages")
        try await engine.verify()
        let state = await engine.state
        #expect(try bed.recordedState() == state)
        #expect(state.isReviewed && state.openings == 1 && state.firstOpening?.user == "operator")
        #expect(Set(state.steps.values.map(\.status)).isSuperset(of: [.done, .failed, .skipped, .todo]))
    }

    @Test("A second start sees what the first one did, and says who started it")
    func secondStart() async throws {
        let bed = try Bed(Guide.of(["one": "directory: { path: /srv/one }"]))
        var engine: Engine? = try await bed.engine()
        try await engine?.perform("s.one")
        let first = await engine?.state["s.one"]
        engine = nil
        let again = try await bed.engine()
        #expect(await again.state["s.one"] == first)
        #expect(await again.state.openings == 2)
        #expect(await again.state.opening?.program == "1.0-test")
    }

    @Test("A step that was cut short is shown as interrupted, and can be repeated")
    func interrupted() async throws {
        let guide = try Guide.of(["one": "file: { path: /etc/one.conf, template: one.conf }"], templates: templates)
        let killed = try await Killed(guide, at: 2) { try await $0.perform("s.one") }
        let engine = try await killed.restart()
        let state = await engine.state["s.one"]
        #expect(state.status == .failed && state.isInterrupted && state.reason == "the program was stopped in the middle of this step")
        #expect(try await engine.perform("s.one") == .changed)
        #expect(await !engine.state["s.one"].isInterrupted)
    }

    @Test("A command that outlived the program is followed to its end, with the output that is still to come")
    func follows() async throws {
        let (gate, reached) = (Gate(), Gate())
        let seed = try Bed.seed(Bed.servers[2], Bed(Guide.of(["one": proof])).plan.cluster)
        let real = RehearsalMachine(seed: seed, pace: .milliseconds(1)) { _ in
            await reached.open()
            await gate.pass()
        }
        let fuse = Fuse()
        let machine = WatchedMachine(real)
        let bed = try Bed(
            Guide.of(["one": "packages: [nfs-common]"]), events: EventLog { fuse.burn($0) }, machine: machine)
        let path = bed.scratch["killed"]
        // The update is launched as the fourth event: opened, started, kept, changed, launched.
        fuse.light(at: 5, from: bed.path, to: path) { machine.die() }
        let first = try await bed.engine()
        let doomed = Task { _ = try? await first.perform("s.one") }  // whatever becomes of the first program
        await reached.pass()
        #expect(fuse.isBurnt)
        let events = EventLog()
        let following = Gate()
        let watched = WatchedMachine(real) { if $0 == "wait" { await following.open() } }
        let second = try await bed.engine(at: path, machine: watched, events: events)
        #expect(await second.state["s.one"].status == .running)
        let recovery = Task { try await second.recover() }
        // The rest of the output comes only when somebody looks.
        await following.pass()
        await gate.open()
        try await recovery.value
        await doomed.value
        let state = await second.state["s.one"]
        #expect(state.runs.map(\.end) == [.exited(0)])
        #expect(state.status == .failed && state.isInterrupted, "the update alone installs nothing")
        #expect(events.all.contains { if case .output(_, let bytes, _) = $0 { !bytes.isEmpty } else { false } })
    }

    @Test("A command that nobody knows any more is recorded as lost")
    func lost() async throws {
        let killed = try await Killed(Guide.of(["one": "packages: [nfs-common]"]), at: 5) { try await $0.perform("s.one") }
        // The server was restarted in between: another machine of the same seed knows of no command.
        let fresh = RehearsalMachine(seed: Bed.seed(killed.bed.plan.server, killed.bed.plan.cluster))
        let engine = try await killed.bed.engine(at: killed.path, machine: WatchedMachine(fresh), events: EventLog())
        let record = try #require(await engine.state["s.one"].openRun?.record)
        // Its supervisor died with it and left no word.
        try? FileManager.default.removeItem(atPath: record.status)  // it may never have come so far
        try await engine.recover()
        let state = await engine.state["s.one"]
        #expect(state.runs.map(\.end) == [.lost] && state.isInterrupted)
        let outcome = try await engine.perform("s.one")
        #expect(outcome == .changed)
        FaultLedger.note(12, "commands that a restart cut off, told of and done again", tried: 1, held: outcome == .changed ? 1 : 0)
    }

    @Test("Packages that came while nobody watched are ours when the step is undone")
    func recoveredPackages() async throws {
        let guide = try Guide.of(["one": "packages: [nfs-common]"])
        // Killed as soon as the installation was launched: opened, started, kept, changed, launched, ended, changed, launched.
        let killed = try await Killed(guide, at: 8) { try await $0.perform("s.one") }
        let engine = try await killed.restart()
        try await engine.recover()
        #expect(await engine.state["s.one"].status == .done)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(
            await killed.bed.machine.real.installedPackages()["nfs-common"] == nil, "the undo says that it is done, and nothing is gone")
    }

    @Test("The state of another server is refused by name")
    func foreignServer() async throws {
        let guide = try Guide.of(["one": proof])
        let bed = try Bed(guide)
        do { _ = try await bed.engine() }
        let other = RehearsalMachine(seed: Bed.seed(Bed.servers[3], bed.plan.cluster))
        let before = bytes(of: bed.path + "/journal.jsonl")
        let error = await #expect(throws: EngineError.self) { _ = try await bed.engine(machine: other) }
        #expect(error?.kind == .foreign)
        #expect(error?.what == "this state belongs to another server, app1 (app1); this one is app2")
        FaultLedger.note(7, "state of another server refused by name", tried: 1, held: error?.kind == .foreign ? 1 : 0)
        #expect(bytes(of: bed.path + "/journal.jsonl") == before)
    }

    @Test("As long as nothing was done the description may be corrected; the names that the work began with then bind")
    func renamed() async throws {
        let guide = try Guide.of(["one": proof])
        let bed = try Bed(guide)
        do { _ = try await bed.engine() }
        let cluster = Cluster(name: "corrected", servers: Bed.servers, answers: bed.plan.cluster.answers)
        let plan = Plan(guide: guide, cluster: cluster, server: bed.plan.server, platform: bed.plan.platform)
        func open(_ plan: Plan) async throws -> Engine {
            try await Engine(
                plan: plan, machine: bed.machine, directory: StateDirectory(path: bed.path, creating: true), user: "operator", program: "1",
                pause: { _ in }, listener: { _ in })
        }
        do {
            let engine = try await open(plan)
            try await engine.perform("s.one")
            #expect(await engine.state.moments.contains { $0.text.contains("for the cluster now called corrected, before trial") })
        }
        do { _ = try await open(plan) }
        let error = await #expect(throws: EngineError.self) { _ = try await open(bed.plan) }
        #expect(error?.what == "this state is that of server app1 in cluster corrected, not of app1 in trial")
    }

    @Test("The state of another cluster or of another server's plan is refused by name")
    func foreignPlan() async throws {
        let guide = try Guide.of(["one": proof])
        let bed = try Bed(guide)
        do { try await bed.engine().perform("s.one") }
        let other = try Bed(guide, server: "app2")
        let error = await #expect(throws: EngineError.self) { _ = try await other.engine(at: bed.path, machine: bed.machine) }
        #expect(error?.kind == .foreign)
        #expect(error?.what == "this state is that of server app1 in cluster trial, not of app2 in trial")
    }
}
