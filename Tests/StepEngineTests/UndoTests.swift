import Guidebook
import Machines
import StepEngine
import Testing

@Suite("Taking a step back")
struct UndoTests {
    private let file = "file: { path: /etc/one.conf, template: one.conf, mode: \"0644\" }"
    private let templates = [
        "one.conf": "ours\n", "make.sql": "CREATE DATABASE IF NOT EXISTS `{{database.name}}`;\n",
        "drop.sql": "DROP DATABASE IF EXISTS `{{database.name}}`;\n",
    ]

    @Test("A file gets back its bytes, its owner and its mode")
    func file() async throws {
        let bed = try Bed(Guide.of(["one": file], templates: templates))
        let original: [UInt8] = [0xFF, 0xE4, 0x00, 0x0D, 0x0A, 0x41]
        try await bed.machine.real.replace(
            "/etc/one.conf", with: original, attributes: FileAttributes(owner: "www-data", group: "adm", mode: 0o600))
        let before = try await picture(of: bed.machine.real)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        #expect(try await engine.undoPreview("s.one") == ["put /etc/one.conf back as it was"])
        try await engine.undo("s.one")
        let left = try await differences(before, picture(of: bed.machine.real))
        #expect(try await bed.machine.real.read("/etc/one.conf", limit: 99) == original)
        let status = try #require(try await bed.machine.real.status(of: "/etc/one.conf"))
        #expect(status.owner == "www-data" && status.group == "adm" && status.mode == 0o600, "it is \(status)")
        #expect(left == [])
    }

    @Test("A file in a new folder takes the folder along")
    func newFolder() async throws {
        let bed = try Bed(Guide.of(["one": "file: { path: /etc/new.d/one.conf, template: one.conf }"], templates: templates))
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await engine.undo("s.one")
        #expect(try await bed.machine.real.status(of: "/etc/new.d") == nil)
    }

    @Test("A directory in which others have put something stays")
    func filledDirectory() async throws {
        let bed = try Bed(Guide.of(["one": "directory: { path: /srv/one }"]))
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.put("precious", at: "/srv/one/file")
        try await engine.undo("s.one")
        #expect(try await bed.text(of: "/srv/one/file") == "precious")
    }

    @Test("Only the packages that the step added are removed")
    func packages() async throws {
        let bed = try Bed(Guide.of(["one": "packages: [nfs-common, unzip]"]))
        try await bed.byHand("apt-get", "-y", "install", "rpcbind", "unzip")
        let before = Set(await bed.machine.real.installedPackages().keys)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        #expect(await Set(bed.machine.real.installedPackages().keys) == before.union(["nfs-common", "keyutils", "libnfsidmap1"]))
        #expect(try await engine.undoPreview("s.one") == ["remove the packages that were added: keyutils libnfsidmap1 nfs-common"])
        #expect(try await engine.undo("s.one") == .undone)
        #expect(await Set(bed.machine.real.installedPackages().keys) == before)
        #expect(bed.machine.launches.last?.hasSuffix("purge keyutils libnfsidmap1 nfs-common") == true)
    }

    @Test("What a failed attempt had added counts as ours too")
    func packagesAfterFailure() async throws {
        let bed = try Bed(Guide.of(["one": "packages: [nfs-common]"]), faults: [.packageMirrorDown(times: 2)])
        let before = Set(await bed.machine.real.installedPackages().keys)
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        try await bed.byHand("apt-get", "-y", "install", "rpcbind")
        #expect(try await engine.perform("s.one") == .changed)
        try await engine.undo("s.one")
        #expect(await Set(bed.machine.real.installedPackages().keys) == before)
    }

