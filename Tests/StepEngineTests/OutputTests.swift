import FaultLedger
import Foundation
import Guidebook
import Machines
import Testing

@testable import StepEngine

@Suite("Output of running commands")
struct OutputTests {
    private static let largest = 1 << 16

    private func bed(_ text: String) async throws -> Bed {
        let bed = try Bed(
            Guide.of([
                "one":
                    "run: { command: [cat, /srv/big] }\nundo: { none: Reading changes nothing. }\nchecks: [ { file: { path: /etc/none } } ]"
            ]))
        try await bed.put(text, at: "/srv/big")
        return bed
    }

    private func outputs(of bed: Bed) -> [(bytes: [UInt8], skipped: Int)] {
        bed.events.all.compactMap { if case .output(_, let bytes, let skipped) = $0 { (bytes, skipped) } else { nil } }
    }

    @Test("Ten megabytes in one burst are passed on in bounded pieces, and what was left out is counted", arguments: [1, 1000])
    func burst(lines: Int) async throws {
        let size = 10_000_000
        let line = String(repeating: "x", count: size / lines - 1) + "\n"
        let bed = try await bed(String(repeating: line, count: lines))
        try await bed.engine().perform("s.one")
        let outputs = outputs(of: bed)
        #expect(!outputs.isEmpty && outputs.allSatisfy { $0.bytes.count <= Self.largest && $0.skipped >= 0 })
        #expect(outputs.reduce(0) { $0 + $1.bytes.count + $1.skipped } == size)
        let log = try #require(try bed.scratch.files().first { $0.key.hasSuffix(".log") }).value
        #expect(log.count == size, "the log is whole")
        FaultLedger.note(5, "bursts of ten megabytes passed on in bounded pieces", tried: 1, held: log.count == size ? 1 : 0)
    }

    @Test("The journal does not grow with the output")
    func journal() async throws {
        let bed = try await bed(String(repeating: "y\n", count: 2_000_000))
        try await bed.engine().perform("s.one")
        #expect(try #require(bytes(of: bed.path + "/journal.jsonl")).count < 20_000)
    }

    @Test("What a log holds already is not shown again; what is appended is, once")
    func tail() throws {
        let scratch = try Scratch()
        let path = scratch["log"]
        var before = LogTail(path)
        #expect(before.news() == nil, "there is no log yet")
        try write(Array("old\n".utf8), to: path)
        #expect(before.news()?.bytes == Array("old\n".utf8))
        var later = LogTail(path)
        #expect(later.news() == nil && before.news() == nil)
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("new".utf8))
        #expect(later.news()?.bytes == Array("new".utf8) && before.news()?.bytes == Array("new".utf8))
        try file.write(contentsOf: Data(repeating: 1, count: 3 * Self.largest))
        let found = later.news()
        let news = try #require(found)
        #expect(news.bytes.count == Self.largest && news.skipped == 2 * Self.largest)
        #expect(later.news() == nil)
    }

    @Test(
        "The last line that says something stands for the output",
        arguments: [
            ("one\ntwo\n", "two"), ("one\n\n  \n", "one"), ("10%\r50%\r100%\r", "100%"), ("a\u{1B}[31mred\u{0}\u{7}\n", "a[31mred"),
            ("", nil), ("\n\n", nil),
        ])
    func lastLine(text: String, line: String?) { #expect(LogTail.lastLine(of: Array(text.utf8)) == line) }

    @Test("Output that is no UTF-8 and has no end proves a failure as well as any other")
    func invalid() throws {
        #expect(LogTail.lastLine(of: [0x45, 0x3A, 0xFF, 0xFE]) == "E:\u{FFFD}\u{FFFD}")
        #expect(try #require(LogTail.lastLine(of: [UInt8](repeating: 0x78, count: 1 << 20))).count == 300)
    }

    @Test("A proof shows no control characters of a terminal's second set either")
    func secondControls() throws {
        let line = try #require(LogTail.lastLine(of: Array("a\u{9B}2Jb\u{7F}".utf8)))
        #expect(line.unicodeScalars.allSatisfy { !(127...159).contains($0.value) })
    }
}
