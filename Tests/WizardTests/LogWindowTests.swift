import Foundation
import Testing

@testable import Wizard

@Suite("A log of any size is read by windows")
struct LogWindowTests {
    private let folder: URL
    private var path: String { folder.appending(path: "log").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "window-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }  // What is left there hurts nobody.

    private func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }

    /// A file of this length, empty but for what stands at these places.
    private func writeSparse(_ size: Int, _ texts: [Int: String]) throws {
        try #require(FileManager.default.createFile(atPath: path, contents: nil))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: UInt64(size))
        for (offset, text) in texts {
            try file.seek(toOffset: UInt64(offset))
            try file.write(contentsOf: Data(text.utf8))
        }
        try file.close()
    }

    private let numbered = (0..<60_000).map { "line \($0) of the log" }

    @Test("From the end to the beginning and back every line is seen whole, and none is left out")
    func paging() throws {
        defer { remove() }
        try write(numbered.joined(separator: "\n") + "\n")
        var window = try #require(LogFile.end(of: path))
        #expect(window.isAtEnd && window.lines.last == numbered.last)
        var backwards = window.lines
        while !window.isAtStart {
            let before = try #require(LogFile.before(window))
            #expect(before.end - before.start <= LogWindow.limit && before.start < window.start && before.end >= window.start)
            // The first window may show again what the next one has.
            let fresh = before.lines.count - (before.end > window.start ? before.lines.count - line(before, upTo: window.start) : 0)
            backwards = before.lines.prefix(fresh) + backwards
            window = before
        }
        #expect(backwards == numbered)
        #expect(LogFile.before(window) == window)
        var forwards = window.lines
        while !window.isAtEnd {
            let after = try #require(LogFile.after(window))
            #expect(after.end > window.end && after.start <= window.end)
            forwards += after.lines.dropFirst(line(after, upTo: window.end))
            window = after
        }
        #expect(forwards == numbered)
        #expect(LogFile.after(window) == window)
    }

    /// How many lines of a window come before an offset.
    private func line(_ window: LogWindow, upTo offset: Int) -> Int {
        var (count, place) = (0, window.start)
        while place < offset, count < window.lines.count {
            place += window.lines[count].utf8.count + 1
            count += 1
        }
        return count
    }

    @Test("A log that grows is followed; a line that was not complete is read again as a whole")
    func growing() throws {
        defer { remove() }
        try write("one\ntw")
        let window = try #require(LogFile.end(of: path))
        #expect(window.lines == ["one", "tw"] && window.isAtStart && window.isAtEnd)
        try write("one\ntwo\nthree\n")
        let after = try #require(LogFile.after(window))
        #expect(after.lines == ["one", "two", "three"] && after.size == 14)
    }

