import Guidebook
import Machines
import Reporting
import TerminalUI
import Testing

@testable import StepEngine
@testable import Wizard

/// More screens from messages alone: wide ones, small ones, cards and books.
struct PagePictureTests {
    private static let wide = Size(rows: 43, columns: 132)
    private static let line = "apt-get -y -q --no-install-recommends install nfs-kernel-server"
    private static let share = CommandRecord(log: "/var/lib/joget-cluster/logs/share.packages.1.log", status: "/s")

    private func model(_ guide: Guide? = nil, _ state: RunState = RunState(), on name: String = "fs1", size: Size = Model.leastSize) throws
        -> Model
    {
        let setting = Setting(
            guide: try guide ?? Fixture.guide(), directoryPath: "/var/lib/joget-cluster",
            clusterPath: "/var/lib/joget-cluster/cluster.yaml", serverName: name, roles: nil, program: "1.0", user: "anna",
            isRehearsal: false)
        var model = Model(setting: setting, clusterText: ClusterWriter.text(of: Fixture.cluster), size: size)
        _ = model.update(.begun)
        _ = model.update(.identified(Fixture.identity))
        _ = model.update(.opened(.init(state: state, missingSecrets: [], latestBefore: state.latest)))
        return model
    }

    private static func window(_ lines: [String]) -> LogWindow {
        LogWindow(path: share.log, start: 0, end: 1000, size: 1000, lines: lines)
    }

    private func moment(_ seconds: Double) -> Moment { Moment(seconds: seconds, text: "2026-01-02T03:04:05.000Z") }

    private func expect(_ model: Model, is name: String, location: SourceLocation = #_sourceLocation) throws {
        let frame = model.view(size: model.size, palette: .unicode)
        #expect(frame.cursor != nil, "screen readers follow the cursor: it must stand on something", sourceLocation: location)
        try Pictures.expect(frame.snapshot, is: name, location: location)
    }

    /// The main page with the packages selected.
    private func onPackages(size: Size = Model.leastSize) throws -> Model {
        var model = try model(size: size)
        let holds = Preview(changes: [], findings: [Finding("root", expected: "root", found: "root", verdict: .holds)], problem: nil)
        _ = model.update(.previewed("prepare.root", holds))
        _ = model.update(.key(.enter))
        model.run?.select("share.packages")
        let finding = Finding("installed: nfs-kernel-server", expected: "installed", found: "not installed", verdict: .fails)
        _ = model.update(.previewed("share.packages", Preview(changes: [.command(Self.line)], findings: [finding], problem: nil)))
        return model
    }

    /// The same while apt-get runs, having printed that.
    private func running(_ text: String, size: Size = Model.leastSize) throws -> Model {
        var model = try onPackages(size: size)
        #expect(model.begin(.performing("share.packages")) == [.perform("share.packages")])
        let events: [Event] = [
            .started(step: "share.packages", attempt: 1), .changed(step: "share.packages", change: .command(Self.line)),
            .launched(
                step: "share.packages", line: Self.line, record: Self.share, process: LaunchedCommand(pid: 4711, startTime: 1)),
            .output(step: "share.packages", bytes: Array(text.utf8), skipped: 0),
        ]
        for event in events { _ = model.update(.engine(event, moment(100))) }
        return model
    }

    private let output = "Reading package lists...\nBuilding dependency tree...\nSetting up nfs-common ...\n"

    @Test("On a wide screen guide, work and output stand side by side")
    func wide() throws {
        try expect(onPackages(size: Self.wide), is: "main-wide")
        var model = try running(output, size: Self.wide)
        _ = model.update(.tick(moment(103.25)))
        try expect(model, is: "running-wide")
    }

    @Test("In a window that is too small for the wizard it says so", arguments: [(16, 60), (10, 40), (1, 12)])
    func small(rows: Int, columns: Int) throws {
        var model = try onPackages()
        _ = model.update(.resized(Size(rows: rows, columns: columns)))
        try expect(model, is: "too-small-\(columns)x\(rows)")
        #expect(model.update(.key(.character("r"))) == [], "what cannot be seen must not be changed")
    }

