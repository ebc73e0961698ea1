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

    @Test("Cut at any byte, the whole lines before the cut survive, and the rest is told of and kept in a copy")
    func cutEverywhere() throws {
        let records = try fill()
        let whole = try #require(bytes(of: path))
        let newline = UInt8(ascii: "\n")
        for cut in 0...whole.count {
            let part = Array(whole[..<cut])
            try write(part, to: path)
            let journal = try Journal(directory)
            let lines = part.count { $0 == newline }
            #expect(journal.records == Array(records[..<lines]), "cut at \(cut)")
            let isTorn = !part.isEmpty && part.last != newline
            #expect((journal.damage != nil) == isTorn, "cut at \(cut)")
            if let damage = journal.damage {
                #expect(damage.line == lines + 1 && damage.lostLines == 1 && damage.reason == "the line is torn", "cut at \(cut)")
                let copy = try #require(damage.copy)
                #expect(bytes(of: copy) == part, "cut at \(cut)")
                try FileManager.default.removeItem(atPath: copy)
            }
            // The run goes on behind what is left.
            try journal.append(.reviewed(user: "u"))
            let again = try Journal(directory)
            #expect(again.records.count == lines + 1 && again.damage == nil, "cut at \(cut)")
        }
    }

    @Test("A flipped byte in any line but the last is found, and no altered line is taken for a record")
    func flippedByte() throws {
        let records = try fill()
        let whole = try #require(bytes(of: path))
        let last = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n")))
        try flip(whole, in: 0...last, records)
    }

    @Test("A flipped byte in the last line is found as well")
    func flippedLastLine() throws {
        let records = try fill()
        let whole = try #require(bytes(of: path))
        let last = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n")))
        try flip(whole, in: (last + 1)...(whole.count - 1), records)
    }

    private func flip(_ whole: [UInt8], in range: ClosedRange<Int>, _ records: [Record]) throws {
        var accepted: [Int] = []
        var unnoticed: [Int] = []
        for place in range {
            var spoilt = whole
            spoilt[place] ^= 0x02
            try write(spoilt, to: path)
            do throws(EngineError) {
                let journal = try Journal(directory)
                if zip(journal.records, records).contains(where: { $0 != $1 }) { accepted.append(place) }
                if journal.damage == nil { unnoticed.append(place) }
            } catch {
                // A digit that now reads as a newer version: refused, and nothing was cut off.
                #expect(error.kind == .foreign, "flipped at \(place): \(error)")
                #expect(bytes(of: path) == spoilt)
            }
            for copy in try copies() { try FileManager.default.removeItem(atPath: copy) }
        }
        let count = range.count
        #expect(accepted.first == nil, "an altered line is taken for a record at \(accepted.count) of \(count) bytes")
        #expect(unnoticed.first == nil, "the flip goes unnoticed at \(unnoticed.count) of \(count) bytes")
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
        #expect(journal.records == Array(records[..<kept]))
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
    }

    @Test("A symbolic link, a folder or a pipe in the journal's place is refused")
    func planted() throws {
        let victim = scratch["victim"]
        try write(Array("keep me\n".utf8), to: victim)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: victim)
        #expect(throws: EngineError.self) { _ = try Journal(directory) }
        #expect(throws: EngineError.self) { _ = try Journal.records(of: directory) }
        #expect(bytes(of: victim) == Array("keep me\n".utf8))
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let error = #expect(throws: EngineError.self) { _ = try Journal(directory) }
        #expect(error?.kind == .state && error?.subject == path)
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
