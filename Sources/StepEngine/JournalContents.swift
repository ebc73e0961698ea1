/// What a journal holds, read without touching it.
public struct JournalContents: Sendable {
    /// The whole records in order.
    public internal(set) var records: [Record] = []
    /// SHA-256 of each of their lines, in hexadecimal.
    public internal(set) var digests: [String] = []
    /// What is wrong with what comes after them; nil where nothing is.
    public internal(set) var damage: Journal.Damage?
    /// How many bytes the whole records take.
    var wholeBytes = 0

    /// Its end, damaged lines left out.
    public var mark: Journal.Mark { Journal.Mark(lines: records.count, head: digests.last ?? "") }

    /// Where the run stood after so many lines.
    public func state(after lines: Int) -> RunState { RunState(records.prefix(lines)) }
}
