import TerminalUI

/// Durations for people.
enum Seconds {
    /// `0.4 s`, `12 s`, `3:05`.
    static func text(_ seconds: Double) -> String {
        if seconds < 10 {
            let tenths = Int((seconds * 10).rounded())
            return "\(tenths / 10).\(tenths % 10) s"
        }
        return seconds < 60 ? "\(Int(seconds.rounded())) s" : Spinner.clock(.seconds(seconds))
    }
}

extension String {
    /// With blanks behind it up to that many columns.
    func padded(to columns: Int) -> String { self + String(repeating: " ", count: max(0, columns - columnWidth)) }
}
