import Foundation
import Guidebook
import StepEngine
import Testing

@Suite("What became of the files that a step wrote")
struct FileTraceTests {
    private let body = "file: { path: ROOT/one.conf, template: one.conf, owner: OWNER, group: GROUP, mode: \"0644\" }"

    private func bed() throws -> DiskBed {
        let body = body.replacing("OWNER", with: "\"\(getuid())\"").replacing("GROUP", with: "\"\(getgid())\"")
        return try DiskBed(body, templates: ["one.conf": "ours\n"]) { _ in }
    }

    @Test("A file changed today is told with its time, an older one with its date, and both with the owner")
    func changed() async throws {
        let bed = try bed()
        let engine = try await bed.engine()
        let path = bed["one.conf"]
        #expect(await engine.traces(of: "s.one") == [], "a step that wrote nothing left no trace")
        #expect(try await engine.perform("s.one") == .changed)
        #expect(await engine.traces(of: "s.one") == [])
        try bed.put("theirs\n", at: "one.conf")
        let now = Date()
        try FileManager.default.setAttributes([.modificationDate: now], ofItemAtPath: path)
        let today = try #require(await engine.traces(of: "s.one").first)
        #expect(
            today.modified == local("HH:mm", now) || today.modified == local("yyyy-MM-dd", now), "midnight may pass between the two looks")
        #expect(today.text == "\(path), \(today.modified ?? ""), by \(NSUserName())")
        let long = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: path)
        #expect(await engine.traces(of: "s.one") == [FileTrace(path: path, modified: local("yyyy-MM-dd", long), owner: NSUserName())])
    }

    @Test("A file with another mode is told too, and one that is gone")
    func otherwise() async throws {
        let bed = try bed()
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try bed.run("chmod", "0600", bed["one.conf"])
        #expect(await engine.traces(of: "s.one").map(\.path) == [bed["one.conf"]])
        try bed.run("rm", bed["one.conf"])
        let traces = await engine.traces(of: "s.one")
        #expect(traces == [FileTrace(path: bed["one.conf"], modified: nil, owner: nil)])
        #expect(traces.first?.text == "\(bed["one.conf"]), gone")
    }

    private func local(_ format: String, _ date: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = format
        return formatter.string(from: date)
    }
}
