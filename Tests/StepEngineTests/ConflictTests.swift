import Foundation
import Guidebook
import StepEngine
import Testing

@testable import Machines

@Suite("A file that somebody has changed since we wrote it")
struct ConflictTests {
    let path = "/etc/one.conf"
    let file = "file: { path: /etc/one.conf, template: one.conf, mode: \"0644\" }"
    private let hosts = "edit: { path: /etc/one.hosts, hosts: \"192.0.2.11 fs1,192.0.2.12 db1\" }"

    func bed(_ body: String? = nil, template: String = "ours\nsecond\n", machine: WatchedMachine? = nil) throws -> Bed {
        try Bed(Guide.of(["one": body ?? file], templates: ["one.conf": template]), machine: machine)
    }

    @Test("The step stops, says who and what, and touches nothing; taken, theirs is kept and the very first version comes back by undo")
    func file() async throws {
        let bed = try bed()
        try await bed.put("before\n", at: path)
        let engine = try await bed.engine()
        #expect(try await engine.conflicts(of: "s.one") == [], "what was there before us is no conflict")
        try await engine.perform("s.one")
        #expect(try await engine.conflicts(of: "s.one") == [])
        try await bed.put("ours\ntheirs\n", at: path, owner: "www-data")
        let conflict = try #require(try await engine.conflicts(of: "s.one").first)
        #expect(conflict.path == path && conflict.before == Array("before\n".utf8) && !conflict.isSecret)
        #expect(conflict.ours == Array("ours\nsecond\n".utf8) && conflict.theirs == Array("ours\ntheirs\n".utf8))
        #expect(conflict.owner == "www-data" && conflict.modified?.hasSuffix("Z") == true)
        #expect(try await engine.preview("s.one").conflictPaths == [path])

        let changes = bed.machine.changes
        #expect(try await engine.perform("s.one") == .failed)
        let state = await engine.state["s.one"]
        let finding = try #require(state.findings.first)
        #expect(finding.title == "\(path) since this step wrote it" && finding.verdict == .fails)
        #expect(finding.found.hasPrefix("changed by somebody else (on ") && finding.found.hasSuffix("it belongs to www-data)"))
        #expect(finding.evidence == "theirs" && finding.remedy?.contains("joget-cluster apply s.one --take") == true)
        #expect(state.reason == "\(finding.title): \(finding.found)")
        #expect(bed.machine.changes == changes, "nothing was done")
        #expect(try await bed.text(of: path) == "ours\ntheirs\n")

        #expect(try await engine.perform("s.one", taking: true) == .changed)
        #expect(try await bed.text(of: path) == "ours\nsecond\n")
        #expect(bytes(of: "\(bed.path)/originals/s.one.etc.one.conf.theirs-1") == Array("ours\ntheirs\n".utf8))
        let notes = await engine.state["s.one"].changes.compactMap { if case .directory(_, let note) = $0 { note } else { nil } }
        #expect(notes == ["keeps s.one.etc.one.conf.theirs-1, which is \(path) as somebody else had left it"])
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.text(of: path) == "before\n")
    }

    @Test("Whoever puts back what stood there before us loses nothing, so nobody is asked")
    func formerVersion() async throws {
        for (body, path) in [(file, path), (hosts, "/etc/one.hosts")] {
            let bed = try bed(body)
            try await bed.put("192.0.2.99 before\n", at: path)
            let engine = try await bed.engine()
            try await engine.perform("s.one")
            try await bed.put("192.0.2.99 before\n", at: path)
            #expect(try await engine.conflicts(of: "s.one") == [])
            #expect(try await engine.perform("s.one") == .changed)
        }
    }

    @Test("Every version of theirs is kept, none over another")
    func numbered() async throws {
        let bed = try bed()
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        for number in 1...3 {
            try await bed.put("theirs \(number)\n", at: path)
            #expect(try await engine.perform("s.one", taking: true) == .changed)
        }
        for number in 1...3 {
            #expect(bytes(of: "\(bed.path)/originals/s.one.etc.one.conf.theirs-\(number)") == Array("theirs \(number)\n".utf8))
        }
    }

    @Test("A file that is gone, or has another mode only, is put right without a question")
    func noConflict() async throws {
        let bed = try bed()
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.byHand("rm", path)
        #expect(try await engine.conflicts(of: "s.one") == [])
        #expect(try await engine.perform("s.one") == .changed)
        try await bed.byHand("chmod", "0600", path)
        #expect(try await engine.preview("s.one").conflictPaths == [])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await bed.machine.real.status(of: path)?.mode == 0o644)
    }

    @Test("Another answer is no conflict while the file is as we wrote it, and one with theirs in it is")
    func otherAnswer() async throws {
        let bed = try bed()
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        let other = try self.bed(template: "another answer\n", machine: bed.machine)
        func again() async throws -> Engine {
            try await Engine(
                plan: other.plan, machine: bed.machine, directory: StateDirectory(path: bed.scratch["copy"], creating: true),
                user: "operator",
                program: "1.0-test", pause: { _ in }, listener: { _ in })
        }
        try FileManager.default.copyItem(atPath: bed.path, toPath: bed.scratch["copy"])
        var engineAgain: Engine? = try await again()
        #expect(try await engineAgain?.conflicts(of: "s.one") == [])
        try await bed.put("theirs\n", at: path)
        #expect(try await engineAgain?.perform("s.one") == .failed)
        try await bed.put("ours\nsecond\n", at: path)
        #expect(try await engineAgain?.perform("s.one") == .changed)
        engineAgain = nil
        #expect(try await again().perform("s.one") == .unchanged)
        #expect(try await bed.text(of: path) == "another answer\n")
    }

    @Test("After an undo the file is theirs again: the next attempt begins anew, without a conflict")
    func afterUndo() async throws {
        let bed = try bed()
        try await bed.put("before\n", at: path)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await engine.undo("s.one")
        #expect(try await engine.perform("s.one") == .changed)
        try await engine.undo("s.one")
        try await bed.put("something new\n", at: path)
        #expect(try await engine.conflicts(of: "s.one") == [])
        #expect(try await engine.perform("s.one") == .changed)
        try await engine.undo("s.one")
        #expect(try await bed.text(of: path) == "something new\n")
    }

    @Test("In a file of the operator's only the entry is ours: what changes beside it is nobody's conflict")
    func edit() async throws {
        let path = "/etc/one.hosts"
        let bed = try bed(hosts)
        try await bed.put("127.0.0.1 localhost\n", at: path)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        let ours = try #require(try await bed.text(of: path))
        try await bed.put(ours + "192.0.2.99 printer\n", at: path)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(await engine.traces(of: "s.one") == [])
        let theirs = ours.replacing("192.0.2.12", with: "127.0.1.1") + "192.0.2.99 printer\n"
        try await bed.put(theirs, at: path)
        let conflict = try #require(try await engine.conflicts(of: "s.one").first)
        #expect(conflict.theirs == Array(theirs.utf8))
        #expect(String(decoding: conflict.ours, as: UTF8.self).contains("192.0.2.99 printer\n"))
        #expect(conflict.before == Array("127.0.0.1 localhost\n".utf8))
        #expect(try await engine.perform("s.one") == .failed)
        #expect(await engine.state["s.one"].findings.first?.evidence?.hasPrefix("127.0.1.1") == true)
        #expect(await engine.traces(of: "s.one").map(\.path) == [path])
        #expect(try await engine.perform("s.one", taking: true) == .changed)
        #expect(try await bed.text(of: path)?.utf8.elementsEqual(conflict.ours) == true)
        #expect(bytes(of: "\(bed.path)/originals/s.one.etc.one.hosts.theirs-1") == Array(theirs.utf8))
    }

    @Test("Another answer after a change beside the entry is no conflict, and two steps may write one file")
    func editOtherAnswer() async throws {
        func bed(_ number: Int, _ machine: WatchedMachine? = nil) throws -> Bed {
            let steps: KeyValuePairs = [
                "one": "edit: { path: /etc/one.properties, properties: one.conf }",
                "two": "edit: { path: /etc/one.properties, properties: two.conf }",
            ]
            let templates = ["one.conf": "a=\(number)\nb=\(number)\n", "two.conf": "b=\(number)\nc=\(number)\n"]
            return try Bed(Guide.of(steps, templates: templates), machine: machine)
        }
        let path = "/etc/one.properties"
        let first = try bed(1)
        let engine = try await first.engine()
        for id in ["s.one", "s.two"] { #expect(try await engine.perform(id) == .changed) }
        try await first.put((first.text(of: path) ?? "") + "theirs=1\n", at: path)
        try FileManager.default.copyItem(atPath: first.path, toPath: first.scratch["copy"])
        let other = try bed(2, first.machine)
        let again = try await Engine(
            plan: other.plan, machine: first.machine, directory: StateDirectory(path: first.scratch["copy"], creating: true),
            user: "operator", program: "1.0-test", pause: { _ in }, listener: { _ in })
        for id in ["s.one", "s.two"] {
            #expect(try await again.conflicts(of: id) == [])
            #expect(try await again.perform(id) == .changed)
        }
        #expect(try await first.text(of: path) == "a=2\nb=2\nc=2\ntheirs=1\n")
        // One that is theirs is still told from ours, whichever step it belongs to.
        try await first.put("a=2\nb=2\nc=9\ntheirs=1\n", at: path)
        #expect(try await again.conflicts(of: "s.one") == [])
        #expect(try await again.conflicts(of: "s.two").map(\.path) == [path])
    }

    @Test("An edit that cannot be made overwrites nothing: the step fails for that reason, without a conflict")
    func impossible() async throws {
        let path = "/etc/one.hosts"
        let bed = try bed(hosts)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.put("192.0.2.112 db1\n", at: path)
        #expect(try await engine.conflicts(of: "s.one") == [])
        #expect(try await engine.perform("s.one", taking: true) == .failed)
        #expect(await engine.state["s.one"].reason?.contains("db1 already stands for 192.0.2.112") == true)
        #expect(try await bed.text(of: path) == "192.0.2.112 db1\n")
    }

    @Test("Each kind of entry is known again: fstab, properties, Tomcat's server.xml", arguments: ["fstab", "properties", "server.xml"])
    func entries(kind: String) async throws {
        let path = "/etc/one.\(kind)"
        let (body, before, beside, changed): (String, String, (String) -> String, (String) -> String) =
            switch kind {
            case "fstab":
                (
                    "edit: { path: \(path), fstab: { source: \"fs1:/a\", target: /mnt/a, type: nfs, options: \"hard,_netdev\" } }",
                    "/dev/sda1 / ext4 defaults 0 1\n", { $0.replacing("sda1", with: "vda1") }, { $0.replacing("hard", with: "soft") }
                )
            case "properties":
                (
                    "edit: { path: \(path), properties: one.conf }", "x=1\n", { $0.replacing("x=1", with: "x=2") },
                    { $0.replacing("a=b", with: "a=c") }
                )
            default:
                (
                    "edit: { path: \(path), server-xml: { route: node01, cluster: cluster.xml, port: \"8080\" } }",
                    "<Server>\n  <Service>\n    <Connector port=\"8080\"/>\n    <Engine name=\"C\">\n      <Host name=\"h\"/>\n    </Engine>\n  </Service>\n</Server>\n",
                    { $0.replacing("name=\"h\"", with: "name=\"i\"") }, { $0.replacing("channel=\"4\"", with: "channel=\"5\"") }
                )
            }
        let templates = ["one.conf": "a=b\n", "cluster.xml": "<Cluster className=\"X\" channel=\"4\"/>\n"]
        let bed = try Bed(Guide.of(["one": body], templates: templates))
        try await bed.put(before, at: path)
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .changed)
        let ours = try #require(try await bed.text(of: path))
        try await bed.put(beside(ours), at: path)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(await engine.traces(of: "s.one") == [])
        try await bed.put(changed(beside(ours)), at: path)
        #expect(changed(ours) != ours)
        #expect(try await engine.conflicts(of: "s.one").map(\.theirs) == [Array(changed(beside(ours)).utf8)])
        #expect(try await engine.perform("s.one") == .failed)
        #expect(try await engine.perform("s.one", taking: true) == .changed)
        #expect(try await bed.text(of: path) == beside(ours))
    }

    @Test("No secret is among the sides, nor in what the step says")
    func secret() async throws {
        let template = "user=joget\npassword={{database.password}}\nport=1\n"
        for body in [
            "file: { path: \(path), template: one.conf, mode: \"0600\" }", "edit: { path: \(path), properties: one.conf, mode: \"0600\" }",
        ] {
            let bed = try bed(body, template: template)
            let engine = try await bed.engine()
            try await engine.secrets.keep(Secret(Bed.canary), as: "database.password")
            #expect(try await engine.perform("s.one") == .changed)
            let ours = try #require(try await bed.text(of: path))
            try await bed.put(ours.replacing("port=1", with: "port=2").replacing(Bed.canary, with: "their-password"), at: path)
            let conflict = try #require(try await engine.conflicts(of: "s.one").first)
            #expect(conflict.isSecret && conflict.before == nil)
            let (mine, theirs) = (String(decoding: conflict.ours, as: UTF8.self), String(decoding: conflict.theirs ?? [], as: UTF8.self))
            #expect(!mine.contains(Bed.canary) && mine.contains(Secret.bullets) && mine.contains("port=1"))
            #expect(!theirs.contains("their-password") && theirs.contains(Secret.bullets) && theirs.contains("port=2"))
            #expect(mine.split(separator: "\n")[1] != theirs.split(separator: "\n")[1], "that the passwords differ is to be seen")
            #expect(try await engine.perform("s.one") == .failed)
            #expect(
                try !bed.scratch.files().contains {
                    $0.key.hasSuffix(".jsonl") && String(decoding: $0.value, as: UTF8.self).contains("their-password")
                })
            #expect(try await engine.perform("s.one", taking: true) == .changed)
            let kept = "\(bed.path)/originals/s.one.etc.one.conf.theirs-1"
            #expect(try mode(of: kept) == 0o600)
        }
    }

    @Test("What somebody writes after the question is not lost either")
    func meanwhile() async throws {
        let first = try bed()
        try await first.engine().perform("s.one")
        let real = first.machine.real
        let reads = Counter()
        let watched = WatchedMachine(real) { call in
            // The step has looked for a conflict and found none; now it acts.
            guard call == "read /etc/one.conf", await reads.next() == 3 else { return }
            try? await real.replace("/etc/one.conf", with: Array("theirs\n".utf8), attributes: FileAttributes())  // cannot fail in memory
        }
        try FileManager.default.copyItem(atPath: first.path, toPath: first.scratch["copy"])
        let again = try await first.engine(at: first.scratch["copy"], machine: watched)
        try await first.byHand("chmod", "0600", path)
        #expect(try await again.perform("s.one") == .failed)
        #expect(await again.state["s.one"].reason == "\(path) was changed by somebody else just now; look at it and repeat the step")
        #expect(try await first.text(of: path) == "theirs\n")
    }
}
