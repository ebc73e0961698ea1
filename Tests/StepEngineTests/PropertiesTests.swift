import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

@Suite("Settings in a file of properties")
struct PropertiesTests {
    private let path = "/srv/share/app_datasource-default.properties"
    private let body = """
        edit:
          path: /srv/share/app_datasource-default.properties
          properties: one.properties
          owner: www-data
          group: www-data
          mode: "0640"
        """
    private let templates = [
        "one.properties": """
        # Joget's database
        workflowUrl=jdbc:mysql://{{database-server.address}}:{{database.port}}/{{database.name}}?characterEncoding=UTF-8&useSSL=false
        workflowUser={{database.user}}
        workflowPassword={{database.password}}

        """
    ]
    private let shipped = """
        #Shipped
        workflowDriver=com.mysql.cj.jdbc.Driver
        workflowUrl=jdbc\\:mysql\\://localhost\\:3307/jwdb?characterEncoding\\=UTF-8
        workflowUser=root
        workflowPassword=their-old-one
        profilePassword=hunter2
        #workflowPassword=an-older-one
        custom = keep  me

        """

    private func bed(_ text: String?) async throws -> Bed {
        let bed = try Bed(Guide.of(["one": body], templates: templates))
        try await bed.machine.real.makeDirectory("/srv/share", attributes: FileAttributes())
        if let text { try await bed.put(text, at: path, mode: 0o644) }
        return bed
    }

    private func keep(_ bed: Bed, _ secret: String = Bed.canary) async throws {
        try await SecretStore(StateDirectory(path: bed.path, creating: true)).keep(Secret(secret), as: "database.password")
    }

    private let written = """
        #Shipped
        workflowDriver=com.mysql.cj.jdbc.Driver
        workflowUrl=jdbc\\:mysql\\://192.0.2.12\\:3306/jwedb?characterEncoding\\=UTF-8&useSSL\\=false
        workflowUser=joget
        workflowPassword=\(Bed.canary)
        profilePassword=hunter2
        #workflowPassword=an-older-one
        custom = keep  me

        """

