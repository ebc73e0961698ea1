import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

@Suite("An archive that is unpacked", .enabled(if: DiskMachine.isUsable))
struct ArchiveTests {
    private let body = ArchiveStep.body()

    @Test("A bundle is unpacked under its own name, with links, owners and a receipt, as the preview said")
    func unpacked() async throws {
        let bed = try DiskBed(body) { try $0.pack() }
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(preview.findings.map(\.found) == ["this program has not unpacked it"] && !bed.exists("opt"))
        #expect(try await engine.perform("s.one") == .changed)
        #expect(await engine.state["s.one"].changes == preview.changes)
        let commands = preview.changes.compactMap { if case .command(let line) = $0 { line } else { nil } }
        #expect(commands == ArchiveStep.lines(in: bed) && bed.machine.launches == commands)
        let opt = try await bed.picture(of: "opt")
        #expect(opt["opt/tomcat"]?.hasSuffix(" bundle-8.1/apache-tomcat-9.0.90") == true)
        #expect(opt["opt/bundle"]?.hasSuffix(" bundle-8.1") == true)
        #expect(opt["opt/bundle-8.1"] == "directory root:daemon 750 ")
        let tomcat = "opt/bundle-8.1/apache-tomcat-9.0.90"
        #expect(opt["\(tomcat)/bin/catalina.sh"] == "file root:daemon 750  #!/bin/sh\n")
        #expect(opt["\(tomcat)/conf/server.xml"] == "file root:daemon 640  <Server/>\n")
        #expect(opt["\(tomcat)/logs"] == "directory daemon:daemon 750 " && opt["\(tomcat)/temp"] == "directory daemon:daemon 750 ")
        #expect(opt["\(tomcat)/logs/old.log"] == "file daemon:daemon 640  old")
        #expect(!bed.exists("opt/.joget-cluster-unpack"))
        let receipt = try #require(bed.text(of: "opt/bundle-8.1/.joget-cluster"))
        #expect(receipt.contains("source: \(bed["bundle.tar.gz"])\n") && receipt.hasSuffix("state: whole\n"))
        #expect(receipt.contains("size: \(bytes(of: bed["bundle.tar.gz"])?.count ?? 0)\n") && !receipt.contains("sha256"))
    }

