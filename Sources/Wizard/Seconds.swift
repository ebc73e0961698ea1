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

/// Sizes for people.
enum Megabytes {
    /// `320 kB`, `1.4 MB`, `12 GB`.
    static func text(_ bytes: Int) -> String {
        var value = Double(bytes) / 1000
        for unit in ["kB", "MB"] {
            if value < 1000 {
                return value < 10 && unit != "kB"
                    ? "\(Int(value * 10).quotientAndRemainder(dividingBy: 10).quotient).\(Int(value * 10) % 10) \(unit)"
                    : "\(Int(value.rounded())) \(unit)"
            }
            value /= 1000
        }
        return "\(Int(value.rounded())) GB"
    }
}

extension String {
    /// With blanks behind it up to that many columns.
    func padded(to columns: Int) -> String { self + String(repeating: " ", count: max(0, columns - columnWidth)) }
}
