import TerminalUI

/// The last lines that a step's commands printed. Its memory is bounded, whatever they print.
struct LiveOutput: Sendable, Equatable {
    /// The most lines that are kept.
    static let capacity = 400

    let step: String
    private(set) var skipped = 0
    private var assembler = PlainText.Assembler(keeping: LiveOutput.capacity)

    init(step: String) { self.step = step }

    /// The lines, oldest first.
    var lines: [String] { assembler.lines + (assembler.partial.isEmpty ? [] : [assembler.partial]) }

    mutating func append(_ bytes: [UInt8], skipped: Int) {
        self.skipped += skipped
        assembler.append(bytes)
    }

    static func == (left: LiveOutput, right: LiveOutput) -> Bool {
        left.step == right.step && left.skipped == right.skipped && left.lines == right.lines
    }
}