    @Test("The keys get their values with the escapes of Java, every other line stays, and so does the operator's order")
    func set() async throws {
        let bed = try await bed(shipped)
        try await keep(bed)
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(
            preview.findings.first.map { "\($0.title): \($0.expected); \($0.found)" }
                == "entry in \(path): the settings of one.properties; it does not stand there as it should")
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await bed.text(of: path) == written)
        let status = try #require(try await bed.machine.real.status(of: path))
        #expect(status.owner == "www-data" && status.group == "www-data" && status.mode == 0o640)
        #expect(await engine.state["s.one"].changes == preview.changes)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.text(of: path) == shipped)
        #expect(try await bed.machine.real.status(of: path)?.mode == 0o644)
    }

    @Test("No password is shown, neither ours nor theirs, in preview, journal, log or event; that it changes is")
    func masked() async throws {
        let bed = try await bed(shipped)
        try await keep(bed)
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        try await engine.perform("s.one")
        guard case .file(path, false, let rows)? = preview.changes.first else { return try #require(Bool(false)) }
        #expect(
            rows.map(\.printed).filter { $0.contains("workflowPassword") } == [
                "-workflowPassword=\(Secret.bullets)", "+workflowPassword=\(Secret.bullets) (new)", " #workflowPassword=\(Secret.bullets)",
            ])
        #expect(rows.contains { $0.printed == " profilePassword=\(Secret.bullets)" })
        let spoken = "\(preview) \(bed.events.all)"
        var places = ["what is said": spoken]
        for (name, bytes) in try bed.scratch.files() where name != "state/secrets" && !name.hasPrefix("state/originals/") {
            places[name] = String(decoding: bytes, as: UTF8.self)
        }
        #expect(places.count > 2)
        for (place, text) in places {
            for secret in [Bed.canary, "their-old-one", "an-older-one", "hunter2"] {
                #expect(!text.contains(secret), "\(secret) stands in \(place)")
            }
        }
    }

    @Test("The preview needs no password; doing it says which one is missing and how to enter it")
    func unknownSecret() async throws {
        let bed = try await bed(nil)
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(preview.problem == nil)
        guard case .file(path, true, let rows)? = preview.changes.first else { return try #require(Bool(false)) }
        #expect(rows.contains { $0.printed == "+workflowPassword=\(Secret.bullets) (new)" })
        #expect(try await engine.perform("s.one") == .failed)
        let reason =
            "database.password is not known on this server; enter it in the wizard, or with 'joget-cluster secret database.password'"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(bed.machine.changes.isEmpty)
    }

    @Test("A file that is missing is made, and nobody else may read it; undo takes it away")
    func made() async throws {
        let bed = try Bed(
            Guide.of(["one": "edit: { path: \(path), properties: one.properties }"], templates: templates))
        try await bed.machine.real.makeDirectory("/srv/share", attributes: FileAttributes())
        try await keep(bed)
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await bed.machine.real.status(of: path)?.mode == 0o600)
        let text = try #require(try await bed.text(of: path))
        #expect(text.hasPrefix("workflowUrl=jdbc\\:mysql\\:") && text.hasSuffix("workflowPassword=\(Bed.canary)\n"))
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.text(of: path) == nil)
    }

    @Test("Only the owner or the mode is wrong: that is found, mended and taken back, and the bytes stay")
    func attributes() async throws {
        let bed = try await bed(written)
        try await keep(bed)
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(preview.findings.map(\.verdict) == [.holds, .fails])
        #expect(preview.findings[1].found == "a file, owner root, group root, mode 0644")
        #expect(preview.changes == [.command("chown www-data:www-data \(path)"), .command("chmod 0640 \(path)")])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(await engine.state["s.one"].changes == preview.changes)
        #expect(bed.machine.changes == ["set \(path)"])
        #expect(try await engine.undo("s.one") == .undone)
        let status = try #require(try await bed.machine.real.status(of: path))
        #expect(status.owner == "root" && status.mode == 0o644)
        #expect(try await bed.text(of: path) == written)
    }

    @Test("What somebody has written since is left alone by undo")
    func changedSince() async throws {
        let bed = try await bed(shipped)
        try await keep(bed)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.put(written + "more=theirs\n", at: path)
        #expect(try await engine.undo("s.one") == .failed)
        let reason = await engine.state["s.one"].reason
        #expect(reason?.hasPrefix("undo: \(path) was changed by somebody else since, so it is left alone; ") == true)
        #expect(try await bed.text(of: path) == written + "more=theirs\n")
    }

    @Test("A file that Java could not read either is refused with its line, and keeps its bytes")
    func unreadable() async throws {
        let bed = try await bed("a=1\nb=\\u12\n")
        try await keep(bed)
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        #expect(await engine.state["s.one"].reason?.hasPrefix("\(path): line 2: ") == true)
        #expect(try await bed.text(of: path) == "a=1\nb=\\u12\n" && bed.machine.changes.isEmpty)
    }

    @Test("Killed at any event and repeated, the file is the same, and undo brings the shipped one back")
    func killed() async throws {
        let guide = try Guide.of(["one": body], templates: templates)
        let prepare: (Bed) async throws -> Void = { bed in
            try await bed.machine.real.makeDirectory("/srv/share", attributes: FileAttributes())
            try await bed.put(shipped, at: path, mode: 0o644)
            try await keep(bed)
        }
        let whole = try Bed(guide)
        try await prepare(whole)
        try await whole.engine().perform("s.one")
        for number in 1..<whole.events.kept.count {
            let killed = try await Killed(guide, at: number, prepare: prepare) { try await $0.perform("s.one") }
            let engine = try await killed.restart()
            try await engine.recover()
            if await !engine.state["s.one"].isSettled { try await engine.perform("s.one") }
            #expect(await engine.state["s.one"].status == .done, "killed at \(number)")
            #expect(try await killed.bed.text(of: path) == written, "killed at \(number)")
            if await engine.state["s.one"].canUndo { #expect(try await engine.undo("s.one") == .undone) }
            #expect(try await killed.bed.text(of: path) == shipped, "killed at \(number)")
        }
    }
}
