internal import FoundationEssentials

/// The time, as a database server has it.
extension RehearsalDatabase {
    /// `UNIX_TIMESTAMP()`, of `NOW()` and `NOW(digits)` too; nil for another expression.
    func time(_ tokens: [SQLToken]) -> String? {
        let words = tokens.map { $0.text.uppercased() }
        guard words.starts(with: ["UNIX_TIMESTAMP", "("]), words.last == ")" else { return nil }
        let inner = Array(words.dropFirst(2).dropLast())
        let digits: Int
        switch inner.count {
        case 0: digits = 0
        case 3 where inner == ["NOW", "(", ")"]: digits = 0
        case 4 where inner[0] == "NOW" && inner[1] == "(" && inner[3] == ")":
            guard let count = Int(inner[2]), (0...6).contains(count) else { return nil }
            digits = count
        default: return nil
        }
        let now = Date().timeIntervalSince1970 + clockAhead / .seconds(1)
        let microseconds = Int(now * 1_000_000)
        let fraction = String(String(1_000_000 + microseconds % 1_000_000).dropFirst().prefix(digits))
        return String(microseconds / 1_000_000) + (digits == 0 ? "" : "." + fraction)
    }
}
