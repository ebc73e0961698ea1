import FaultLedger
import Foundation
import Guidebook
import Machines
import Testing

@testable import StepEngine

@Suite("A clock that was set back")
struct ClockTests {
    private static let day = 86_400.0

    private static func time(_ secondsFromNow: Double) -> String {
        Date.now.addingTimeInterval(secondsFromNow).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Writes a journal of the same events again, with other times.
    private func rewrite(_ path: String, _ time: (Int) -> String) throws -> Int {
        let records = try Journal.contents(at: path).records
        var (previous, bytes): (String, [UInt8]) = ("", [])
        for (index, record) in records.enumerated() {
            var record = record
            (record.time, record.previous) = (time(index), previous)
            let line = Journal.sealed(Journal.line(of: record))
            previous = Digest.text(of: line)
            bytes += line + [UInt8(ascii: "\n")]
        }
        try write(bytes, to: path)
        return records.count
    }

    @Test("A run whose journal is of tomorrow goes on today, says so once, and counts no time backwards")
    func betweenStarts() async throws {
        let bed = try Bed(Guide.of(["one": "directory: { path: /srv/one }", "two": "packages: [nfs-common]"]))
        do { try await bed.engine().perform("s.one") }
        let count = try rewrite(bed.path + "/journal.jsonl") { ClockTests.time(ClockTests.day + Double($0)) }
        let engine = try await bed.engine()
        #expect(await engine.hasOlderClock)
        #expect(await engine.damage == nil)
        #expect(try await engine.perform("s.two") == .changed)
        let state = await engine.state
        #expect(state.clockSteps == 1 && state.openings == 2 && state["s.two"].seconds >= 0)
        let words = state.moments.filter { $0.text.hasPrefix("the server's clock was set back") }
        #expect(words.count == 1 && words[0].step == nil)
        #expect(try bed.recordedState() == state)
        #expect(try Journal.contents(at: bed.path + "/journal.jsonl").records.count > count)
        FaultLedger.note(7, "runs gone on with after the clock was set back a day", tried: 1, held: state.clockSteps)
    }

    @Test("Set back at any event of a run, the journal is whole and the story says it once", arguments: [-0.5, -3, -ClockTests.day])
    func amid(step: Double) async throws {
        let bed = try Bed(Guide.of(["one": "directory: { path: /srv/one }", "two": "packages: [nfs-common]"]))
        do {
            let engine = try await bed.engine()
            for name in ["s.one", "s.two"] { try await engine.perform(name) }
        }
        let path = bed.path + "/journal.jsonl"
        let whole = try bed.recordedState()
        let count = try Journal.contents(at: path).records.count
        var held = 0
        for cut in 1..<count {
            _ = try rewrite(path) { index in ClockTests.time(-2 * ClockTests.day + Double(index) / 100 + (index < cut ? 0 : step)) }
            let state = try bed.recordedState()
            // Half a second is the work of a time server.
            let isRight =
                state.clockSteps == (step < -2 ? 1 : 0) && state.steps.mapValues(\.status) == whole.steps.mapValues(\.status)
                && state.steps.values.allSatisfy { $0.seconds >= 0 }
            #expect(isRight, "set back before event \(cut + 1)")
            held += isRight ? 1 : 0
        }
        do {
            let engine = try await bed.engine()
            #expect(await !engine.hasOlderClock)
            #expect(await engine.damage == nil)
        }
        FaultLedger.note(7, "events of a run before which the clock was set back", tried: count - 1, held: held)
    }
}
