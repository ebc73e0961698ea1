import Guidebook
import StepEngine
import Testing

@testable import Machines

/// One step of one kind, with what must be there before it.
struct KindOfStep: Sendable, CustomTestStringConvertible {
    var kind: String
    var server = "app1"
    var body: String
    var before: [[String]] = []
    var testDescription: String { kind }

    static let templates = [
        "one.conf": "address = {{self.address}}\n", "make.sql": "CREATE DATABASE IF NOT EXISTS `{{database.name}}`;\n",
        "drop.sql": "DROP DATABASE IF EXISTS `{{database.name}}`;\n",
    ]

    static let all = [
        KindOfStep(kind: "packages", body: "packages: [nfs-common]"),
        KindOfStep(kind: "directory", body: "directory: { path: /srv/one, owner: www-data, group: www-data, mode: \"0750\" }"),
        KindOfStep(kind: "file", body: "file: { path: /etc/one.conf, template: one.conf, mode: \"0640\" }"),
        KindOfStep(
            kind: "edit fstab",
            body: "edit: { path: /etc/fstab, fstab: { source: \"h:/x\", target: /mnt, type: nfs, options: \"hard,nofail\" } }"),
        KindOfStep(kind: "edit hosts", body: "edit: { path: /etc/hosts, hosts: \"{{servers.hosts}}\" }"),
        KindOfStep(kind: "service", body: "service: { name: ssh, running: false, enabled: false }"),
        KindOfStep(
            kind: "mount", body: "mount: { target: /mnt/share, source: \"{{share.source}}\", type: nfs }",
            before: [
                ["apt-get", "-y", "install", "nfs-common"], ["mkdir", "/mnt/share"],
                ["dd", "of=/etc/fstab", "status=none"],
            ]),
        KindOfStep(
            kind: "sql", server: "db1",
            body: """
                sql: { template: make.sql }
                undo: { sql: drop.sql }
                checks:
                  - sql: { query: "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'jwedb'", expected: "1" }
                """,
            before: [["apt-get", "-y", "install", "mariadb-server"]]),
        KindOfStep(
            kind: "run",
            body: "run: { command: [groupadd, --system, --gid, \"880\", joget] }\nundo: { command: [groupdel, joget] }\n"
                + "checks: [ { command: { run: [getent, group, joget], contains: \":880:\" } } ]"),
    ]

    func bed() async throws -> Bed {
        let bed = try Bed(Guide.of(["one": body], templates: KindOfStep.templates), server: server)
        for words in before where words[0] != "dd" {
            let result = try await bed.machine.real.capture(Command(words))
            try #require(result.succeeded, "\(result.output)")
        }
        if kind == "mount" { try await bed.put("192.0.2.11:/export/wflow /mnt/share nfs hard 0 0\n", at: "/etc/fstab") }
        return bed
    }
}

