import Foundation
import Guidebook
import StepEngine
import Testing
@testable import Machines

extension ConflictTests {
    @Test("Where the operator's own way is respected, nothing would be overwritten, so there is no conflict")
    func respected() async throws {
        let bed = try bed(file + "\nrespects: [ { file: { path: /etc/theirs } } ]")
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.put("theirs\n", at: path)
        #expect(try await engine.preview("s.one").conflictPaths == [path])
        try await bed.put("", at: "/etc/theirs")
        #expect(try await engine.conflicts(of: "s.one") == [])
        #expect(try await engine.preview("s.one").conflictPaths == [])
    }

    @Test("A step that this server does not have has no conflicts to be asked for")
    func unknown() async throws {
        let engine = try await bed().engine()
        await #expect(throws: EngineError.self) { try await engine.conflicts(of: "s.two") }
        #expect(await engine.traces(of: "s.two") == [])
    }
}
