import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

@Suite("A single file that is copied", .enabled(if: DiskMachine.isUsable))
struct CopyTests {
    private let body = "copy: { from: ROOT/new.war, to: ROOT/webapps/jw.war, owner: daemon, group: daemon, mode: \"0640\" }"

    private func prepare(_ bed: DiskBed) throws {
        try bed.put("the new one", at: "new.war")
        try bed.put("the former one", at: "webapps/jw.war", mode: 0o600)
    }

    @Test("It appears whole, with its owner and mode, and as the preview said")
    func copied() async throws {
        let bed = try DiskBed(body) { try $0.put("the new one", at: "new.war") }
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        let (from, to) = (bed["new.war"], bed["webapps/jw.war"])
        let lines = [
            "cp --dereference \(from) \(to).joget-cluster-new", "chown daemon:daemon \(to).joget-cluster-new",
            "chmod 0640 \(to).joget-cluster-new", "mv --no-target-directory \(to).joget-cluster-new \(to)",
        ]
        #expect(preview.changes == lines.map { .command($0) } && !bed.exists("webapps"))
        #expect(preview.findings.map(\.found) == ["nothing is there", "nothing is there"])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(await engine.state["s.one"].changes == preview.changes)
        let picture = try await bed.picture(of: "webapps")
        #expect(picture["webapps/jw.war"] == "file daemon:daemon 640  the new one" && picture.count == 2)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(bed.machine.launches == [lines[0], lines[3]])
        #expect(try await engine.undo("s.one") == .undone)
        #expect(!bed.exists("webapps"), "the folder that was made for it goes with it")
    }

