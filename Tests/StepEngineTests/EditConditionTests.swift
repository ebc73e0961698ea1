import FaultLedger
import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

/// On real files of this machine: what an edit leaves, a repetition does, and an undo brings back.
@Suite("Files of the operator's, in every condition, edited and given back", .enabled(if: DiskMachine.isUsable))
struct EditConditionTests {
    /// One kind of edit: its step, and files for it.
    struct Kind: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var body: String
        var files: [String]
        /// What somebody else may write beside the entry.
        var beside: String
    }

    static let kinds = [
        Kind(
            testDescription: "hosts", body: "edit: { path: ROOT/etc/file, hosts: \"192.0.2.13 app1,192.0.2.11 fs1\", mode: \"0604\" }",
            files: [
                "127.0.0.1 localhost\n127.0.1.1\tapp1.lan\tapp1\n::1 ip6-localhost\n", "# none\r\n127.0.0.1 localhost\r\n",
                "127.0.0.1 localhost",
                "\u{FEFF}127.0.0.1\tlocalhost\n#192.0.2.13 app1\n", "",
            ], beside: "192.0.2.99 printer"),
        Kind(
            testDescription: "fstab",
            body: "edit: { path: ROOT/etc/file, fstab: { source: \"fs1:/a\", target: /mnt/a, type: nfs, options: \"hard,_netdev\" } }",
            files: [
                "# x\nUUID=1 /\text4 defaults 0 1\n", "UUID=1 / ext4 defaults 0 1\r\n#fs1:/a /mnt/a nfs soft 0 0\r\n",
                "UUID=1 / ext4 defaults 0 1",
                "nas:/old\t/mnt/a/\tnfs\tsoft\t0 0 # by hand\nLABEL=x none swap sw 0 0\n", "",
            ], beside: "LABEL=y /srv ext4 defaults 0 2"),
        Kind(
            testDescription: "properties", body: "edit: { path: ROOT/etc/file, properties: one.properties, mode: \"0600\" }",
            files: [
                "#Mon\nuser = somebody\\\n  else\nother=1\n", "user : root\r\n# pass=x\r\n", "other=\u{E4}", "user=a\nuser=b\npass=\n", "",
            ], beside: "theirs=1"),
        Kind(
            testDescription: "server.xml",
            body: "edit: { path: ROOT/etc/file, server-xml: { route: node01, cluster: cluster.xml, port: \"8081\" } }",
            files: [
                "<Server>\n <Service>\n  <Connector port=\"8080\"/>\n  <Engine name=\"C\">\n   <Host name=\"h\"/>\n  </Engine>\n </Service>\n</Server>\n",
                "<?xml version='1.0'?>\r\n<Server>\r\n<Service>\r\n\t<Connector port='8080'/>\r\n\t<Engine name='C' jvmRoute='old'>\r\n\t<Host/></Engine>\r\n</Service></Server>",
                "<Server><Service><Connector port='8080' protocol='HTTP/1.1'/><Engine><Cluster className='org.apache.catalina.ha.tcp.SimpleTcpCluster'/><Host/></Engine></Service></Server>\n",
            ], beside: "<!-- theirs -->"),
    ]

    static let conditions = ["plain", "link", "chain of links", "attributes", "access list", "odd owner"]

    private static let templates = [
        "one.properties": "user=joget\npass=a\\ b\n", "cluster.xml": "<Cluster className=\"X\">\n  <Channel/>\n</Cluster>\n",
    ]

    /// A folder with the file in a condition; the paths of the file itself and of what the step edits are the same but for links.
    private static func bed(_ kind: Kind, _ text: String, _ condition: String) throws -> DiskBed {
        try DiskBed(kind.body, templates: templates) { bed in
            try bed.put(text, at: "real/target", mode: 0o640)
            let real = bed["real/target"]
            try FileManager.default.createDirectory(atPath: bed["etc"], withIntermediateDirectories: true)
            switch condition {
            case "link": try FileManager.default.createSymbolicLink(atPath: bed["etc/file"], withDestinationPath: "../real/target")
            case "chain of links":
                try FileManager.default.createSymbolicLink(atPath: bed["real/middle"], withDestinationPath: "target")
                try FileManager.default.createSymbolicLink(atPath: bed["etc/file"], withDestinationPath: bed["real/middle"])
            default:
                try FileManager.default.moveItem(atPath: real, toPath: bed["etc/file"])
                if condition == "attributes" { try #require(FileMarks.set("user.note", Array("keep".utf8), on: bed["etc/file"])) }
                if condition == "access list" {
                    try #require(FileMarks.set("system.posix_acl_access", FileMarks.accessList, on: bed["etc/file"]))
                }
                if condition == "odd owner" { chown(bed["etc/file"], 4711, 815) }
            }
            FileMarks.setTime(seconds: 1_234_567_890, nanoseconds: 123_456_789, of: bed["etc/file"])
        }
    }

    @Test(
        "The edit is made once, a repetition writes nothing, and undo brings back bytes, owner, mode, time, attributes and links",
        arguments: kinds, conditions)
    func editAndUndo(kind: Kind, condition: String) async throws {
        var held = 0
        for text in kind.files {
            let bed = try Self.bed(kind, text, condition)
            let path = bed["etc/file"]
            let before = try FileMarks(of: path)
            let links = try await bed.picture().filter { $0.value.hasPrefix("link") }
            let engine = try await bed.engine()
            #expect(try await engine.perform("s.one") == .changed, "\(text.debugDescription)")
            let (after, inode) = (try FileMarks(of: path), FileMarks.inode(of: path))
            #expect(after.bytes != before.bytes && after.owner == before.owner && after.attributes.keys == before.attributes.keys)
            // Again, and anew with another state: nothing is written.
            #expect(try await engine.perform("s.one") == .unchanged)
            #expect(try FileMarks(of: path) == after && FileMarks.inode(of: path) == inode)
            let undone = try await engine.undo("s.one")
            let reason = await engine.state["s.one"].reason ?? ""
            #expect(undone == .undone, "\(reason)")
            let restored = try FileMarks(of: path)
            #expect(restored == before, "\(text.debugDescription)")
            let linksAfter = try await bed.picture().filter { $0.value.hasPrefix("link") }
            #expect(linksAfter == links)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bed["etc"]) == ["file"], "nothing is left beside it")
            held += restored == before && linksAfter == links ? 1 : 0
        }
        FaultLedger.note(8, "edits repeated and taken back, with links, times and attributes", tried: kind.files.count, held: held)
    }

    @Test("A whole file of ours gives the former one its time back too, through a link as well", arguments: ["plain", "link"])
    func wholeFile(condition: String) async throws {
        let bed = try DiskBed("file: { path: ROOT/etc/file, template: one.conf, mode: \"0644\" }", templates: ["one.conf": "ours\n"]) {
            bed in
            try bed.put("theirs\n", at: condition == "link" ? "real/target" : "etc/file", mode: 0o600)
            if condition == "link" {
                try FileManager.default.createDirectory(atPath: bed["etc"], withIntermediateDirectories: true)
                try FileManager.default.createSymbolicLink(atPath: bed["etc/file"], withDestinationPath: "../real/target")
            }
            FileMarks.setTime(seconds: 987_654_321, nanoseconds: 5, of: bed["etc/file"])
        }
        let before = try FileMarks(of: bed["etc/file"])
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try FileMarks(of: bed["etc/file"]) == before)
        FaultLedger.note(8, "files of ours taken back, with times", tried: 1, held: try FileMarks(of: bed["etc/file"]) == before ? 1 : 0)
    }

    @Test("What an older version kept has no time, and is brought back without one")
    func olderJournal() throws {
        let old = #"{"file":{"attributes":{"group":4,"mode":416,"owner":0},"copy":"a","path":"/etc/a"}}"#
        let original = try JSONDecoder().decode(Original.self, from: Data(old.utf8))
        guard case .file("/etc/a", "a", let attributes?) = original else { return try #require(Bool(false)) }
        #expect(attributes.modified == nil && attributes.mode == 0o640)
    }

    @Test("An immutable file keeps every byte, nothing is left beside it, and the message names chattr", arguments: kinds)
    func immutable(kind: Kind) async throws {
        let bed = try Self.bed(kind, kind.files[0], "plain")
        let path = bed["etc/file"]
        let before = try FileMarks(of: path)
        guard (try? bed.run("chattr", "+i", path)) != nil else { return }  // The file system has no such mark.
        let engine = try await bed.engine()
        let outcome = try await engine.perform("s.one")
        let reason = await engine.state["s.one"].reason ?? ""
        let isWhole = try FileMarks(of: path) == before
        try bed.run("chattr", "-i", path)
        #expect(outcome == .failed && isWhole && reason.contains("chattr -i"), "\(reason)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: bed["etc"]) == ["file"])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try FileMarks(of: path) == before)
        FaultLedger.note(8, "immutable files", tried: 1, held: outcome == .failed && isWhole ? 1 : 0)
    }

    @Test(
        "What somebody writes between preview and run, while it runs, or between run and undo, is never lost", arguments: kinds, [0, 1, 2])
    func foreign(kind: Kind, moment: Int) async throws {
        var held = 0
        for text in kind.files where !text.isEmpty {
            let theirs = text + (text.hasSuffix("\n") ? "" : "\n") + kind.beside + "\n"
            let bed = try Self.bed(kind, text, "plain")
            let path = bed["etc/file"]
            // Just before the file is replaced, which a command or an editor may do at any time.
            let machine = DiskMachine { call in
                if moment == 1, call == "status \(path)" { try write(Array(theirs.utf8), to: path) }
            }
            let engine = try await bed.engine(machine: machine)
            _ = try await engine.preview("s.one")
            if moment == 0 { try write(Array(theirs.utf8), to: path) }
            let outcome = try await engine.perform("s.one")
            var isKept = true
            switch moment {
            case 0:
                #expect(outcome == .changed)
                isKept = bed.text(of: "etc/file")?.contains(kind.beside) == true
                #expect(try await engine.undo("s.one") == .undone)
                isKept = isKept && bed.text(of: "etc/file") == theirs
            case 1:
                let now = bed.text(of: "etc/file")
                isKept = outcome == .failed ? now == theirs : now?.contains(kind.beside) == true
            default:
                let ours = try #require(bed.text(of: "etc/file"))
                let changed = ours + (ours.hasSuffix("\n") ? "" : "\n") + kind.beside + "\n"
                try write(Array(changed.utf8), to: path)
                #expect(try await engine.undo("s.one") == .failed)
                let reason = await engine.state["s.one"].reason ?? ""
                isKept = bed.text(of: "etc/file") == changed && reason.contains("changed by somebody else") && reason.contains("originals")
            }
            #expect(isKept, "\(text.debugDescription)")
            held += isKept ? 1 : 0
        }
        FaultLedger.note(8, "foreign changes before, during and after an edit", tried: kind.files.count { !$0.isEmpty }, held: held)
    }
}
