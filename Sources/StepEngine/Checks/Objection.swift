import Guidebook

/// What a look at something met that is not as it should be.
struct Objection: Error {
    /// How it is.
    var found: String
    /// What to do about it.
    var remedy: String?
    /// The line that proves it.
    var evidence: String?
    var verdict = Finding.Verdict.fails

    init(_ found: String, evidence: String? = nil, verdict: Finding.Verdict = .fails, remedy: String? = nil) {
        self.found = found
        self.evidence = evidence
        self.verdict = verdict
        self.remedy = remedy
    }
}

extension Inspector {
    /// The finding of a look that says what it found, or objects.
    func finding(_ check: Check, expected: String, _ look: () async throws -> String) async throws -> Finding {
        do {
            return Finding(check, true, expected: expected, found: try await look())
        } catch let objection as Objection {
            return Finding(
                check.title, expected: expected, found: objection.found, verdict: objection.verdict, evidence: objection.evidence,
                remedy: objection.remedy)
        }
    }
}