    @Test("A file that somebody has changed since is left alone, and the message names the former version")
    func changedSince() async throws {
        let bed = try Bed(Guide.of(["one": file], templates: templates))
        try await bed.put("before\n", at: "/etc/one.conf")
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.put("ours\nand theirs\n", at: "/etc/one.conf")
        #expect(try await engine.undo("s.one") == .failed)
        let state = await engine.state["s.one"]
        let copy = "\(bed.path)/originals/s.one.etc.one.conf"
        #expect(
            state.reason == "undo: /etc/one.conf was changed by somebody else since, so it is left alone; its former version is \(copy)")
        #expect(try await bed.text(of: "/etc/one.conf") == "ours\nand theirs\n")
        #expect(bytes(of: copy) == Array("before\n".utf8))
        #expect(state.canUndo)
        try await bed.put("ours\n", at: "/etc/one.conf")
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.text(of: "/etc/one.conf") == "before\n")
    }

    @Test("A file that somebody has removed since comes back as it was before the step")
    func removedSince() async throws {
        let bed = try Bed(Guide.of(["one": file], templates: templates))
        try await bed.put("before\n", at: "/etc/one.conf", mode: 0o600)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.byHand("rm", "/etc/one.conf")
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.text(of: "/etc/one.conf") == "before\n")
        #expect(try await bed.machine.real.status(of: "/etc/one.conf")?.mode == 0o600)
    }

    @Test("The first version is kept, however often the step is repeated")
    func firstVersion() async throws {
        let bed = try Bed(Guide.of(["one": file], templates: templates))
        try await bed.put("before\n", at: "/etc/one.conf")
        let engine = try await bed.engine()
        for text in ["drift\n", "drift again\n"] {
            try await engine.perform("s.one", taking: true)
            try await bed.put(text, at: "/etc/one.conf")
        }
        try await engine.perform("s.one", taking: true)
        try await engine.undo("s.one")
        #expect(try await bed.text(of: "/etc/one.conf") == "before\n")
    }

    @Test("Statements are taken back only while their condition holds")
    func statements() async throws {
        let count = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'jwedb'"
        let schema = "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'jwedb'"
        let body = """
            sql: { template: make.sql }
            undo: { sql: drop.sql, only-if: [ { sql: { query: "\(count)", expected: "0" } } ] }
            checks: [ { sql: { query: "\(schema)", expected: "1" } } ]
            """
        let bed = try Bed(Guide.of(["one": body], templates: templates), server: "db1")
        try await bed.byHand("apt-get", "-y", "install", "mariadb-server")
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        let table = Command(["mariadb", "--batch", "jwedb"], input: .bytes(Array("CREATE TABLE t (a INT);".utf8)))
        #expect(try await bed.machine.real.capture(table).succeeded)
        #expect(try await engine.undo("s.one") == .failed)
        #expect(await engine.state["s.one"].reason == "undo: \(count): expected 0, found 1; nothing was taken back")
        let drop = Command(["mariadb", "--batch", "jwedb"], input: .bytes(Array("DROP TABLE t;".utf8)))
        #expect(try await bed.machine.real.capture(drop).succeeded)
        #expect(try await engine.undo("s.one") == .undone)
    }

    @Test("A step that is not taken back says why, and one that did nothing has nothing to undo")
    func refusals() async throws {
        let bed = try Bed(
            Guide.of(
                [
                    "one":
                        "run: { command: [groupadd, x] }\nundo: { none: Others may use it by now. }\nchecks: [ { command: { run: [getent, group, x] } } ]",
                    "two": "directory: { path: /srv }",
                ]))
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.perform("s.two") == .unchanged)
        let none = await #expect(throws: EngineError.self) { try await engine.undo("s.one") }
        #expect(none?.description == "s.one: the step is not taken back: Others may use it by now.; do by hand what the step's text says")
        let nothing = await #expect(throws: EngineError.self) { try await engine.undo("s.two") }
        #expect(nothing?.kind == .request && nothing?.what == "there is nothing to undo")
        #expect(try await engine.undoPreview("s.two") == [])
        #expect(await engine.state["s.one"].status == .done)
    }

    @Test("An undo that fails half way goes on where it stopped")
    func halfWay() async throws {
        let body = "file: { path: /etc/one.conf, template: one.conf }\nthen: [restart ssh]"
        let bed = try Bed(Guide.of(["one": body], templates: templates))
        let before = try await picture(of: bed.machine.real)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        await bed.machine.real.switchOn(.serviceRefusesToStart("ssh.service"))
        #expect(try await engine.undo("s.one") == .failed)
        await bed.machine.real.switchOff(.serviceRefusesToStart("ssh.service"))
        #expect(try await engine.undo("s.one") == .undone, "the file is back, but ssh was never told")
        let after = try await picture(of: bed.machine.real)
        #expect(differences(before, after) == [])
    }
}
