/// A part of a log that may be of any size: what is read and shown of it at a time.
struct LogWindow: Sendable, Equatable {
    /// The most bytes of a log that are read into a window.
    static let limit = 1 << 18

    /// The log.
    var path: String
    /// The offset of its first byte, where a line begins unless the line is longer than a window.
    var start: Int
    /// The offset behind its last byte.
    var end: Int
    /// How long the log was when it was read.
    var size: Int
    /// Its lines, fit to be shown. A very long one is broken into several.
    var lines: [String]

    /// Whether the log begins here.
    var isAtStart: Bool { start == 0 }
    /// Whether the log ended here when it was read.
    var isAtEnd: Bool { end >= size }
}

/// Where a search found its text.
struct LogMatch: Sendable, Equatable {
    /// The part of the log around it.
    var window: LogWindow
    /// The index of its line there.
    var line: Int
    /// The offset of its first byte in the log: a search for the next one begins behind it, one for the last before it.
    var offset: Int
}