    @Test("It counts as done when it is looked at again, also after the archive was cleared away")
    func archiveGone() async throws {
        let bed = try DiskBed(body) { try $0.pack() }
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        let launches = bed.machine.launches
        try bed.remove("bundle.tar.gz")
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(bed.machine.launches == launches && launches.count == 13)
        #expect(
            await engine.state["s.one"].findings.map { "\($0.title): \($0.found)" } == [
                "archive in \(bed["opt/bundle-8.1"]): whole",
                "link \(bed["opt/tomcat"]): a link to bundle-8.1/apache-tomcat-9.0.90", "link \(bed["opt/bundle"]): a link to bundle-8.1",
                "folders that daemon writes to: they belong to daemon",
            ])
    }

    @Test("What drifts is mended without the archive, and nothing else is touched")
    func drifts() async throws {
        let bed = try DiskBed(body) { try $0.pack() }
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        let before = try await bed.picture(of: "opt")
        let count = bed.machine.launches.count
        try bed.remove("bundle.tar.gz")
        try bed.run("ln", "-sfn", "/nowhere", bed["opt/tomcat"])
        let findings = try #require(await engine.verify()["s.one"])
        #expect(findings.contains { $0.found == "a link to /nowhere, which holds no bin/catalina.sh" && $0.verdict == .fails })
        #expect(try await engine.perform("s.one") == .changed)
        try bed.run("chown", "root", bed["opt/tomcat/logs"])
        let found = try await engine.verify()["s.one"]
        #expect(found?.last?.found == "not so: \(bed["opt/tomcat/logs"])")
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await bed.picture(of: "opt") == before)
        #expect(bed.machine.launches.dropFirst(count).map { $0.prefix { $0 != " " } } == ["ln", "mkdir", "chown", "chmod"])
    }

    @Test("A plain Tomcat, packed without start permission, has its link and can be started", arguments: ["tar.gz", "tgz", "zip"])
    func plainTomcat(ending: String) async throws {
        let bed = try DiskBed(ArchiveStep.body("tomcat.\(ending)")) { bed in
            try bed.put("#!/bin/sh\n", at: "tree/apache-tomcat-9.0.90/bin/catalina.sh")
            try bed.put("old", at: "tree/apache-tomcat-9.0.90/logs/old.log")
            if ending == "zip" {
                try bed.run("sh", "-c", "cd \(bed["tree"]) && zip -q -r \(bed["tomcat.zip"]) .")
            } else {
                try bed.run("tar", "-czf", bed["tomcat.\(ending)"], "-C", bed["tree"], "./apache-tomcat-9.0.90")
            }
        }
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .changed)
        let opt = try await bed.picture(of: "opt")
        #expect(opt["opt/tomcat"]?.hasSuffix(" apache-tomcat-9.0.90") == true && opt["opt/bundle"] == nil)
        #expect(opt["opt/apache-tomcat-9.0.90/bin/catalina.sh"] == "file root:daemon 750  #!/bin/sh\n")
        #expect(try await engine.perform("s.one") == .unchanged)
    }

    @Test("The checksum is compared before anything is done, and stands in the receipt")
    func checksum() async throws {
        let sum = { @Sendable (bed: DiskBed) -> String in
            String(decoding: try bed.output("sha256sum", bed["bundle.tar.gz"]), as: UTF8.self).prefix { $0 != " " }.description
        }
        let probe = try DiskBed(body) { try $0.pack() }
        let wrong = try DiskBed(ArchiveStep.body(sha256: String(repeating: "0", count: 64))) { bed in
            try bed.run("cp", probe["bundle.tar.gz"], bed["bundle.tar.gz"])
        }
        let engine = try await wrong.engine()
        #expect(try await engine.perform("s.one") == .failed)
        let reason =
            "the checksum of \(wrong["bundle.tar.gz"]) differs: expected \(String(repeating: "0", count: 64)), "
            + "found \(try sum(probe)); it is another archive, or it was damaged on its way"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(!wrong.exists("opt"))
        let right = try DiskBed(ArchiveStep.body(sha256: try sum(probe).uppercased())) { bed in
            try bed.run("cp", probe["bundle.tar.gz"], bed["bundle.tar.gz"])
        }
        #expect(try await right.engine().perform("s.one") == .changed)
        #expect(right.text(of: "opt/bundle-8.1/.joget-cluster")?.contains("sha256: \(try sum(probe))\n") == true)
    }

    @Test("Another checksum is asked for: a new version is unpacked beside the old one, and the links are turned")
    func newVersion() async throws {
        let bed = try DiskBed(body) { try $0.pack() }
        try await bed.engine().perform("s.one")
        try bed.remove("bundle.tar.gz")
        try bed.pack("bundle-8.2")
        let sum = String(decoding: try bed.output("sha256sum", bed["bundle.tar.gz"]).prefix(64), as: UTF8.self)
        let later = try bed.with(ArchiveStep.body(sha256: sum))
        let engine = try await later.engine()
        let findings = try await engine.preview("s.one").findings
        let finding = try #require(findings.first)
        #expect(finding.found == "from an archive whose checksum was not compared" && finding.verdict == .fails)
        #expect(try await engine.perform("s.one") == .changed)
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: bed["opt/tomcat"])
        #expect(link == "bundle-8.2/apache-tomcat-9.0.90")
        #expect(bed.exists("opt/bundle-8.1/VERSION.txt"))
        #expect(try await engine.undo("s.one") == .undone)
        #expect(bed.exists("opt/bundle-8.1.undone-1/VERSION.txt") && bed.exists("opt/bundle-8.2.undone-1/VERSION.txt"))
        #expect(!bed.exists("opt/tomcat") && !bed.exists("opt/bundle"))
    }

    @Test("Undo moves the folder aside with everything that was written into it, and turns the links back")
    func undone() async throws {
        let bed = try DiskBed(body) { bed in
            try bed.pack()
            try bed.run("mkdir", bed["opt"])
            try bed.run("ln", "-s", "their-tomcat", bed["opt/tomcat"])
        }
        let engine = try await bed.engine()
        for number in 1...2 {
            #expect(try await engine.perform("s.one") == .changed)
            try bed.put("precious \(number)", at: "opt/bundle-8.1/apache-tomcat-9.0.90/logs/catalina.out")
            #expect(
                try await engine.undoPreview("s.one") == [
                    "let the link \(bed["opt/tomcat"]) lead to their-tomcat again", "remove the link \(bed["opt/bundle"])",
                    "move \(bed["opt/bundle-8.1"]) aside, with everything in it",
                ])
            #expect(try await engine.undo("s.one") == .undone)
            let kept = "opt/bundle-8.1.undone-\(number)/apache-tomcat-9.0.90/logs/catalina.out"
            #expect(bed.text(of: kept) == "precious \(number)" && !bed.exists("opt/bundle-8.1") && !bed.exists("opt/bundle"))
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: bed["opt/tomcat"]) == "their-tomcat")
        }
    }

    @Test("A folder that somebody has put in place of ours is left alone by undo")
    func replacedSince() async throws {
        let bed = try DiskBed(body) { try $0.pack() }
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try bed.remove("opt/bundle-8.1")
        try bed.put("theirs", at: "opt/bundle-8.1/file")
        #expect(try await engine.undo("s.one") == .failed)
        let reason = "undo: \(bed["opt/bundle-8.1"]) is no longer the folder that was unpacked, so it is left alone"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(bed.text(of: "opt/bundle-8.1/file") == "theirs")
    }

    @Test("Killed at any event and repeated, the same is there; undo leaves the folder aside and nothing else")
    func killed() async throws {
        let prepare: @Sendable (DiskBed) throws -> Void = { bed in
            try bed.pack()
            try bed.run("mkdir", bed["opt"])
        }
        let runs = try await DiskBed.killed(body.replacing(", tomcat/temp]", with: "]"), prepare: prepare)
        let expected = try await runs[0].bed.picture(of: "opt")
        #expect(runs.count > 30)
        for run in runs {
            #expect(await run.engine.state["s.one"].status == .done, "killed at \(run.number)")
            #expect(try await run.bed.picture(of: "opt") == expected, "killed at \(run.number)")
            #expect(try await run.engine.undo("s.one") == .undone, "killed at \(run.number)")
            #expect(try run.bed.names(in: "opt") == ["bundle-8.1.undone-1"], "killed at \(run.number)")
        }
    }

    @Test("The likely archives on the server are named where the one that is asked for is missing")
    func likelyOnes() async throws {
        let body = "archive: { from: /root/none.tar.gz, into: /opt/joget, group: daemon, links: { tomcat: bin/catalina.sh } }"
        let bed = try Bed(Guide.of(["one": body]))
        let files = [
            "/root/joget-enterprise-linux-8.1.6.tar.gz", "/home/eve/Apache-Tomcat-9.0.90.ZIP", "/tmp/notes.tar.gz", "/opt/joget.txt",
        ]
        for path in files {
            try await bed.machine.real.makeDirectory(
                URL(filePath: path).deletingLastPathComponent().path, attributes: FileAttributes())
            try await bed.put("", at: path)
        }
        let problem = try await bed.engine().preview("s.one").problem
        #expect(
            problem == "there is no file /root/none.tar.gz on this server; found here: /root/joget-enterprise-linux-8.1.6.tar.gz, "
                + "/home/eve/Apache-Tomcat-9.0.90.ZIP; say with application.bundle which one is meant")
        #expect(bed.machine.changes.isEmpty && bed.machine.launches.isEmpty)
    }
}
