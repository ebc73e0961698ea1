internal import FoundationEssentials
internal import Glibc
internal import Machines

/// One line of the journal.
public struct Record: Sendable, Hashable, Codable {
    /// The form of the lines that this program writes.
    public static let currentVersion = 1

    /// The form of this line.
    public var version: Int
    /// Counts from 1.
    public var number: Int
    /// When, in ISO 8601 with milliseconds, in UTC.
    public var time: String
    /// SHA-256 of the line before, in hexadecimal; empty in the first line.
    public var previous: String
    /// What happened.
    public var event: Event
}

/// The state file: append-only, one JSON object a line, each carrying the hash of the line before it.
///
/// Not safe for several writers; `Lock` sees to it that there is one.
public final class Journal {
    /// Damage found at the end or in the middle of a journal. Everything from there on was set aside.
    public struct Damage: Sendable, Hashable {
        /// The first damaged line, from 1.
        public var line: Int
        /// How many lines were set aside.
        public var lostLines: Int
        /// What is wrong with it.
        public var reason: String
        /// The file that holds the journal as it was found; nil where nobody set it aside.
        public var copy: String?
    }

    /// A place in a journal.
    public struct Mark: Sendable, Hashable {
        /// How many lines there are up to it.
        public var lines: Int
        /// SHA-256 of the last of them, in hexadecimal; empty where there is none.
        public var head: String
    }

    /// The whole records in order.
    public private(set) var records: [Record] = []
    /// What was found damaged on opening.
    public private(set) var damage: Damage?

    let path: String
    private(set) var descriptor: Int32
    private var previous = ""
    private(set) var wholeBytes = 0
    /// Why nothing can be appended any more until the journal is opened again.
    private var trouble: EngineError?

    /// Opens or begins the journal of a state directory. A damaged end is set aside in a copy, and reported in `damage`.
    /// Throws where the file cannot be used, was written by a newer version, or is missing though a run has left traces.
    public init(_ directory: StateDirectory) throws(EngineError) {
        path = directory.journal
        if let loss = Journal.loss(in: directory) { throw loss }
        descriptor = try Journal.open(path)
        let bytes = try Journal.bytes(of: path)
        let reading = try Journal.parse(bytes, path)
        records = reading.records
        previous = reading.digests.last ?? ""
        wholeBytes = reading.wholeBytes
        damage = reading.damage
        if let damage { try mend(damage, bytes) }
    }

    private static func open(_ path: String) throws(EngineError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw refusal(path, "the journal cannot be opened: \(reason())") }
        return descriptor
    }

    deinit { close(descriptor) }

    /// Reads a journal without touching it: for status and reports beside a running instance. Nil where there is none.
    public static func records(of directory: StateDirectory) throws(EngineError) -> (records: [Record], damage: Damage?)? {
        try contents(of: directory).map { ($0.records, $0.damage) }
    }

    /// The same with everything that can be known of it.
    public static func contents(of directory: StateDirectory) throws(EngineError) -> JournalContents? {
        var status = stat()
        if lstat(directory.journal, &status) != 0 && errno == ENOENT { return nil }
        return try contents(at: directory.journal)
    }

    /// Reads any journal without touching it, such as a copy that came from another server. Throws where there is none.
    public static func contents(at path: String) throws(EngineError) -> JournalContents { try parse(bytes(of: path), path) }

    /// How far the journal is, and the hash by which it can be told from any other.
    public var mark: Mark { Mark(lines: records.count, head: previous) }

    /// SHA-256 in hexadecimal, as the journal writes it.
    public static func digest(of bytes: [UInt8]) -> String { Digest.text(of: bytes) }

    /// Appends an event and makes it durable. Throws where that fails; then nothing of it is in the journal.
    @discardableResult
    public func append(_ event: Event) throws(EngineError) -> Record {
        if let trouble { throw trouble }
        if let tampering = tampering() {
            trouble = tampering
            throw tampering
        }
        let record = Record(
            version: Record.currentVersion, number: records.count + 1, time: Journal.now(), previous: previous, event: event)
        let line = Journal.sealed(Journal.line(of: record))
        try write(line + [UInt8(ascii: "\n")])
        wholeBytes += line.count + 1
        previous = Digest.text(of: line)
        records.append(record)
        return record
    }

    private func write(_ line: [UInt8]) throws(EngineError) {
        let written = line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isWritten = written == line.count
        if isWritten, fsync(descriptor) == 0 { return }
        let why = written >= 0 && !isWritten ? "no space left on device" : reason()
        let isCutBack = ftruncate(descriptor, off_t(wholeBytes)) == 0
        let error = Journal.refusal(path, "the journal cannot be written: \(why)")
        // The kernel tells of a failed fsync once, and forgets what it could not write: another attempt would seem to go well.
        if isWritten || !isCutBack { trouble = error }
        throw error
    }

    /// The time now as the journal writes it.
    public static func now() -> String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    static func line(of record: Record) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(record))
        } catch {
            preconditionFailure("every event can be written as JSON: \(error)")
        }
    }

    /// The line with its own hash as its last key, so that a change in it shows by itself.
    static func sealed(_ line: [UInt8]) -> [UInt8] {
        Array(line.dropLast()) + Array(",\"sum\":\"\(Digest.text(of: line))\"}".utf8)
    }

    private static func bytes(of path: String) throws(EngineError) -> [UInt8] { try bytes(of: path, from: 0) ?? [] }

    /// What stands behind that many bytes; nil where the file is shorter.
    static func bytes(of path: String, from offset: Int) throws(EngineError) -> [UInt8]? {
        // A named pipe in its place would wait for a writer.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw refusal(path, "the journal cannot be read: \(reason())") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw refusal(path, "the journal is not a regular file")
        }
        guard Int(status.st_size) >= offset, lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            guard count > 0 else { throw refusal(path, "the journal cannot be read: \(reason())") }
            bytes += buffer[..<count]
        }
    }

    /// Keeps the journal as it was found in a copy, and puts the whole records with a word of the damage in its place, in one
    /// step: whoever is killed in between finds the damage again.
    private func mend(_ damage: Damage, _ bytes: [UInt8]) throws(EngineError) {
        let copy = try Journal.keep(bytes, as: "\(path).damaged")
        let event = Event.repaired(lostLines: damage.lostLines, copy: copy)
        let record = Record(
            version: Record.currentVersion, number: records.count + 1, time: Journal.now(), previous: previous, event: event)
        let line = Journal.sealed(Journal.line(of: record))
        let mended = bytes[..<wholeBytes] + line + [UInt8(ascii: "\n")]
        try Journal.put(Array(mended), in: path)
        close(descriptor)
        descriptor = try Journal.open(path)
        wholeBytes = mended.count
        previous = Digest.text(of: line)
        records.append(record)
        self.damage?.copy = copy
    }

    static func refusal(_ path: String, _ what: String) -> EngineError {
        EngineError(.state, path, what, remedy: "make room or mend the file system, then start again; what is recorded stays")
    }
}
