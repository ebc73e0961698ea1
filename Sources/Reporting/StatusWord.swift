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
