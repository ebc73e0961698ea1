import Foundation
import Guidebook
import StepEngine
import Testing

@testable import Machines

@Suite("Secrets of a run")
struct SecretStoreTests {
    private let canary = Bed.canary

    @Test("They are kept in a file of the owner's alone, and known again after a restart")
    func kept() async throws {
        let scratch = try Scratch()
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        let store = try await SecretStore(directory)
        #expect(await store.missing(of: Vocabulary.secrets) == Vocabulary.secrets)
        // Left open by somebody before.
        try write(Array("{}".utf8), to: directory.secrets)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: directory.secrets)
        let hostile = Secret("a\"b\\c ü'#")
        try await store.keep(hostile, as: "database.password")
        #expect(try mode(of: directory.secrets) == 0o600)
        let again = try await SecretStore(directory)
        #expect(await again["database.password"] == hostile)
        #expect(await again.missing(of: Vocabulary.secrets) == ["database.admin-password"])
    }

    @Test("What a statement holds in a password's place is a secret as well")
    func hash() async throws {
        let scratch = try Scratch()
        let store = try await SecretStore(StateDirectory(path: scratch["state"], creating: true))
        try await store.keep(Secret("password"), as: "database.password")
        let line = "ALTER USER 'joget'@'app1' IDENTIFIED BY PASSWORD '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'"
        #expect(await store.redacted(line) == "ALTER USER 'joget'@'app1' IDENTIFIED BY PASSWORD '••••••••'")
    }

    @Test("A secrets file that cannot be read is named, and nothing is thrown away")
    func unreadable() async throws {
        let scratch = try Scratch()
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        try write(Array("not json".utf8), to: directory.secrets)
        let error = await #expect(throws: EngineError.self) { _ = try await SecretStore(directory) }
        #expect(error?.subject == directory.secrets && error?.remedy == "move the file away; they are then asked again")
        #expect(bytes(of: directory.secrets) == Array("not json".utf8))
    }

    @Test("A step that needs a secret which nobody gave fails, and says how to give it")
    func missing() async throws {
        let bed = try Bed(
            Guide.of(
                ["one": "file: { path: /etc/one.cnf, template: one.cnf, mode: \"0600\" }"],
                templates: ["one.cnf": "p={{database.password}}\n"]))
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        #expect(
            await engine.state["s.one"].reason
                == "database.password is not known on this server; enter it in the wizard, or with 'joget-cluster secret database.password'"
        )
        #expect(bed.machine.changes.isEmpty)
    }

    /// A whole run on a server, with failures on the way, previews, verification and undo.
    private func work(on server: String, _ faults: [RehearsalFault]) async throws -> (Bed, [String]) {
        let bed = try Bed(.shipped(), server: server, faults: faults)
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(canary), as: "database.password")
        var shown: [String] = []
        for step in bed.plan.steps {
            shown.append("\(try await engine.preview(step.id)) \(await Forecast(plan: bed.plan, machine: bed.machine).preview(step))")
            try await engine.perform(step.id)
        }
        for fault in faults { await bed.machine.real.switchOff(fault) }
        for step in bed.plan.steps where await !engine.state[step.id].isSettled { try await engine.perform(step.id) }
        try await engine.verify()
        for step in bed.plan.steps.reversed() where await engine.state[step.id].canUndo {
            shown.append("\(try await engine.undoPreview(step.id))")
            if case .none = step.undo { continue }
            try await engine.undo(step.id)
        }
        shown.append("\(await engine.state)")
        return (bed, shown)
    }

    @Test(
        "The password is found in no journal, log, kept copy, preview, event or command line",
        arguments: [
            ("db1", [RehearsalFault]()), ("db1", [.serviceRefusesToStart("mariadb.service")]), ("app1", []),
            ("app1", [.databaseRefusesPassword]),
        ])
    func canaryNowhere(server: String, faults: [RehearsalFault]) async throws {
        let (bed, shown) = try await work(on: server, faults)
        for (name, bytes) in try bed.scratch.files() where name != "state/secrets" {
            #expect(!String(decoding: bytes, as: UTF8.self).contains(canary), "it stands in \(name)")
        }
        let texts =
            shown
            + bed.events.all.map { event in
                if case .output(_, let bytes, _) = event { String(decoding: bytes, as: UTF8.self) } else { "\(event)" }
            }
        #expect(!texts.contains { $0.contains(canary) })
        #expect(!(bed.machine.launches + bed.machine.questions).contains { $0.contains(canary) })
        // It was there to be leaked: the statements were full of it.
        if server == "db1" && faults.isEmpty { #expect((bed.machine.launches + bed.machine.questions).contains("mariadb --batch")) }
        #expect(try await picture(of: bed.machine.real).values.allSatisfy { !$0.contains(canary) }, "a private file was left behind")
    }

    @Test("A file with a password is shown with bullets, before and after, and so is the old one")
    func fileWithSecret() async throws {
        let body = "file: { path: /etc/one.cnf, template: one.cnf, mode: \"0600\" }"
        let bed = try Bed(Guide.of(["one": body], templates: ["one.cnf": "password=\"{{database.password}}\"\n"]))
        try await bed.put("password=\"\(canary)-old\"\n", at: "/etc/one.cnf", mode: 0o600)
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(canary), as: "database.password")
        let row = Change.DiffRow(sign: "+", text: "password=\"\(Secret.bullets)\"")
        let preview = try await engine.preview("s.one")
        guard case .file(_, false, let announced)? = preview.changes.first else { throw Missing() }
        #expect(announced.contains(row) && !"\(preview)".contains(canary))
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await bed.text(of: "/etc/one.cnf") == "password=\"\(canary)\"\n")
        guard case .file(_, _, let rows)? = await engine.state["s.one"].changes.first else { throw Missing() }
        #expect(rows.contains(row))
        #expect(!String(decoding: bytes(of: bed.path + "/journal.jsonl") ?? [], as: UTF8.self).contains(canary))
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.text(of: "/etc/one.cnf") == "password=\"\(canary)-old\"\n")
    }

    private struct Missing: Error {}

    @Test("Copies of files that hold secrets are the owner's alone")
    func privateCopies() async throws {
        let body = "file: { path: /etc/one.cnf, template: one.cnf, mode: \"0600\" }"
        let bed = try Bed(Guide.of(["one": body], templates: ["one.cnf": "{{database.password}}\n"]))
        try await bed.put("old\n", at: "/etc/one.cnf", mode: 0o600)
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(canary), as: "database.password")
        try await engine.perform("s.one")
        for name in try FileManager.default.contentsOfDirectory(atPath: bed.path + "/originals") {
            #expect(try mode(of: bed.path + "/originals/" + name) == 0o600, "\(name)")
        }
    }

    @Test("A command whose arguments show a secret is refused before it starts, and is not recorded as run")
    func refused() async throws {
        let body =
            "run: { command: [groupadd, \"--gid=880\", \"x{{application.profile}}\"] }\nundo: { none: It is a test of a refusal. }\n"
            + "checks: [ { file: { path: /etc/nothing } } ]"
        let bed = try Bed(Guide.of(["one": body]), answers: ["application.profile": canary])
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(canary), as: "database.password")
        #expect(try await engine.perform("s.one") == .failed)
        #expect(bed.machine.launches.isEmpty)
        let state = await engine.state["s.one"]
        #expect(state.reason?.contains("the command was not started because its arguments would show a secret") == true)
        #expect(state.runs.isEmpty && state.changes.isEmpty, "recorded: \(state.changes)")
        #expect(!String(decoding: bytes(of: bed.path + "/journal.jsonl") ?? [], as: UTF8.self).contains(canary))
    }

    @Test("A question whose arguments show a secret is not asked either")
    func refusedQuestion() async throws {
        let bed = try Bed(
            Guide.of(["one": "proof:\nchecks: [ { command: { run: [getent, group, \"{{application.profile}}\"] } } ]"]),
            answers: ["application.profile": canary])
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(canary), as: "database.password")
        #expect(try await engine.perform("s.one") == .failed)
        #expect(bed.machine.questions.isEmpty)
        #expect(await engine.state["s.one"].findings.first?.verdict == .unknown)
    }
}
