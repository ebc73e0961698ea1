import StepEngine

/// Writes a verification for a log that people read: what is not as it should be, and a last line that counts.
enum VerificationText {
    static func text(of verification: Verification) -> String {
        let bad = verification.entries.filter { $0.verdict != .holds }
        let lines = bad.flatMap { entry in
            ["\(entry.holds ? "[WARN]" : "[FAIL]") \(entry.id): \(entry.title)"]
                + entry.findings.filter { $0.verdict != .holds }.flatMap { finding in
                    ["  \(finding.title): expected \(finding.expected), found \(finding.found)"]
                        + (finding.remedy.map { ["  what to do: \($0)"] } ?? [])
                }
        }
        let failing = verification.entries.count { !$0.holds }
        var summary = "\(verification.entries.count) steps verified: \(verification.entries.count - failing) hold, \(failing) do not"
        if verification.open > 0 { summary += "; \(verification.open) of \(verification.needed) are not done yet" }
        return (lines + [summary]).map { "\($0.onOneLine)\n" }.joined()
    }
}