    @Test("A log that is cut short answers with what it has now, and one that is gone with nothing")
    func shrinking() throws {
        defer { remove() }
        try write(numbered.joined(separator: "\n"))
        let window = try #require(LogFile.end(of: path))
        try write("new\n")
        for answer in [LogFile.before(window), LogFile.after(window)] {
            #expect(answer == LogWindow(path: path, start: 0, end: 4, size: 4, lines: ["new"]))
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(LogFile.end(of: path) == nil && LogFile.before(window) == nil && LogFile.after(window) == nil)
        #expect(LogFile.find("new", in: path, from: 0, forward: true) == nil && LogFile.lines(of: path) == nil)
        #expect(LogFile.end(of: folder.path) == nil, "a folder is no log")
    }

    @Test("An empty log is an empty window")
    func empty() throws {
        defer { remove() }
        try write("")
        let window = try #require(LogFile.end(of: path))
        #expect(window == LogWindow(path: path, start: 0, end: 0, size: 0, lines: []) && window.isAtStart && window.isAtEnd)
        #expect(LogFile.before(window) == window && LogFile.after(window) == window)
        #expect(LogFile.find("x", in: path, from: 0, forward: true) == nil)
    }

    @Test("In a log of a gigabyte no more than a window is held, and what is searched is found wherever it stands")
    func sparse() throws {
        defer { remove() }
        let size = 1 << 30
        // Across the border of two pieces, near the beginning, and at the very end.
        let places = [5: "\nneedle one\n", (300 << 20) - 4: "\nneedle two\n", size - 12: "\nneedle end\n"]
        try writeSparse(size, places)
        let end = try #require(LogFile.end(of: path))
        #expect(end.size == size && end.end == size && size - end.start <= LogWindow.limit && end.lines.last == "needle end")
        var offset = 0
        for expected in [6, (300 << 20) - 3, size - 11] {
            let match = try #require(LogFile.find("NEEDLE", in: path, from: offset, forward: true))
            #expect(match.offset == expected && match.window.lines[match.line].hasPrefix("needle "))
            #expect(match.window.end - match.window.start <= LogWindow.limit)
            offset = match.offset + 1
        }
        #expect(LogFile.find("needle", in: path, from: offset, forward: true) == nil)
        for expected in [size - 11, (300 << 20) - 3, 6] {
            let match = try #require(LogFile.find("needle", in: path, from: offset, forward: false))
            #expect(match.offset == expected)
            offset = match.offset
        }
        #expect(LogFile.find("needle", in: path, from: offset, forward: false) == nil)
    }

    @Test("A match is found at every place around the border of two pieces, forwards and backwards", arguments: -7...1)
    func border(shift: Int) throws {
        defer { remove() }
        let place = (1 << 20) + shift
        try writeSparse(3 << 20, [place: "needle"])
        #expect(LogFile.find("needle", in: path, from: 0, forward: true)?.offset == place)
        #expect(LogFile.find("needle", in: path, from: place, forward: true)?.offset == place)
        #expect(LogFile.find("needle", in: path, from: place + 1, forward: true) == nil)
        #expect(LogFile.find("needle", in: path, from: (2 << 20) + shift + 3, forward: false)?.offset == place)
        #expect(LogFile.find("needle", in: path, from: place, forward: false) == nil)
    }

    @Test("The match stands in the middle of its window, and the next window goes on from there")
    func middle() throws {
        defer { remove() }
        try write(numbered.joined(separator: "\n") + "\n")
        let match = try #require(LogFile.find("LINE 30000 OF", in: path, from: 0, forward: true))
        #expect(match.window.lines[match.line] == "line 30000 of the log")
        #expect(abs((match.window.start + match.window.end) / 2 - match.offset) < 100)
        #expect(match.window.lines.allSatisfy { $0.hasPrefix("line ") && $0.hasSuffix(" of the log") })
        let last = try #require(Int(match.window.lines.last?.split(separator: " ")[1] ?? ""))
        #expect(LogFile.after(match.window)?.lines.first == numbered[last + 1])
    }

    @Test("Letters beyond ASCII are found in either case, and a text that is none is not looked for")
    func letters() throws {
        defer { remove() }
        try write("Größe\nÄRGER\n")
        #expect(LogFile.find("ärger", in: path, from: 0, forward: true)?.line == 1)
        #expect(LogFile.find("GRÖSSE", in: path, from: 0, forward: true) == nil)
        #expect(LogFile.find("größe", in: path, from: 0, forward: true)?.line == 0)
        #expect(LogFile.find("", in: path, from: 0, forward: true) == nil)
    }

    @Test("Carriage returns, escape sequences and NUL bytes do no harm, and lines are counted right among them")
    func controls() throws {
        defer { remove() }
        try write("one\r\ntwo\r\n10%\r20%\r100%\n\u{1B}[31mred\u{1B}[0m\u{0}\n\u{1B}]0;title\u{7}last\r\n")
        let window = try #require(LogFile.end(of: path))
        #expect(window.lines == ["one", "two", "100%", "red", "last"])
        let match = try #require(LogFile.find("LAST", in: path, from: 0, forward: true))
        #expect(match.line == 4 && match.window.lines[match.line] == "last")
    }

    @Test("A line of ten megabytes is shown in pieces, and what stands in it is found")
    func longLine() throws {
        defer { remove() }
        let long = String(repeating: "aé", count: 3_500_000) + "needle" + String(repeating: "z", count: 1000)
        try write("first\n" + long + "\nlast\n")
        var window = try #require(LogFile.end(of: path))
        #expect(window.lines.last == "last" && window.lines.allSatisfy { $0.count <= 4096 && !$0.contains("\u{FFFD}") })
        var count = 1
        while !window.isAtStart {
            let before = try #require(LogFile.before(window))
            #expect(before.start < window.start && before.end - before.start <= LogWindow.limit)
            #expect(before.lines.allSatisfy { $0.count <= 4096 && !$0.contains("\u{FFFD}") })
            window = before
            count += 1
        }
        #expect(window.lines.first == "first" && count > 40)
        while !window.isAtEnd {
            let after = try #require(LogFile.after(window))
            #expect(after.end > window.end && after.start <= window.end)
            window = after
        }
        let match = try #require(LogFile.find("NEEDLE", in: path, from: 0, forward: true))
        #expect(match.window.lines[match.line].contains("needle"))
    }

    @Test("The lines of the end say how much is before them")
    func oldWay() throws {
        defer { remove() }
        try write(numbered.joined(separator: "\n") + "\n")
        let window = try #require(LogFile.end(of: path))
        #expect(LogFile.lines(of: path) == ["(\(window.start) bytes before this are in \(path))"] + window.lines)
    }
}