    @Test("After half a minute without a word a card says what the command waits for, and offers to end it")
    func hang() throws {
        var model = try running(output)
        _ = model.update(.tick(moment(129.9)))
        #expect(model.context == .main)
        #expect(model.update(.tick(moment(130.1))) == [.inspect])
        _ = model.update(
            .inspected([
                ProcessEntry(pid: 4711, depth: 0, command: "joget-cluster supervise", state: "S", waitsFor: "a child to end"),
                ProcessEntry(
                    pid: 4712, depth: 1, command: Self.line, state: "S",
                    waitsFor: "the lock on /var/lib/dpkg/lock-frontend, held by process 811 (unattended-upgr)"),
            ]))
        try expect(model, is: "hang")
        #expect(model.update(.key(.enter)) == [], "waiting is what Enter does at first")
        #expect(model.update(.tick(moment(150))) == [] && model.context == .main)
        #expect(model.update(.tick(moment(160.3))) == [.inspect], "and half a minute later it asks again")
        for _ in 0..<2 { _ = model.update(.key(.right)) }
        #expect(model.update(.key(.enter)) == [.cancel(.terminate)])
    }

    @Test("The card comes on request at any time, and does not come while something is read")
    func inspect() throws {
        var model = try running(output)
        #expect(model.update(.key(.character("i"))) == [.inspect])
        _ = model.update(.key(.escape))
        _ = model.update(.key(.character("g")))
        #expect(model.update(.tick(moment(170))) == [] && model.context == .pager)
        _ = model.update(.key(.escape))
        #expect(model.update(.tick(moment(171))) == [.inspect])
    }

    @Test("Who comes back is told what holds, what has changed and by whom, and what became of what ran")
    func resume() throws {
        var state = RunState()
        let holds = Finding("running as root", expected: "root", found: "root", verdict: .holds)
        let events: [Event] = [
            .started(step: "prepare.root", attempt: 1),
            .finished(step: "prepare.root", outcome: .unchanged, findings: [holds], reason: nil, seconds: 0.1),
            .started(step: "share.directory", attempt: 1),
            .finished(step: "share.directory", outcome: .changed, findings: [], reason: nil, seconds: 0.1),
            .started(step: "prepare.clock", attempt: 1),
            .finished(step: "prepare.clock", outcome: .unchanged, findings: [], reason: nil, seconds: 0.1),
            .started(step: "share.packages", attempt: 1),
            .launched(step: "share.packages", line: Self.line, record: Self.share, process: LaunchedCommand(pid: 4711, startTime: 1)),
        ]
        for event in events { state.apply(event, at: "2026-01-02T03:04:05.000Z") }
        var model = try model(nil, state)
        #expect(model.run?.work?.kind == .recovering)
        try expect(model, is: "resume-following")
        state.apply(.ended(step: "share.packages", end: .exited(0), seconds: 40), at: "2026-01-02T03:05:00.000Z")
        state.apply(
            .finished(step: "share.packages", outcome: .changed, findings: [], reason: nil, seconds: 40), at: "2026-01-02T03:05:00.000Z")
        #expect(model.update(.recovered(state)) == [.verify(nil)])
        let drift = Finding("mode of /export/wflow", expected: "0750", found: "0777", verdict: .fails)
        let unclear = Finding("clock", expected: "synchronised", found: "timedatectl does not answer", verdict: .unknown)
        for (step, finding) in [("prepare.root", holds), ("share.directory", drift), ("prepare.clock", unclear), ("share.packages", holds)]
        {
            let event = Event.verified(step: step, findings: [finding])
            state.apply(event, at: "2026-01-02T03:06:00.000Z")
            _ = model.update(.engine(event, moment(5)))
        }
        #expect(model.update(.verified(state)).contains(.trace(["share.directory"])))
        _ = model.update(.traced(["share.directory": ["/export/wflow, 14:02, by root"]]))
        try expect(model, is: "resume")
    }

