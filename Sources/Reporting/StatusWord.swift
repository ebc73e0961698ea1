public import StepEngine

extension StepState.Status {
    /// The word that stands for the status everywhere, six characters wide.
    public var word: String {
        switch self {
        case .todo: "[TODO]"
        case .running: "[ .. ]"
        case .done: "[ OK ]"
        case .warned: "[WARN]"
        case .failed: "[FAIL]"
        case .skipped: "[SKIP]"
        }
    }

    /// The same for a step of that id: a check of the preflight is waived, not skipped.
    public func word(of step: String) -> String { self == .skipped && Preflight.includes(step) ? "[WAIV]" : word }
}

extension Report.StepEntry {
    /// The word for where it stands.
    var word: String { status.word(of: id) }
}

extension Finding.Verdict {
    /// The word that stands for the verdict, four characters wide.
    public var word: String {
        switch self {
        case .holds: "ok  "
        case .warns: "warn"
        case .fails: "FAIL"
        case .unknown: "????"
        }
    }
}
