/// One line of text whose parts look different, such as a line of a diff.
public struct StyledLine: Sendable, Hashable {
    /// A piece of text in one style.
    public struct Span: Sendable, Hashable {
        public var text: String
        public var style: Style

        public init(_ text: String, _ style: Style = .normal) {
            self.text = text
            self.style = style
        }
    }

    /// The parts, left to right.
    public var spans: [Span]

    public init(spans: [Span]) {
        self.spans = spans
    }

    public init(_ spans: [(String, Style)]) {
        self.spans = spans.map { Span($0.0, $0.1) }
    }

    public init(_ text: String, style: Style = .normal) {
        spans = [Span(text, style)]
    }

    /// The line without its styles.
    public var text: String { spans.map(\.text).joined() }
    public var columnWidth: Int { spans.reduce(0) { $0 + $1.text.columnWidth } }
}

extension Frame {
    /// Writes a styled line into one row, clipped like plain text, and returns the columns that it used.
    @discardableResult
    public mutating func put(_ line: StyledLine, row: Int, column: Int, limit: Int? = nil) -> Int {
        var used = 0
        for span in line.spans {
            let room = limit.map { max(0, $0 - used) }
            used += put(span.text, row: row, column: column + used, style: span.style, limit: room)
        }
        return used
    }
}
