import Glibc

/// A file that `asciinema play` shows: what was drawn, and when (asciicast, version 2). Each line is written as it comes.
final class Recording {
    /// Why nothing more is recorded, in a sentence; nil while all is well.
    private(set) var problem: String?

    private let path: String
    private var descriptor: Int32
    private let now: () -> Duration

    /// Begins a new file, which only its owner can read.
    convenience init(path: String, size: Size, title: String) throws(RecordingError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw RecordingError(path: path, number: errno) }
        let start = ContinuousClock.now
        self.init(path: path, descriptor: descriptor) { ContinuousClock.now - start }
        let type = getenv("TERM").map { String(cString: $0) } ?? ""
        begin(size: size, title: title, type: type, timestamp: time(nil))
    }

    /// Takes an open file; `now` is the time since the beginning.
    init(path: String, descriptor: Int32, now: @escaping () -> Duration) {
        self.path = path
        self.descriptor = descriptor
        self.now = now
    }

    deinit { close() }

    func begin(size: Size, title: String, type: String, timestamp: Int) {
        write(
            """
            {"version":2,"width":\(size.columns),"height":\(size.rows),"timestamp":\(timestamp),\
            "env":{"TERM":\(type.jsonQuoted)},"title":\(title.jsonQuoted)}
            """)
    }

    func output(_ text: String) { event("o", text) }
    func resize(_ size: Size) { event("r", "\(size.columns)x\(size.rows)") }
    func marker(_ text: String) { event("m", text) }

    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    private func event(_ kind: String, _ text: String) {
        let (seconds, attoseconds) = now().components
        let micros = String(attoseconds / 1_000_000_000_000)
        let fraction = String(repeating: "0", count: max(0, 6 - micros.count)) + micros
        write("[\(seconds).\(fraction),\"\(kind)\",\(text.jsonQuoted)]")
    }

    private func write(_ line: String) {
        guard descriptor >= 0 else { return }
        let bytes = Array("\(line)\n".utf8)
        let length = lseek(descriptor, 0, SEEK_CUR)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return stop(errno, length: length) }
            sent += count
        }
    }

    /// Gives up, and takes a line that was written in part back: a recording must not harm the session.
    private func stop(_ number: Int32, length: Int) {
        if length >= 0 { _ = ftruncate(descriptor, length) }
        problem = "the recording \(path) ends here: \(systemText(number)); the session itself is not affected"
        close()
    }
}

extension String {
    /// The text as a JSON string.
    fileprivate var jsonQuoted: String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
