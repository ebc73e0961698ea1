import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

@Suite("A link that is there, or is not", .enabled(if: DiskMachine.isUsable))
struct LinkTests {
    private let making = "link: { path: ROOT/enabled/site, to: ../available/site }"
    private let removing = "link: { path: ROOT/enabled/default, absent: true }"

    @Test("A missing link is made, with the folder above it")
    func made() async throws {
        let bed = try DiskBed(making) { _ in }
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(preview.findings.map(\.title) == ["link \(bed["enabled/site"])"])
        #expect(preview.findings.map(\.expected) == ["a link to ../available/site"])
        #expect(preview.findings.map(\.found) == ["nothing is there"])
        #expect(!bed.exists("enabled"), "a preview changes nothing")
        #expect(try await engine.perform("s.one") == .changed)
        let line = "ln --symbolic --force --no-dereference ../available/site \(bed["enabled/site"])"
        #expect(bed.machine.launches == [line])
        #expect(await engine.state["s.one"].changes == preview.changes && preview.changes == [.command(line)])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: bed["enabled/site"]) == "../available/site")
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(bed.machine.launches.count == 1)
    }

    @Test("A link that leads elsewhere is turned, and undo turns it back")
    func turned() async throws {
        let bed = try DiskBed(making) { bed in
            try bed.run("mkdir", bed["enabled"])
            try bed.run("ln", "-s", "/theirs", bed["enabled/site"])
        }
        let before = try await bed.picture()
        let engine = try await bed.engine()
        #expect(try await engine.preview("s.one").findings.first?.found == "a link to /theirs")
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.undoPreview("s.one") == ["let the link \(bed["enabled/site"]) lead to /theirs again"])
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.picture() == before)
        #expect(try await engine.perform("s.one") == .changed, "and it can be done again")
    }

    @Test("A link that must not be there goes, what it leads to stays, and undo brings the link back")
    func removed() async throws {
        let bed = try DiskBed(removing) { bed in
            try bed.put("theirs", at: "available/default")
            try bed.run("mkdir", bed["enabled"])
            try bed.run("ln", "-s", "../available/default", bed["enabled/default"])
        }
        let before = try await bed.picture()
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(preview.changes == [.command("rm \(bed["enabled/default"])")])
        #expect(preview.findings.map { "\($0.expected), \($0.found)" } == ["nothing is there, a link to ../available/default"])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(!bed.exists("enabled/default") && bed.text(of: "available/default") == "theirs")
        #expect(await engine.state["s.one"].changes == preview.changes)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.picture() == before)
    }

    @Test("A file where the link belongs, or must not be, is somebody's and stays", arguments: [true, false])
    func occupied(isMade: Bool) async throws {
        let name = isMade ? "enabled/site" : "enabled/default"
        let bed = try DiskBed(isMade ? making : removing) { try $0.put("theirs", at: name) }
        let engine = try await bed.engine()
        #expect(try await engine.preview("s.one").findings.first?.found == "a file, which is no link")
        #expect(try await engine.perform("s.one") == .failed)
        let state = await engine.state["s.one"]
        #expect(state.reason == "\(bed[name]) is a file and no link; look what it is for, and move it away")
        #expect(bed.text(of: name) == "theirs" && !state.canUndo)
    }

    @Test("A link that somebody has turned since is left alone, and so is a file in its place")
    func changedSince() async throws {
        let bed = try DiskBed(making) { _ in }
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try bed.run("ln", "-sfn", "/theirs", bed["enabled/site"])
        #expect(try await engine.undo("s.one") == .failed)
        let reason = "undo: the link \(bed["enabled/site"]) leads to /theirs by now, which is somebody else's doing, so it is left alone"
        #expect(await engine.state["s.one"].reason == reason)
        try bed.remove("enabled/site")
        try bed.put("theirs", at: "enabled/site")
        #expect(try await engine.undo("s.one") == .failed)
        #expect(await engine.state["s.one"].reason == "undo: \(bed["enabled/site"]) is a file by now, so it is left alone")
        #expect(bed.text(of: "enabled/site") == "theirs")
    }

    @Test("Undo goes back to the first link, however often the step is repeated")
    func firstLink() async throws {
        let bed = try DiskBed(making) { bed in
            try bed.run("mkdir", bed["enabled"])
            try bed.run("ln", "-s", "/first", bed["enabled/site"])
        }
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try bed.run("ln", "-sfn", "/drift", bed["enabled/site"])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: bed["enabled/site"]) == "/first")
    }

    @Test("Undo goes back to the first link also where the answers have changed in between")
    func firstLinkOfAll() async throws {
        let bed = try DiskBed(making) { bed in
            try bed.run("mkdir", bed["enabled"])
            try bed.run("ln", "-s", "/first", bed["enabled/site"])
        }
        try await bed.engine().perform("s.one")
        try bed.run("ln", "-sfn", "/drift", bed["enabled/site"])
        let engine = try await bed.with(making.replacing("available/site", with: "available/other")).engine()
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: bed["enabled/site"]) == "../available/other")
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: bed["enabled/site"]) == "/first")
    }

    @Test("Killed at any event and repeated, the link is as it should be, and undo takes everything back", arguments: [true, false])
    func killed(isMade: Bool) async throws {
        let prepare: (DiskBed) throws -> Void = { bed in
            guard !isMade else { return }
            try bed.run("mkdir", bed["enabled"])
            try bed.run("ln", "-s", "../available/default", bed["enabled/default"])
        }
        let untouched = try await DiskBed(isMade ? making : removing, prepare: prepare).picture()
        let runs = try await DiskBed.killed(isMade ? making : removing, prepare: prepare)
        let expected = try await runs[0].bed.picture()
        #expect(runs.count >= 5 && expected != untouched)
        for run in runs {
            #expect(await run.engine.state["s.one"].status == .done, "killed at \(run.number)")
            #expect(try await run.bed.picture() == expected, "killed at \(run.number)")
            if await run.engine.state["s.one"].canUndo { #expect(try await run.engine.undo("s.one") == .undone, "killed at \(run.number)") }
            #expect(try await run.bed.picture() == untouched, "killed at \(run.number)")
        }
    }
}
