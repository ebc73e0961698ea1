import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

@Suite("Files that fall to whomever they fall to", .enabled(if: DiskMachine.isUsable))
struct AttributesTests {
    private let templates = ["one.conf": "a=1\n", "one.properties": "a=1\n"]

    private func step(_ kind: String, _ owners: String) -> String {
        kind == "file"
            ? "file: { path: ROOT/share/one, template: one.conf, mode: \"0640\"\(owners) }"
            : "edit: { path: ROOT/share/one, properties: one.properties, mode: \"0640\"\(owners) }"
    }

    /// A folder whose files fall to its group, as those of a share fall to whom its server says.
    private func prepare(_ bed: DiskBed) throws {
        try bed.run("mkdir", bed["share"])
        try bed.run("chgrp", "daemon", bed["share"])
        try bed.run("chmod", "2755", bed["share"])
    }

    @Test("With empty owner and group nobody is asked to change them, and any are right", arguments: ["file", "edit"])
    func empty(kind: String) async throws {
        let bed = try DiskBed(step(kind, ", owner: \"\", group: \"\""), templates: templates, prepare: prepare)
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await bed.picture(of: "share")["share/one"] == "file root:daemon 640  a=1\n")
        try bed.run("chown", "www-data:www-data", bed["share/one"])
        #expect(try await engine.perform("s.one") == .unchanged)
        try bed.put("drift", at: "share/one")
        #expect(try await engine.perform("s.one", taking: true) == .changed)
        let text = kind == "file" ? "a=1\n" : "drift\na=1"
        #expect(try await bed.picture(of: "share")["share/one"] == "file www-data:www-data 640  \(text)")
    }

    @Test("A file of ours is root's where nothing is said, and whose it is told to be", arguments: ["", ", owner: daemon, group: mail"])
    func given(owners: String) async throws {
        let bed = try DiskBed(step("file", owners), templates: templates, prepare: prepare)
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .changed)
        let owner = owners.isEmpty ? "root:root" : "daemon:mail"
        #expect(try await bed.picture(of: "share")["share/one"] == "file \(owner) 640  a=1\n")
        try bed.run("chown", "www-data", bed["share/one"])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await bed.picture(of: "share")["share/one"] == "file \(owner) 640  a=1\n")
    }
}
