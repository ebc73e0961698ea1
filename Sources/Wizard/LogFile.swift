internal import Glibc
import TerminalUI

/// A log on the disk, read in bounded memory. Every answer is nil where it cannot be read, so also when it is gone; a log that is
/// shorter by now than what is asked for answers with its end, whose `size` tells.
enum LogFile {
    /// The most that is read, in bytes.
    static let limit = LogWindow.limit

    /// The lines of the last 256 kB; nil where the file cannot be read.
    static func lines(of path: String) -> [String]? {
        guard let window = end(of: path) else { return nil }
        return window.isAtStart ? window.lines : ["(\(window.start) bytes before this are in \(path))"] + window.lines
    }

    /// The end of a log.
    static func end(of path: String) -> LogWindow? {
        reading(path) { log in log.window(from: log.size - limit, to: log.size) }
    }

    /// What comes before a window; the first one again where nothing does.
    static func before(_ window: LogWindow) -> LogWindow? {
        reading(window.path) { log in
            if window.start > log.size { return log.window(from: log.size - limit, to: log.size) }
            // The first window is a full one, and shows some of the next once more.
            return window.start < limit ? log.window(from: 0, to: limit) : log.window(from: window.start - limit, to: window.start)
        }
    }

    /// What comes after a window; the last one again where nothing does, with what was written since.
    static func after(_ window: LogWindow) -> LogWindow? {
        reading(window.path) { log in
            if window.end > log.size || log.size - window.end <= limit {
                guard let last = log.window(from: log.size - limit, to: log.size) else { return nil }
                // The last window begins behind a line that is longer than itself; then what is left of that line comes first.
                if last.start <= window.end || window.end > log.size { return last }
            }
            // A line that was not complete is read again, unless it fills the window.
            let line = log.lineStart(before: window.end)
            let start = line.flatMap { $0 > window.start ? $0 : nil } ?? window.end
            return log.part(from: start, to: start + limit, beginsThere: true)?.window
        }
    }

    /// The next place of `text` from `offset` on, or the last one before it; upper and lower case are the same. Nil too where there is
    /// none, or the task was cancelled.
    static func find(_ text: String, in path: String, from offset: Int, forward: Bool) -> LogMatch? {
        guard let search = LogSearch(text) else { return nil }
        return reading(path) { log in
            guard let place = forward ? search.next(in: log, from: offset) : search.last(in: log, before: offset) else { return nil }
            let end = place + search.count
            let half = max(0, limit - search.count) / 2
            guard let (window, bytes) = log.part(from: place - half, to: end + half, around: place..<end) else { return nil }
            let number = bytes[..<min(place - window.start, bytes.count)].count { $0 == UInt8(ascii: "\n") }
            return LogMatch(window: window, line: LogText.line(number, of: bytes, holding: text), offset: place)
        }
    }

    private static func reading<Answer>(_ path: String, _ body: (OpenLog) -> Answer?) -> Answer? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return body(OpenLog(descriptor: descriptor, path: path, size: Int(status.st_size)))
    }
}

/// A log that is open for reading.
struct OpenLog {
    let descriptor: Int32
    let path: String
    /// How long it was when it was opened.
    let size: Int

    /// The bytes from one offset to another, as far as there are any; nil where they cannot be read.
    func bytes(from start: Int, to end: Int) -> [UInt8]? {
        var failed = false
        let wanted = max(0, min(end, size) - start)
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted {
                let result = pread(descriptor, buffer.baseAddress! + count, wanted - count, off_t(start + count))
                if result < 0 && errno == EINTR { continue }
                failed = result < 0
                if result <= 0 { break }
                count += result
            }
        }
        return failed ? nil : bytes
    }

    /// Where the line begins that holds the byte before `offset`; nil where that is too far away.
    func lineStart(before offset: Int) -> Int? {
        let first = max(0, offset - LogWindow.limit)
        guard let bytes = bytes(from: first, to: offset) else { return nil }
        if let newline = bytes.lastIndex(of: UInt8(ascii: "\n")) { return first + newline + 1 }
        return first == 0 ? 0 : nil
    }

    func window(from start: Int, to end: Int) -> LogWindow? { part(from: start, to: end)?.window }

    /// Whole lines between two offsets, and their bytes. What is wanted of it stays in, however long its line is; so does the
    /// first line where the part is to begin there.
    func part(
        from start: Int, to end: Int, around wanted: Range<Int>? = nil, beginsThere: Bool = false
    ) -> (window: LogWindow, bytes: [UInt8])? {
        let (start, end) = (max(0, start), min(end, size))
        // One byte before tells whether a line begins here.
        let first = max(0, start - 1)
        guard let raw = bytes(from: first, to: end) else { return nil }
        let middle = wanted.map { ($0.lowerBound - first)..<min($0.upperBound - first, raw.count) }
        var lower = 0
        if start > 0, beginsThere {
            lower = LogText.wholeCharacters(in: raw, from: min(1, raw.count))
        } else if start > 0 {
            let newline = raw[..<min(middle?.lowerBound ?? raw.count, raw.count)].firstIndex(of: UInt8(ascii: "\n"))
            let line = newline.map { $0 + 1 }
            lower = line.flatMap { $0 < raw.count ? $0 : nil } ?? LogText.wholeCharacters(in: raw, from: min(1, raw.count))
        }
        var upper = raw.count
        // Where the log was cut short meanwhile, that is its end.
        if first + raw.count == end, end < size {
            let least = max(lower, middle?.upperBound ?? lower)
            upper = raw[least...].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? max(least, LogText.end(ofWholeCharactersIn: raw))
        }
        let bytes = Array(raw[lower..<upper])
        let size = first + raw.count < end ? first + raw.count : self.size
        return (LogWindow(path: path, start: first + lower, end: first + upper, size: size, lines: LogText.lines(of: bytes)), bytes)
    }
}