@Suite("Performing a step: check, act, check again")
struct PerformTests {
    @Test("A step does what its preview said, and its checks hold after it", arguments: KindOfStep.all)
    func acts(kind: KindOfStep) async throws {
        let bed = try await kind.bed()
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(!preview.changes.isEmpty && !preview.findings.areAcceptable && preview.problem == nil)
        #expect(bed.machine.launches.isEmpty && bed.machine.changes.isEmpty, "a preview changes nothing")
        #expect(try await engine.perform("s.one") == .changed)
        let state = await engine.state["s.one"]
        #expect(state.status == .done && state.findings.areAcceptable && !state.findings.isEmpty)
        // A directory is told in the past tense afterwards; statements are shown before only.
        if !["directory", "sql"].contains(kind.kind) { #expect(state.changes == preview.changes) }
        #expect(state.runs.map(\.line) == bed.machine.launches)
        #expect(state.runs.allSatisfy { $0.end == .exited(0) && $0.seconds != nil })
        #expect(bed.events.kinds.first == "opened" && bed.events.kinds[1] == "started" && bed.events.kinds.last == "finished")
    }

    @Test("Performed again, it finds everything in order and does nothing", arguments: KindOfStep.all)
    func unchanged(kind: KindOfStep) async throws {
        let bed = try await kind.bed()
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        let (launches, changes) = (bed.machine.launches, bed.machine.changes)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(bed.machine.launches == launches && bed.machine.changes == changes)
        #expect(try await engine.preview("s.one").isSettled)
        #expect(await engine.state["s.one"].attempts == 2)
    }

    @Test("What is in order already is left as it is", arguments: KindOfStep.all)
    func foundDone(kind: KindOfStep) async throws {
        let first = try await kind.bed()
        try await first.engine().perform("s.one")
        // The same server, but a run that knows of nothing.
        let second = try Bed(
            Guide.of(["one": kind.body], templates: KindOfStep.templates), server: kind.server, machine: WatchedMachine(first.machine.real))
        let engine = try await second.engine()
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(second.machine.launches.isEmpty && second.machine.changes.isEmpty)
        #expect(await !engine.state["s.one"].canUndo)
    }

    @Test("Undone, the server is what it was before", arguments: KindOfStep.all.filter { $0.kind != "packages" })
    func undone(kind: KindOfStep) async throws {
        let bed = try await kind.bed()
        let before = try await picture(of: bed.machine.real)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        #expect(try await !differences(before, picture(of: bed.machine.real)).isEmpty)
        #expect(try await !engine.undoPreview("s.one").isEmpty)
        #expect(try await engine.undo("s.one") == .undone)
        let after = try await picture(of: bed.machine.real)
        #expect(differences(before, after) == [])
        #expect(await engine.state["s.one"].status == .todo)
        #expect(try await engine.perform("s.one") == .changed, "and it can be done again")
    }

    @Test("A mirror that is down fails the step with the line that proves it; the retry succeeds")
    func mirrorDown() async throws {
        // The first time is used up by the update, which apt takes lightly.
        let bed = try Bed(Guide.of(["one": "packages: [nfs-common]"]), faults: [.packageMirrorDown(times: 2)])
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        let failed = await engine.state["s.one"]
        #expect(failed.status == .failed && failed.reason == "apt-get ended with exit status 100")
        let cause = try #require(failed.findings.first)
        #expect(cause.title.hasPrefix("known failure packages-unreachable") && cause.evidence?.contains("mirror.example") == true)
        let proof = try #require(failed.findings.first { $0.title == "command apt-get" }?.evidence)
        #expect(proof.hasPrefix("E: "), "found: \(proof)")
        #expect(failed.findings.contains { $0.found.contains("missing: nfs-common") })
        #expect(failed.runs.map(\.end) == [.exited(0), .exited(100)])
        #expect(try await engine.perform("s.one") == .changed)
        let done = await engine.state["s.one"]
        #expect(done.status == .done && done.reason == nil && done.attempts == 2)
        #expect(Set(done.runs.map(\.record.status)).count == done.runs.count, "every command has traces of its own")
    }

    @Test("Where a requirement does not hold, nothing is done and the finding says what is missing")
    func requirement() async throws {
        let bed = try Bed(
            Guide.of(
                ["one": "file: { path: /etc/one.conf, template: one.conf }\nrequires: [ { file: { path: /etc/needed } } ]"],
                templates: KindOfStep.templates))
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        let state = await engine.state["s.one"]
        #expect(state.reason == "file /etc/needed: nothing is there")
        #expect(state.findings.map(\.title) == ["file /etc/needed"])
        #expect(bed.machine.changes.isEmpty && !state.canUndo)
        try await bed.put("", at: "/etc/needed")
        #expect(try await engine.perform("s.one") == .changed)
    }

    @Test("A candidate that its program refuses never takes the file's place")
    func validation() async throws {
        let body =
            "file: { path: /etc/mysql/x.cnf, template: x.cnf, validate: [mariadbd, \"--defaults-file={{candidate}}\", --help, --verbose] }"
        let bed = try Bed(Guide.of(["one": body], templates: ["x.cnf": "[mysqld]\nno-such-setting = 1\n"]), server: "db1")
        try await bed.byHand("apt-get", "-y", "install", "mariadb-server")
        try await bed.put("[mysqld]\n", at: "/etc/mysql/x.cnf")
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        #expect(await engine.state["s.one"].reason == "'mariadbd' does not accept the new /etc/mysql/x.cnf; nothing was changed")
        #expect(try await bed.text(of: "/etc/mysql/x.cnf") == "[mysqld]\n")
    }

    @Test("A proof does nothing: it holds or it does not")
    func proof() async throws {
        let bed = try Bed(Guide.of(["one": "proof:\nchecks: [ { file: { path: /etc/needed } } ]"]))
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        try await bed.put("", at: "/etc/needed")
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(bed.machine.changes.isEmpty && bed.machine.launches.isEmpty)
    }

    @Test("A step that this server does not have is refused, and nothing is recorded")
    func unknownStep() async throws {
        let bed = try Bed(Guide.of(["one": "proof:\nchecks: [ { root: } ]"]))
        let engine = try await bed.engine()
        for request in [
            { @Sendable (engine: Engine) async throws -> Void in try await engine.perform("s.two") },
            { try await $0.skip("s.two", reason: "no") },
        ] {
            let error = await #expect(throws: EngineError.self) { try await request(engine) }
            #expect(
                error?.kind == .request
                    && error?.description == "s.two: this server's plan has no such step; list the steps with 'joget-cluster plan'")
        }
        #expect(bed.events.kinds == ["opened"])
    }
}
