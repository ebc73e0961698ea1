/// One process of a running command, as far as the kernel tells.
public struct ProcessEntry: Sendable, Hashable {
    /// Its number.
    public var pid: Int32
    /// How far it is from the supervisor, which has depth 0.
    public var depth: Int
    /// Its command line, 200 characters at most, without control characters; its name in brackets where it has none.
    public var command: String
    /// The kernel's letter: R runs, S sleeps, D sleeps where no signal reaches it, T is stopped, Z has ended.
    public var state: Character
    /// What it waits for, as words that follow "waits for"; nil where it does not wait, or nobody says for what.
    public var waitsFor: String?
    /// The processor time that it has used, in seconds.
    public var cpuSeconds: Double

    /// The most characters of a command line that are kept.
    static let limit = 200

    /// Creates an entry from its parts.
    public init(pid: Int32, depth: Int, command: String, state: Character, waitsFor: String? = nil, cpuSeconds: Double = 0) {
        self.pid = pid
        self.depth = depth
        self.command = command
        self.state = state
        self.waitsFor = waitsFor
        self.cpuSeconds = cpuSeconds
    }

    /// Text of unknown origin, cut and without what moves a cursor or turns the writing direction.
    static func plain(_ bytes: some Collection<UInt8>) -> String {
        // Four bytes make a character at most; what is cut in the middle of one is cut off below.
        let text = String(decoding: bytes.prefix(4 * limit + 4), as: UTF8.self)
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: kept.append(" ")
            default: kept.append(scalar)
            }
        }
        return String(String(kept).prefix(limit))
    }
}
