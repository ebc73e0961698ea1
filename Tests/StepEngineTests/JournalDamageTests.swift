import FaultLedger
import Foundation
import Machines
import Testing

@testable import StepEngine

/// A journal that holds every kind of event, spoilt at every place.
@Suite("A damaged journal")
struct JournalDamageTests {
    private let scratch: Scratch
    private let directory: StateDirectory
    private let records: [Record]
    private let whole: [UInt8]
    private var path: String { directory.journal }

    init() throws {
        scratch = try Scratch.inMemory()
        directory = try StateDirectory(path: scratch["state"], creating: true)
        let journal = try Journal(directory)
        for event in EveryEvent.list { try journal.append(event) }
        records = journal.records
        whole = try #require(bytes(of: directory.journal))
    }

    /// Where the lines of the whole journal begin, and where it ends.
    private var starts: [Int] { [0] + whole.indices.filter { whole[$0] == UInt8(ascii: "\n") }.map { $0 + 1 } }

    @Test("The journal of these tests holds every kind of event, and reads back as it was written")
    func everyKind() throws {
        #expect(EveryEvent.list.map(EveryEvent.place) == Array(EveryEvent.list.indices))
        #expect(try Journal.contents(at: path).records == records)
        #expect(records.map(\.event) == EveryEvent.list)
    }

    @Test("Cut at any byte, the whole lines before the cut survive, and what was lost is recorded and kept in a copy")
    func cutEverywhere() throws {
        var held = 0
        for cut in 0...whole.count {
            let part = Array(whole[..<cut])
            try write(part, to: path)
            let lines = part.count { $0 == UInt8(ascii: "\n") }
            let isTorn = !part.isEmpty && part.last != UInt8(ascii: "\n")
            let journal = try Journal(directory)
            // The run goes on behind what is left.
            try journal.append(.reviewed(user: "u"))
            let again = try Journal(directory)
            let rest = again.records.dropFirst(lines)
            var isRight = again.records.prefix(lines) == records.prefix(lines) && again.damage == nil
            isRight = isRight && (journal.damage != nil) == isTorn && rest.count == (isTorn ? 2 : 1)
            if let damage = journal.damage {
                let copy = try #require(damage.copy)
                isRight = isRight && damage.line == lines + 1 && damage.lostLines == 1 && damage.reason == "the line is torn"
                isRight = isRight && bytes(of: copy) == part && rest.first?.event == .repaired(lostLines: 1, copy: copy)
                try FileManager.default.removeItem(atPath: copy)
            }
            #expect(isRight, "cut at \(cut)")
            held += isRight ? 1 : 0
        }
        FaultLedger.note(2, "journals cut at each byte and gone on with", tried: whole.count + 1, held: held)
    }

    @Test("A flipped bit, whichever it is, is found in a line of every kind, and no altered line is taken for a record")
    func everyBit() throws {
        var (tried, held) = (0, 0)
        var missed: [String] = []
        for event in EveryEvent.list {
            // A journal of its own for each kind, so that the line to be spoilt is the first.
            let folder = try StateDirectory(path: scratch["\(tried)"], creating: true)
            let journal = try Journal(folder)
            for event in [event, .reviewed(user: "u")] { try journal.append(event) }
            let whole = try #require(bytes(of: folder.journal))
            let end = try #require(whole.firstIndex(of: UInt8(ascii: "\n")))
            for place in 0...end {
                for bit in 0..<8 {
                    var spoilt = whole
                    spoilt[place] ^= 1 << bit
                    tried += 1
                    // A digit that now reads as a newer version throws nothing either: the line's own hash tells.
                    let found = try Journal.parse(spoilt, folder.journal)
                    if found.records.isEmpty, let damage = found.damage, damage.line == 1 {
                        held += 1
                    } else {
                        missed.append("\(event.kind) byte \(place) bit \(bit)")
                    }
                }
            }
        }
        #expect(missed.isEmpty, "\(missed.prefix(5)) and \(missed.count) in all")
        FaultLedger.note(2, "journal lines with any one bit flipped, noticed", tried: tried, held: held)
    }

    @Test("A flipped bit anywhere: the lines before it survive, what follows is kept in a copy, and the run goes on")
    func flippedAndOpened() throws {
        var (tried, held) = (0, 0)
        for place in stride(from: 0, to: whole.count, by: 13) {
            var spoilt = whole
            spoilt[place] ^= 1 << (place % 8)
            try write(spoilt, to: path)
            let lines = starts.lastIndex { $0 <= place } ?? 0
            let journal = try Journal(directory)
            try journal.append(.reviewed(user: "u"))
            let copy = try #require(journal.damage?.copy)
            let again = try Journal(directory)
            let isRight =
                bytes(of: copy) == spoilt && again.damage == nil && again.records.prefix(lines) == records.prefix(lines)
                && again.records.count == lines + 2
            #expect(isRight, "flipped at \(place)")
            tried += 1
            held += isRight ? 1 : 0
            try FileManager.default.removeItem(atPath: copy)
        }
        FaultLedger.note(2, "journals with a flipped bit opened and gone on with", tried: tried, held: held)
    }

    @Test("A journal that cannot be mended, because there is no room for a copy, is left as it was found")
    func noRoomToMend() async {
        let result = await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let scratch = try Scratch()
            let directory = try StateDirectory(path: scratch["state"], creating: true)
            do {
                let journal = try Journal(directory)
                for event in EveryEvent.list { try journal.append(event) }
            }
            let torn = Array(try #require(bytes(of: directory.journal)).dropLast(5))
            try write(torn, to: directory.journal)
            let limits = [0, 10, torn.count - 1, torn.count]
            for limit in limits {
                var room = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t.max)
                try #require(setrlimit(__rlimit_resource_t(1), &room) == 0)  // RLIMIT_FSIZE
                let error = #expect(throws: EngineError.self) { _ = try Journal(directory) }
                #expect(error?.kind == .state && error?.remedy.isEmpty == false)
                #expect(bytes(of: directory.journal) == torn)
            }
        }
        // The child may write no file of any size.
        FaultLedger.note(2, "damaged journals left alone where no copy can be made", tried: 4, held: result == nil ? 0 : 4)
    }
}

extension Event {
    /// The word for its kind.
    var kind: String { String("\(self)".prefix { $0 != "(" }) }
}