    @Test("The proofs of a server, with what the one that has the focus has shown")
    func proofs() throws {
        var state = RunState()
        let seen = Finding("a word on the share", expected: "read back", found: "read back in 3 ms", verdict: .holds)
        let broken = Finding(
            "the session goes on at app2", expected: "the same user", found: "a new session", verdict: .fails,
            evidence: "Set-Cookie: JSESSIONID=5F.node02",
            remedy: "look whether the Tomcats hear each other: 'joget-cluster proof multicast'")
        let events: [Event] = [
            .started(step: "proof.share", attempt: 1),
            .finished(step: "proof.share", outcome: .proven, findings: [seen], reason: nil, seconds: 0.8),
            .started(step: "proof.session", attempt: 1),
            .finished(step: "proof.session", outcome: .failed, findings: [broken], reason: nil, seconds: 2.4),
        ]
        for event in events { state.apply(event, at: "2026-01-02T03:04:05.000Z") }
        var model = try model(Fixture.guideWithProofs(), state, on: "app1")
        _ = model.update(.verified(state))
        _ = model.update(.key(.character("o")))
        try expect(model, is: "proofs")
        #expect(model.update(.key(.end)) == [])
        #expect(model.selectedStep?.id == "proof.failover")
        #expect(model.update(.key(.enter)) == [] && model.context == .question, "it asks before users notice something")
    }

    @Test("A file that somebody changed is kept, replaced or looked at from three sides, as the operator decides")
    func conflict() throws {
        var model = try onPackages()
        let conflict = Conflict(
            path: "/etc/exports.d/joget.exports", before: nil, ours: Array("/export/wflow 10.0.0.21(rw,sync)\n".utf8),
            theirs: Array("/export/wflow *(rw,sync)\n".utf8), modified: "14:02", owner: "root", isSecret: false)
        _ = model.update(.conflictsFound("share.export", [conflict]))
        try expect(model, is: "conflict")
        for _ in 0..<2 { _ = model.update(.key(.right)) }
        _ = model.update(.key(.enter))
        try expect(model, is: "conflict-sides")
        _ = model.update(.key(.escape))
        _ = model.update(.key(.left))
        #expect(model.update(.key(.enter)) == [.take("share.export")])
    }

    @Test("The guide is one book; what is looked for is marked, and n goes from one place to the next")
    func guide() throws {
        var model = try onPackages()
        _ = model.update(.key(.character("g")))
        try expect(model, is: "guide")
        _ = model.update(.key(.character("/")))
        for letter in "export" { _ = model.update(.key(.character(letter))) }
        try expect(model, is: "guide-search")
        _ = model.update(.key(.enter))
        let first = model.shownPager?.view.offset
        _ = model.update(.key(.character("n")))
        #expect(model.shownPager?.view.offset != first)
        try expect(model, is: "guide-found")
        _ = model.update(.key(.character("/")))
        for letter in "nowhere" { _ = model.update(.key(.character(letter))) }
        _ = model.update(.key(.enter))
        #expect(model.shownPager?.notice == "'nowhere' is nowhere here")
    }

    @Test("The log follows its end, says so, and stays where the operator has scrolled to")
    func log() throws {
        var model = try running(output)
        #expect(model.update(.key(.character("l"))) == [.readLog(Self.share.log)])
        let lines = (1...60).map { "Unpacking package \($0) of 60" }
        _ = model.update(.logRead(Self.share.log, Self.window(lines), beside: nil))
        try expect(model, is: "log")
        _ = model.update(.key(.pageUp))
        let place = model.shownPager?.view.offset
        _ = model.update(.logRead(Self.share.log, Self.window(lines + ["Setting up"]), beside: nil))
        #expect(model.shownPager?.view.offset == place && model.shownPager?.view.followsEnd == false)
    }

    @Test("All commands so far, with how each ended")
    func commands() throws {
        var model = try running(output)
        _ = model.update(.engine(.ended(step: "share.packages", end: .exited(100), seconds: 2.5), moment(102)))
        _ = model.update(.key(.character("@")))
        try expect(model, is: "commands")
    }

    @Test("What would be changed is shown as a diff, in words as well as in colours")
    func diff() throws {
        var model = try onPackages()
        model.run?.select("share.export")
        let rows = [("@", "@@ -1 +1,2 @@"), (" ", "# Written by joget-cluster"), ("-", "/old *(rw)"), ("+", "/export/wflow 10.0.0.21(rw)")]
        let change = Change.file(
            path: "/etc/exports.d/joget.exports", isNew: false, diff: rows.map { Change.DiffRow(sign: $0.0, text: $0.1) })
        _ = model.update(.previewed("share.export", Preview(changes: [change], findings: [], problem: nil)))
        _ = model.update(.key(.character("d")))
        try expect(model, is: "diff")
    }
}
