/// Says in the language of common terminals how to get from one frame to the next: only cells that differ are written.
struct FrameWriter {
    private static let plain = "\u{1B}[0m"

    private let looks: [Tone: Look]
    /// Whether a cleared screen looks as blank cells do.
    private let hasOwnGround: Bool
    private var shown: Frame?

    init(theme: Theme) {
        looks = Dictionary(uniqueKeysWithValues: Tone.allCases.map { ($0, theme.look(of: $0)) })
        hasOwnGround = theme.look(of: .normal) == Look()
    }

    /// The text after which a terminal of that size shows the frame; empty where it shows it already.
    mutating func sequence(to frame: Frame) -> String {
        let before = shown.flatMap { $0.size == frame.size ? $0 : nil }
        defer { shown = frame }
        var changes = ""
        for row in 0..<frame.size.rows { write(row, of: frame, before, to: &changes) }
        var text = before == nil ? Self.plain + "\u{1B}[2J\u{1B}[?25l" : ""
        // Whatever is written moves the cursor.
        let isMoved = before?.cursor != frame.cursor || !changes.isEmpty
        if isMoved && before?.cursor != nil { text += "\u{1B}[?25l" }
        text += changes
        if isMoved, let cursor = frame.cursor { text += Self.place(cursor.row, cursor.column) + "\u{1B}[?25h" }
        return text
    }

    private func write(_ row: Int, of frame: Frame, _ before: Frame?, to text: inout String) {
        var current = Self.plain
        var next = -1
        for column in 0..<frame.size.columns {
            let cell = frame[row, column]
            let isShown = before.map { $0[row, column] == cell } ?? (hasOwnGround && cell == .blank)
            if isShown || cell.isContinuation { continue }
            if column != next { text += Self.place(row, column) }
            let wanted = sequence(for: cell.style)
            if wanted != current { text += wanted }
            current = wanted
            text.append(cell.character)
            next = column + (frame[row, column + 1].isContinuation ? 2 : 1)
        }
        if current != Self.plain { text += Self.plain }
    }

    private static func place(_ row: Int, _ column: Int) -> String { "\u{1B}[\(row + 1);\(column + 1)H" }

    private func sequence(for style: Style) -> String {
        let look = looks[style.tone] ?? Look()
        var codes = "0"
        if look.isBold || style.isBold { codes += ";1" }
        if look.isDim { codes += ";2" }
        if look.isUnderlined || style.isUnderlined { codes += ";4" }
        if look.isReversed || style.isReversed { codes += ";7" }
        if look.foreground != .own { codes += ";\(30 + look.foreground.rawValue)" }
        if look.background != .own { codes += ";\(40 + look.background.rawValue)" }
        return "\u{1B}[\(codes)m"
    }
}
