import FaultLedger
import Foundation
import Machines
import StepEngine
import Testing

@Suite("The journal")
struct JournalTests {
    private let scratch: Scratch
    private let directory: StateDirectory
    private var path: String { directory.journal }

    init() throws {
        scratch = try Scratch()
        directory = try StateDirectory(path: scratch["state"], creating: true)
    }

    private static let opening = Opening(
        program: "1", guide: "g", cluster: "c", server: "s", roles: ["database"], hostName: "h", machineID: "m", bootID: "b",
        release: "debian 12", user: "u \u{0} \n ü")

    /// A journal of a few events of different kinds.
    private func fill() throws -> [Record] {
        let journal = try Journal(directory)
        try journal.append(.opened(Self.opening))
        try journal.append(.started(step: "s.one", attempt: 1))
        try journal.append(.kept(step: "s.one", original: .file(path: "/etc/a", copy: nil)))
        try journal.append(.changed(step: "s.one", change: .command("true")))
        try journal.append(.finished(step: "s.one", outcome: .changed, findings: [], reason: nil, seconds: 0.5))
        return journal.records
    }

    /// Copies of a damaged journal, which lie beside it.
    private func copies() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.contains("damaged") }.map {
            "\(directory.path)/\($0)"
        }
    }

    @Test("What was appended is read back, each line with the hash of the line before it")
    func readBack() throws {
        let written = try fill()
        let again = try Journal(directory)
        #expect(again.records == written && again.damage == nil)
        #expect(again.records.map(\.number) == [1, 2, 3, 4, 5])
        #expect(again.records[0].previous == "" && Set(again.records.map(\.previous)).count == 5)
        #expect(try Journal.records(of: directory)?.records == written)
        let more = try again.append(.reviewed(user: "u"))
        #expect(more.number == 6)
        #expect(try Journal(directory).records == written + [more])
        #expect(try mode(of: path) == 0o600)
    }

    @Test("An empty file is a journal that nobody has begun; no file is none")
    func empty() throws {
        #expect(try Journal.records(of: directory) == nil)
        try write([], to: path)
        let journal = try Journal(directory)
        #expect(journal.records.isEmpty && journal.damage == nil)
        try journal.append(.reviewed(user: "u"))
        #expect(try Journal(directory).records.count == 1)
    }

    @Test(
        "A line that was taken out, doubled or put elsewhere breaks the chain", arguments: ["taken out", "doubled", "swapped", "replaced"])
    func brokenChain(how: String) throws {
        let records = try fill()
        var lines = String(decoding: try #require(bytes(of: path)), as: UTF8.self).split(separator: "\n").map(String.init)
        switch how {
        case "taken out": lines.remove(at: 2)
        case "doubled": lines.insert(lines[2], at: 2)
        case "swapped": lines.swapAt(2, 3)
        default: lines[2] = "{}"
        }
        try write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
        let journal = try Journal(directory)
        let damage = try #require(journal.damage)
        let kept = how == "doubled" ? 3 : 2
        #expect(journal.records.dropLast() == records[..<kept])
        #expect(journal.records.last?.event == .repaired(lostLines: lines.count - kept, copy: try #require(damage.copy)))
        #expect(damage.line == kept + 1 && damage.lostLines == lines.count - kept)
    }

    @Test("A look from beside the run leaves a damaged journal as it is")
    func lookingOnly() throws {
        _ = try fill()
        var torn = try #require(bytes(of: path))
        torn.removeLast(3)
        try write(torn, to: path)
        let found = try #require(try Journal.records(of: directory))
        #expect(found.records.count == 4 && found.damage?.copy == nil && found.damage?.lostLines == 1)
        #expect(bytes(of: path) == torn)
        #expect(try copies() == [])
    }

    @Test("A journal of a newer version is refused and not touched")
    func newerVersion() throws {
        _ = try fill()
        let newer = String(decoding: try #require(bytes(of: path)), as: UTF8.self) + #"{"version":2,"news":true}"# + "\n"
        try write(Array(newer.utf8), to: path)
        let error = #expect(throws: EngineError.self) { _ = try Journal(directory) }
        #expect(error?.kind == .foreign)
        #expect(error?.what == "the journal was written by a newer joget-cluster (form 2, this one reads 1)")
        #expect(error?.remedy == "install that version again")
        #expect(bytes(of: path) == Array(newer.utf8))
        #expect(try copies() == [])
        FaultLedger.note(2, "journals of a newer version refused and left as they are", tried: 1, held: error?.kind == .foreign ? 1 : 0)
    }

    @Test("A symbolic link, a folder, a pipe, a socket or a device in the journal's place is refused", arguments: Planted.allCases)
    func planted(what: Planted) throws {
        let victim = scratch["victim"]
        try write(Array("keep me\n".utf8), to: victim)
        try what.put(at: path, leadingTo: victim)
        let errors = [
            #expect(throws: EngineError.self) { _ = try Journal(directory) },
            #expect(throws: EngineError.self) { _ = try Journal.records(of: directory) },
        ]
        for error in errors { #expect(error?.kind == .state && error?.subject == path && error?.remedy.isEmpty == false) }
        #expect(bytes(of: victim) == Array("keep me\n".utf8))
        #expect(try copies() == [])
        FaultLedger.note(2, "things planted in the journal's place and refused", tried: 2, held: errors.count { $0?.kind == .state })
    }

    @Test("A disk without room refuses the event, keeps the whole lines, and goes on when there is room again")
    func noSpace() async {
        // A limit on file sizes stands in for a full disk; it holds for a whole process, so this needs its own.
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let scratch = try Scratch()
            let directory = try StateDirectory(path: scratch["state"], creating: true)
            let journal = try Journal(directory)
            try journal.append(.reviewed(user: "first"))
            let before = try #require(bytes(of: directory.journal))
            let unlimited = rlim_t.max
            var limit = rlimit(rlim_cur: rlim_t(before.count + 20), rlim_max: unlimited)
            try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)  // RLIMIT_FSIZE
            let error = #expect(throws: EngineError.self) { try journal.append(.reviewed(user: "second")) }
            #expect(error?.kind == .state && error?.what.contains("the journal cannot be written") == true)
            #expect(bytes(of: directory.journal) == before && journal.records.count == 1)
            limit.rlim_cur = unlimited
            try #require(setrlimit(__rlimit_resource_t(1), &limit) == 0)
            try journal.append(.reviewed(user: "third"))
            #expect(try Journal(directory).records.map(\.number) == [1, 2])
        }
    }
}