    @Test("A former file is moved aside, and comes back with its owner, mode and time")
    func former() async throws {
        let bed = try DiskBed(body, prepare: prepare)
        try bed.run("touch", "--date=2020-02-02", bed["webapps/jw.war"])
        let before = try await bed.picture()
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(
            preview.findings.first.map { "\($0.title), \($0.expected), \($0.found)" }
                == "content of \(bed["webapps/jw.war"]), the same as \(bed["new.war"]), something else")
        #expect(try await engine.perform("s.one") == .changed)
        let kept = bed.scratch["state/originals/s.one\(bed["webapps/jw.war"].replacing("/", with: "."))"]
        #expect(await engine.state["s.one"].changes == preview.changes)
        #expect(preview.changes.contains(.command("mv --no-target-directory \(bed["webapps/jw.war"]) \(kept)")))
        #expect(bytes(of: kept) == Array("the former one".utf8) && bed.text(of: "webapps/jw.war") == "the new one")
        #expect(try await engine.undoPreview("s.one") == ["put \(bed["webapps/jw.war"]) back as it was"])
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.picture() == before)
        let status = try await LocalMachine(executable: "").status(of: bed["webapps/jw.war"])
        #expect(status?.modified == 1_580_601_600, "its time is \(status?.modified ?? 0)")
        #expect(try await engine.perform("s.one") == .changed, "and it can be done again")
    }

    @Test("Once copied, the original may be cleared away; without it a strange file is not taken for its copy")
    func originalGone() async throws {
        let bed = try DiskBed(body, prepare: prepare)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try bed.remove("new.war")
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(await engine.state["s.one"].findings.first?.found == "as it was copied; the original is gone")
        try bed.put("something of theirs", at: "webapps/jw.war")
        #expect(try await engine.perform("s.one") == .failed)
        let reason = "there is no file \(bed["new.war"]) on this server; put it there, or change the answer that names it"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(bed.text(of: "webapps/jw.war") == "something of theirs")
    }

    @Test("Only the mode is wrong: that is found, and mended")
    func modeDrifts() async throws {
        let bed = try DiskBed(body, prepare: prepare)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try bed.run("chmod", "0600", bed["webapps/jw.war"])
        let findings = try #require(await engine.verify()["s.one"])
        #expect(findings.map(\.verdict) == [.holds, .fails] && findings[1].found == "a file, owner daemon, group daemon, mode 0600")
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(bed.text(of: "webapps/jw.war") == "the former one")
    }

    @Test("A copy that somebody has replaced since is left alone, and the message names the former version")
    func changedSince() async throws {
        let bed = try DiskBed(body, prepare: prepare)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try bed.put("a later one of theirs", at: "webapps/jw.war")
        #expect(try await engine.undo("s.one") == .failed)
        let kept = bed.scratch["state/originals/s.one\(bed["webapps/jw.war"].replacing("/", with: "."))"]
        let reason = "undo: \(bed["webapps/jw.war"]) was changed by somebody else since, so it is left alone; its former version is \(kept)"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(bed.text(of: "webapps/jw.war") == "a later one of theirs" && bytes(of: kept) == Array("the former one".utf8))
        try bed.remove("webapps/jw.war")
        #expect(try await engine.undo("s.one") == .undone)
        #expect(bed.text(of: "webapps/jw.war") == "the former one")
    }

    @Test("The first version is kept, however often the step is repeated")
    func firstVersion() async throws {
        let bed = try DiskBed(body, prepare: prepare)
        let engine = try await bed.engine()
        for text in ["drift", "drift again"] {
            try await engine.perform("s.one")
            try bed.put(text, at: "webapps/jw.war")
        }
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(bed.text(of: "webapps/jw.war") == "the former one")
    }

    @Test("Where a damaged journal has lost the line about the former version, it is still what comes back", arguments: [true, false])
    func lostLine(isPlaced: Bool) async throws {
        let bed = try DiskBed(body, prepare: prepare)
        let before = try await bed.picture(of: "webapps")
        do {
            let engine = try await bed.engine()
            #expect(try await engine.perform("s.one") == .changed)
        }
        let journal = bed.scratch["state/journal.jsonl"]
        let lines = try #require(bytes(of: journal)).split(separator: UInt8(ascii: "\n"))
        let kept = try #require(lines.firstIndex { String(decoding: $0, as: UTF8.self).contains("\"kept\"") })
        try write(Array(lines[..<kept].joined(separator: [10])) + [10], to: journal)
        // Either it was cut short before the new version was in its place, or the new version changed since.
        if isPlaced {
            try bed.put("a newer one", at: "new.war")
        } else {
            try FileManager.default.removeItem(atPath: bed["webapps/jw.war"])
        }
        let engine = try await bed.engine()
        try await engine.recover()
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.picture(of: "webapps") == before)
    }

    @Test("A file that somebody puts there in the middle of the step is not lost")
    func intruder() async throws {
        let machine = DiskMachine()
        let bed = try DiskBed(body, machine: machine, prepare: prepare)
        let intruding = DiskMachine { call in
            guard call.hasPrefix("launch mv"), call.hasSuffix(".joget-cluster-new \(bed["webapps/jw.war"])") else { return }
            throw MachineError(what: "the power went off", subject: "app1")
        }
        let engine = try await bed.engine(machine: intruding)
        #expect(try await engine.perform("s.one") == .failed)
        try bed.put("theirs", at: "webapps/jw.war")
        #expect(try await engine.perform("s.one") == .failed)
        let reason = "somebody put a file at \(bed["webapps/jw.war"]) in the middle of this step; move it away and repeat the step"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(bed.text(of: "webapps/jw.war") == "theirs")
    }

    @Test("A missing original and a directory at the target are refused before anything is done", arguments: [true, false])
    func refused(isMissing: Bool) async throws {
        let bed = try DiskBed(body) { bed in
            if !isMissing { try bed.put("the new one", at: "new.war") }
            if !isMissing { try bed.put("", at: "webapps/jw.war/file") }
        }
        let before = try await bed.picture()
        let engine = try await bed.engine()
        let reason =
            isMissing
            ? "there is no file \(bed["new.war"]) on this server; put it there, or change the answer that names it"
            : "\(bed["webapps/jw.war"]) is a directory; move it away first"
        #expect(try await engine.preview("s.one").problem == reason)
        #expect(try await engine.perform("s.one") == .failed)
        #expect(await engine.state["s.one"].reason == reason)
        #expect(try await bed.picture() == before && bed.machine.launches.isEmpty)
        #expect(await !engine.state["s.one"].canUndo)
    }

    @Test("Killed at any event and repeated, the copy is there, and undo brings back what was", arguments: [true, false])
    func killed(hasFormer: Bool) async throws {
        let put: (DiskBed) throws -> Void = { bed in
            try hasFormer ? prepare(bed) : bed.put("the new one", at: "new.war")
        }
        let untouched = try await DiskBed(body, prepare: put).picture()
        let runs = try await DiskBed.killed(body, prepare: put)
        let expected = try await runs[0].bed.picture()
        #expect(runs.count > 10 && expected != untouched)
        for run in runs {
            #expect(await run.engine.state["s.one"].status == .done, "killed at \(run.number)")
            #expect(try await run.bed.picture() == expected, "killed at \(run.number)")
            if await run.engine.state["s.one"].canUndo { #expect(try await run.engine.undo("s.one") == .undone, "killed at \(run.number)") }
            #expect(try await run.bed.picture() == untouched, "killed at \(run.number)")
        }
    }
}

