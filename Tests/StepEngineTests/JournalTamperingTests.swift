import FaultLedger
import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

/// Somebody else at the state directory: while a run uses it, and between two runs.
@Suite("A journal that somebody else has been at")
struct JournalTamperingTests {
    enum Deed: String, CaseIterable, Sendable {
        case removed, replaced, replacedByItsCopy, emptied, cutShort, continued, linked, directoryRemoved, directoryMoved

        /// What the operator is told.
        var words: String {
            switch self {
            case .removed, .directoryRemoved, .directoryMoved: "the journal was removed"
            case .replaced, .replacedByItsCopy, .linked: "another file was put in the journal's place"
            case .emptied, .cutShort: "the journal was cut short"
            case .continued: "somebody else has written to the journal"
            }
        }

        var leavesDirectory: Bool { self != .directoryRemoved && self != .directoryMoved }
    }

    private let scratch: Scratch
    private let directory: StateDirectory

    init() throws {
        scratch = try Scratch()
        directory = try StateDirectory(path: scratch["state"], creating: true)
    }

    private func commit(_ deed: Deed) throws {
        let (path, files) = (directory.journal, FileManager.default)
        switch deed {
        case .removed: try files.removeItem(atPath: path)
        case .replaced:
            try files.removeItem(atPath: path)
            try write(Array("mine\n".utf8), to: path)
        case .replacedByItsCopy:
            try files.copyItem(atPath: path, toPath: path + ".copy")
            try #require(rename(path + ".copy", path) == 0)
        case .emptied: try #require(truncate(path, 0) == 0)
        case .cutShort: try #require(truncate(path, 100) == 0)
        case .continued:
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data("x".utf8))
        case .linked:
            try #require(rename(path, path + ".away") == 0)
            try files.createSymbolicLink(atPath: path, withDestinationPath: path + ".away")
        case .directoryRemoved: try files.removeItem(atPath: directory.path)
        case .directoryMoved: try #require(rename(directory.path, directory.path + ".away") == 0)
        }
    }

    @Test("Nothing is recorded any more, what was recorded is kept in a copy, and with it the run goes on", arguments: Deed.allCases)
    func inUse(deed: Deed) throws {
        var journal: Journal? = try Journal(directory)
        for event in EveryEvent.list { try journal?.append(event) }
        let records = try #require(journal).records
        let whole = try #require(bytes(of: directory.journal))
        try commit(deed)
        let left = bytes(of: directory.journal)
        let error = #expect(throws: EngineError.self) { try journal?.append(.reviewed(user: "u")) }
        #expect(error?.kind == .state && error?.what.hasPrefix("\(deed.words) while it was in use") == true, "\(error?.description ?? "")")
        let later = #expect(throws: EngineError.self) { try journal?.append(.reviewed(user: "again")) }
        #expect(later == error, "nor is anything recorded later")
        #expect(bytes(of: directory.journal) == left, "nothing was written")
        var isKept = !deed.leavesDirectory && error?.what.contains("no copy can be kept") == true
        if deed.leavesDirectory {
            let copy = try #require(try FileManager.default.contentsOfDirectory(atPath: directory.path).first { $0.contains(".rescued.") })
            #expect(error?.remedy.contains("mv \(directory.path)/\(copy) \(directory.journal)") == true)
            isKept = bytes(of: "\(directory.path)/\(copy)") == whole
            journal = nil
            let refusal = #expect(throws: EngineError.self) { _ = try Journal(directory) }
            #expect(refusal?.what.contains(copy) == true, "the next start speaks of it as well")
            try #require(rename("\(directory.path)/\(copy)", directory.journal) == 0)
            #expect(try Journal(directory).records == records)
        }
        #expect(isKept)
        FaultLedger.note(2, "journals taken away, replaced or changed while in use", tried: 1, held: isKept ? 1 : 0)
    }

    @Test(
        "A journal that is gone or empty is not begun anew where a run has left traces", arguments: ["logs/a.b.1.log", "originals/a"],
        [true, false])
    func missing(trace: String, isEmpty: Bool) throws {
        try write([1], to: "\(directory.path)/\(trace)")
        if isEmpty { try write([], to: directory.journal) }
        let before = try scratch.files()
        let error = #expect(throws: EngineError.self) { _ = try Journal(directory) }
        #expect(error?.kind == .state && error?.subject == directory.journal)
        let folder = trace.prefix { $0 != "/" }
        #expect(error?.what == "the journal is \(isEmpty ? "empty" : "missing"), but a run has left 1 file in \(folder)/")
        #expect(error?.remedy.contains("move \(directory.path) aside to begin anew") == true)
        #expect(Journal.loss(in: directory) == error)
        #expect(try scratch.files() == before)
        FaultLedger.note(2, "lost journals not begun anew", tried: 1, held: error == nil ? 0 : 1)
    }

    @Test("Where nothing was ever done, no journal and an empty one are the beginning")
    func beginning() throws {
        try write([1], to: directory.cluster)
        try write(Array("{}".utf8), to: directory.secrets)
        #expect(Journal.loss(in: directory) == nil)
        try write([], to: directory.journal)
        #expect(Journal.loss(in: directory) == nil)
        #expect(try Journal(directory).append(.reviewed(user: "u")).number == 1)
    }

    @Test("An engine whose state directory is taken away in the middle of a step stops, and says why", arguments: [1, 2, 3, 4])
    func engine(event: Int) async throws {
        let scratch = try Scratch()
        let events = EventLog { count in
            // Nothing else can be done about it here; the step's end tells.
            if count == event + 1 { try? FileManager.default.removeItem(atPath: scratch["state"]) }
        }
        let bed = try Bed(Guide.of(["one": "packages: [nfs-common]", "two": "directory: { path: /srv/two }"]), events: events)
        let engine = try await bed.engine(at: scratch["state"])
        let error = await #expect(throws: EngineError.self) { try await engine.perform("s.one") }
        #expect(error?.kind == .state && error?.description.contains("removed while it was in use") == true, "\(error?.description ?? "")")
        let second = await #expect(throws: EngineError.self) { try await engine.perform("s.two") }
        #expect(second?.kind == .state)
        #expect(try await bed.machine.status(of: "/srv/two") == nil, "nothing more is done")
        FaultLedger.note(2, "runs whose state directory was removed under them", tried: 1, held: error?.kind == .state ? 1 : 0)
    }

    @Test("A lock that was removed stops the run before a second instance can do any harm")
    func lock() async throws {
        let bed = try Bed(Guide.of(["one": "directory: { path: /srv/one }"]))
        let first = try await bed.engine()
        try FileManager.default.removeItem(atPath: bed.path + "/lock")
        let second = try await bed.engine()
        let error = await #expect(throws: EngineError.self) { try await first.perform("s.one") }
        #expect(error?.what.hasPrefix("the lock was removed while it was in use") == true)
        #expect(try await second.perform("s.one") == .changed)
        FaultLedger.note(7, "removed locks noticed by the instance that held them", tried: 1, held: error == nil ? 0 : 1)
    }
}
