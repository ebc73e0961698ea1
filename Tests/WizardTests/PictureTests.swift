import Guidebook
import Machines
import TerminalUI
import Testing

@testable import StepEngine
@testable import Wizard

/// Screens at 80x24, from messages alone: no engine, no machine, no clock.
struct PictureTests {
    private static func model(_ cluster: Cluster = Fixture.cluster, _ identity: Identity = Fixture.identity) throws -> Model {
        let setting = Setting(
            guide: try Fixture.guide(), directoryPath: "/var/lib/joget-cluster", clusterPath: "/var/lib/joget-cluster/cluster.yaml",
            serverName: nil, roles: nil, program: "1.0", user: "anna", isRehearsal: false)
        var model = Model(setting: setting, clusterText: ClusterWriter.text(of: cluster), size: Model.leastSize)
        _ = model.update(.begun)
        _ = model.update(.identified(identity))
        _ = model.update(.opened(.init(state: RunState(), missingSecrets: ["database.password"])))
        return model
    }

    private static func moment(_ seconds: Double) -> Moment { Moment(seconds: seconds, text: "2026-01-02T03:04:05.000Z") }

    private func expect(_ model: Model, is name: String, location: SourceLocation = #_sourceLocation) throws {
        let frame = model.view(size: Model.leastSize, palette: .unicode)
        #expect(frame.cursor != nil, "screen readers follow the cursor: it must stand on something", sourceLocation: location)
        try Pictures.expect(frame.snapshot, is: name, location: location)
    }

    @Test("Welcome")
    func welcome() throws { try expect(Self.model(), is: "welcome") }

    @Test("Welcome where layers are there already")
    func existingLayers() throws {
        var cluster = Fixture.cluster
        cluster.servers = cluster.servers(with: .application)
        cluster.answers.merge([
            "share.kind": "existing", "share.existing": "nas1:/export/wflow", "database.kind": "dba", "database.address": "db.example.org",
            "balancer.product": "external", "balancer.address": "10.0.0.99",
        ]) { $1 }
        var identity = Fixture.identity
        identity.hostName = "app1"
        try expect(Self.model(cluster, identity), is: "welcome-existing")
    }

    @Test("The main page")
    func main() throws {
        var model = try Self.model()
        _ = model.update(.previewed("prepare.root", preview()))
        _ = model.update(.key(.enter))
        _ = model.update(.key(.down))
        _ = model.update(.key(.down))
        let command = Change.command("apt-get -y -q --no-install-recommends install nfs-kernel-server")
        let finding = Finding("installed: nfs-kernel-server", expected: "installed", found: "not installed", verdict: .fails)
        _ = model.update(.previewed("prepare.clock", preview()))
        _ = model.update(.previewed("share.packages", Preview(changes: [command], findings: [finding], problem: nil)))
        try expect(model, is: "main")
    }

    @Test("A running step")
    func running() throws {
        var model = try Self.model()
        _ = model.update(.previewed("prepare.root", preview()))
        _ = model.update(.key(.enter))
        model.run?.select("share.packages")
        #expect(model.begin(.performing("share.packages")) == [.perform("share.packages")])
        let record = CommandRecord(log: "/l", status: "/s")
        let process = LaunchedCommand(pid: 1, startTime: 1)
        let line = "apt-get -y -q --no-install-recommends install nfs-kernel-server"
        let text = "Reading package lists...\r\nUnpacking \u{1B}[31mnfs-kernel-server\u{1B}[0m ...\nSetting up"
        for event in [
            Event.started(step: "share.packages", attempt: 1),
            .changed(step: "share.packages", change: .command(line)),
            .launched(step: "share.packages", line: line, record: record, process: process),
            .output(step: "share.packages", bytes: Array(text.utf8), skipped: 0),
        ] { _ = model.update(.engine(event, Self.moment(100))) }
        _ = model.update(.tick(Self.moment(103.25)))
        try expect(model, is: "running")
    }

    @Test("The review before the first change")
    func review() throws {
        var model = try Self.model()
        model.page = .review(Review(step: "share.packages"))
        try expect(model, is: "review")
    }

    @Test("Help on the main page")
    func help() throws {
        var model = try Self.model()
        model.page = .main
        _ = model.update(.previewed("prepare.root", preview()))
        _ = model.update(.key(.character("?")))
        try expect(model, is: "help")
    }

    @Test("The report of a run that is not complete")
    func report() throws {
        var model = try Self.model()
        let finding = Finding("running as root", expected: "root", found: "root", verdict: .holds)
        for event in [
            Event.started(step: "prepare.root", attempt: 1),
            .finished(step: "prepare.root", outcome: .unchanged, findings: [finding], reason: nil, seconds: 0.1),
            .skipped(step: "prepare.clock", reason: "the host keeps the time", user: "anna"),
            .started(step: "share.packages", attempt: 1),
            .finished(step: "share.packages", outcome: .changed, findings: [], reason: nil, seconds: 12.3),
            .started(step: "share.directory", attempt: 1),
            .finished(step: "share.directory", outcome: .failed, findings: [], reason: "no space left on device", seconds: 0.24),
        ] { _ = model.update(.engine(event, Self.moment(1))) }
        model.page = .report(0)
        try expect(model, is: "report")
    }

    @Test("What the next server gets")
    func handOver() throws {
        var model = try Self.model()
        _ = model.update(.key(.character("h")))
        try expect(model, is: "hand-over")
        _ = model.update(.key(.end))
        try expect(model, is: "hand-over-end")
    }

    private func preview() -> Preview {
        Preview(changes: [], findings: [Finding("running as root", expected: "root", found: "root", verdict: .holds)], problem: nil)
    }
}
