import Testing

@testable import ConfigEditing

@Suite("Showing a change")
struct LineDiffTests {
    @Test("An added line is shown with the lines around it")
    func showsAnAddedLine() {
        let old = bytes("a\nb\nc\nd\ne\n")
        let new = bytes("a\nb\nc\nnew\nd\ne\n")
        #expect(
            LineDiff.unified(from: old, to: new, label: "/etc/hosts", context: 1).map(\.printed) == [
                "--- /etc/hosts", "+++ /etc/hosts", "@@ -3,2 +3,3 @@", " c", "+new", " d",
            ])
    }

    @Test("Two texts that are the same bytes show nothing")
    func showsNothing() {
        #expect(LineDiff.unified(from: bytes("a\n"), to: bytes("a\n"), label: "x").isEmpty)
    }

    @Test("A new file is all additions, and a removed one all removals")
    func showsWholeFiles() {
        let text = bytes("one\ntwo\n")
        #expect(LineDiff.unified(from: [], to: text, label: "x").map(\.printed).dropFirst(2) == ["@@ -0,0 +1,2 @@", "+one", "+two"])
        #expect(LineDiff.unified(from: text, to: [], label: "x").map(\.printed).dropFirst(2) == ["@@ -1,2 +0,0 @@", "-one", "-two"])
    }

    @Test("A missing final line end is said, and a carriage return that makes the difference is shown")
    func showsLineEnds() {
        #expect(
            LineDiff.unified(from: bytes("a"), to: bytes("a\n"), label: "x").map(\.printed).dropFirst(2) == [
                "@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a",
            ])
        #expect(LineDiff.unified(from: bytes("a\r\n"), to: bytes("a\n"), label: "x").map(\.printed).dropFirst(3) == ["-a^M", "+a"])
        #expect(LineDiff.unified(from: bytes("a\r\n"), to: bytes("b\r\n"), label: "x").map(\.printed).dropFirst(3) == ["-a", "+b"])
    }

    @Test("Changes that are near share a hunk, and far ones do not")
    func partsHunks() {
        let old = (1...30).map(String.init)
        func edited(_ changed: [String]) -> [DiffLine] {
            let new = old.map { changed.contains($0) ? "x" + $0 : $0 }
            return LineDiff.unified(from: bytes(old.joined(separator: "\n")), to: bytes(new.joined(separator: "\n")), label: "n")
        }
        #expect(edited(["5", "12"]).filter { $0.kind == .hunk }.map(\.text) == ["@@ -2,14 +2,14 @@"])
        #expect(edited(["5", "13"]).filter { $0.kind == .hunk }.map(\.text) == ["@@ -2,7 +2,7 @@", "@@ -10,7 +10,7 @@"])
    }

    @Test("The diff turns the one text into the other and is as short as it can be", arguments: 0..<300 as Range<UInt64>)
    func isTrueAndShort(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let letters = generator.pick([["a", "b"], ["a", "b", "c", "d", ""], (0..<40).map { "line \($0)" }])
        let old = (0..<Int.random(in: 0...30, using: &generator)).map { _ in generator.pick(letters) }
        var new: [String] = []
        for line in old where !generator.chance(20) { new += generator.chance(20) ? [generator.pick(letters), line] : [line] }
        let diff = LineDiff.unified(from: joined(old), to: joined(new), label: "t", context: 100)
        guard old != new else {
            #expect(diff.isEmpty)
            return
        }
        let body = diff.filter { [.same, .removed, .added].contains($0.kind) }
        #expect(body.filter { $0.kind != .added }.map(\.text) == old)
        #expect(body.filter { $0.kind != .removed }.map(\.text) == new)
        #expect(body.filter { $0.kind == .same }.count == commonCount(old, new))
    }

    @Test("A megabyte that shares hardly a line is still compared in bounded time, and truly", .timeLimit(.minutes(1)))
    func staysBounded() {
        var generator = SeededGenerator(seed: 7)
        let old = (0..<60_000).map { _ in "line \(Int.random(in: 0..<3000, using: &generator))" }
        let new = (0..<60_000).map { $0 % 1000 == 0 ? "anchor \($0)" : "word \(Int.random(in: 0..<3000, using: &generator))" }
        let mixed = zip(old, new).map { generator.chance(50) ? $0 : $1 }
        for (one, other) in [(old, new), (old, mixed), (mixed, new)] {
            let diff = LineDiff.unified(from: joined(one), to: joined(other), label: "big", context: 60_000)
            #expect(diff.filter { $0.kind == .same || $0.kind == .removed }.map(\.text) == one)
            #expect(diff.filter { $0.kind == .same || $0.kind == .added }.map(\.text) == other)
        }
    }

    private func joined(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\n" }.joined().utf8) }

    /// The length of the longest common subsequence, by the table of the textbook.
    private func commonCount(_ one: [String], _ other: [String]) -> Int {
        var row = [Int](repeating: 0, count: other.count + 1)
        for line in one {
            var diagonal = 0
            for (index, candidate) in other.enumerated() {
                let above = row[index + 1]
                row[index + 1] = line == candidate ? diagonal + 1 : max(above, row[index])
                diagonal = above
            }
        }
        return row.last ?? 0
    }
}