@Suite("A folder that is filled up", .enabled(if: DiskMachine.isUsable))
struct CopiedTreeTests {
    private let body = "copy: { from: ROOT/wflow, to: ROOT/share, tree: true }\nundo: { none: Others may use the files. }"

    private func prepare(_ bed: DiskBed) throws {
        try bed.put("jar", at: "wflow/wflow-cluster.jar")
        try bed.put("resource", at: "wflow/app_resources/de/words")
        try bed.put("as shipped", at: "wflow/app_datasource-default.properties")
        try bed.run("mkdir", "-p", bed["wflow/app_empty"])
        try bed.run("ln", "-s", "wflow-cluster.jar", bed["wflow/cluster.jar"])
        try bed.put("set by hand", at: "share/app_datasource-default.properties")
        try bed.put("an upload", at: "share/app_formuploads/1")
    }

    @Test("What is missing is added, what is there keeps its bytes, and nothing else is left behind")
    func filled() async throws {
        let bed = try DiskBed(body, prepare: prepare)
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        let finding = try #require(preview.findings.first)
        #expect(finding.title == "files in \(bed["share"])" && finding.expected == "every file of \(bed["wflow"])")
        #expect(finding.found == "4 files are missing: app_empty/, app_resources/de/words, cluster.jar, …")
        let (from, to) = (bed["wflow"], bed["share"])
        #expect(
            preview.changes == [
                .command("rm --recursive --force \(to)/.joget-cluster-copy"),
                .command("cp --recursive \(from)/. \(to)/.joget-cluster-copy"),
                .command("cp --recursive --link --no-clobber \(to)/.joget-cluster-copy/. \(to)"),
                .command("rm --recursive --force \(to)/.joget-cluster-copy"),
            ])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(await engine.state["s.one"].changes == preview.changes)
        #expect(bed.text(of: "share/app_datasource-default.properties") == "set by hand")
        #expect(bed.text(of: "share/app_resources/de/words") == "resource" && bed.text(of: "share/cluster.jar") == "jar")
        #expect(
            try await Set(bed.picture(of: "share").keys) == [
                "share", "share/app_datasource-default.properties", "share/app_formuploads", "share/app_formuploads/1", "share/app_empty",
                "share/app_resources", "share/app_resources/de", "share/app_resources/de/words", "share/cluster.jar",
                "share/wflow-cluster.jar",
            ])
        #expect(try await engine.perform("s.one") == .unchanged)
    }

    @Test("A folder that is not there is named, with the answer that says where it is")
    func missing() async throws {
        let bed = try DiskBed(body) { try $0.run("mkdir", $0["share"]) }
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        let reason =
            "there is no folder \(bed["wflow"]) on this server; say with application.wflow where the folder wflow of a Joget bundle is"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(bed.machine.launches.isEmpty)
    }

    @Test("A file that is removed from the share later is missed by name, and comes back")
    func drifts() async throws {
        let bed = try DiskBed(body, prepare: prepare)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try bed.remove("share/wflow-cluster.jar")
        #expect(try await engine.verify()["s.one"]?.first?.found == "1 file is missing: wflow-cluster.jar")
        #expect(try await engine.perform("s.one") == .changed)
        #expect(bed.text(of: "share/wflow-cluster.jar") == "jar")
    }

    @Test("Killed at any event and repeated, everything is there and nothing else")
    func killed() async throws {
        let runs = try await DiskBed.killed(body, prepare: prepare)
        let expected = try await runs[0].bed.picture()
        #expect(runs.count > 12)
        for run in runs {
            #expect(await run.engine.state["s.one"].status == .done, "killed at \(run.number)")
            #expect(try await run.bed.picture() == expected, "killed at \(run.number)")
        }
    }
}
