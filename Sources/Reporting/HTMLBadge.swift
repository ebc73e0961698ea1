import StepEngine

/// The small mark that says in a word, and not by colour alone, how something stands.
enum HTMLBadge {
    /// Of a step.
    static func mark(_ step: Report.StepEntry) -> HTMLMarkup {
        guard step.counts else { return mark("ON REQUEST", "open") }
        return mark(word(step.status, of: step.id), step.status.tone)
    }

    /// Of a step's status on one server.
    static func mark(_ status: StepState.Status, of step: String) -> HTMLMarkup { mark(word(status, of: step), status.tone) }

    /// Of a finding.
    static func mark(_ verdict: Finding.Verdict) -> HTMLMarkup {
        switch verdict {
        case .holds: mark("OK", "good")
        case .warns: mark("WARN", "warn")
        case .fails: mark("FAIL", "bad")
        case .unknown: mark("UNKNOWN", "bad")
        }
    }

    /// Any word in a tone: good, warn, bad, left, open.
    static func mark(_ word: String, _ tone: String) -> HTMLMarkup { "<span class=\"badge \(tone)\">\(word)</span>" }

    private static func word(_ status: StepState.Status, of step: String) -> String {
        let word = status.word(of: step).filter { !"[] ".contains($0) }
        return word == ".." ? "RUNS" : word
    }
}

extension StepState.Status {
    /// The colour's name in the style sheet.
    var tone: String {
        switch self {
        case .done: "good"
        case .warned: "warn"
        case .failed: "bad"
        case .skipped: "left"
        case .todo, .running: "open"
        }
    }
}
