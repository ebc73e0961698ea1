internal import Glibc
internal import Machines

/// Reads along while another instance works: its journal as it grows, and what its running command prints. Changes nothing.
public struct Follower: Sendable {
    /// Something that happened, and when, in ISO 8601.
    public struct News: Sendable, Hashable {
        /// What happened.
        public var event: Event
        /// When.
        public var time: String
    }

    /// What the journal adds up to so far.
    public private(set) var state = RunState()
    /// Who holds the lock, such as `process 812`; empty where that is not known.
    public let holder: String

    private let directory: StateDirectory
    private var offset = 0
    private var tail: (step: String, log: LogTail)?

    /// Begins at the present end of the journal of a directory that another instance uses. What the running command has printed
    /// so far is news.
    public init(_ directory: StateDirectory) throws(EngineError) {
        self.directory = directory
        holder = Lock.holder(of: directory)
        _ = try readJournal()
        for (step, state) in state.steps {
            if let run = state.openRun { tail = (step, LogTail(fromStartOf: run.record.log)) }
        }
    }

    /// What is new since the last look, oldest first; the output of the running command stands where it is read.
    public mutating func news() throws(EngineError) -> [News] {
        var news = try readJournal()
        if let output = tail?.log.news(), let step = tail?.step {
            // What a command printed comes before the word that it has ended.
            let place = news.lastIndex { if case .ended = $0.event { true } else { false } } ?? news.count
            let event = Event.output(step: step, bytes: output.bytes, skipped: output.skipped)
            news.insert(News(event: event, time: state.latest ?? ""), at: place)
        }
        return news
    }

    /// Whether nobody works there any more.
    public var isAlone: Bool { !Lock.isHeld(in: directory) }

    private mutating func readJournal() throws(EngineError) -> [News] {
        let (records, end) = try Journal.news(in: directory, after: offset)
        // Somebody set a damaged journal aside, or began anew: from its beginning, then.
        if end < offset {
            state = RunState()
            offset = 0
            return try readJournal()
        }
        offset = end
        for record in records {
            state.apply(record.event, at: record.time)
            if case .launched(let step, _, let traces, _) = record.event { tail = (step, LogTail(fromStartOf: traces.log)) }
        }
        return records.map { News(event: $0.event, time: $0.time) }
    }
}

extension Journal {
    /// The whole records behind that many bytes of a journal that somebody else may be writing, and where they end. A line that
    /// is not whole yet is left for the next look.
    static func news(in directory: StateDirectory, after offset: Int) throws(EngineError) -> (records: [Record], end: Int) {
        var status = stat()
        if lstat(directory.journal, &status) != 0 && errno == ENOENT { return ([], 0) }
        let bytes = try bytes(of: directory.journal, from: offset)
        guard let bytes else { return ([], 0) }
        guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return ([], offset) }
        var records: [Record] = []
        for line in bytes[...last].split(separator: UInt8(ascii: "\n")) {
            // Damage is for the instance that opens the journal to report.
            if let record = try decode(Array(line), directory.journal) { records.append(record) }
        }
        return (records, offset + last + 1)
    }
}
