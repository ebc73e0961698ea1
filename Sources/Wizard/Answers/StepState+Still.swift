import StepEngine

extension StepState {
    private static let time = "2026-01-02T03:04:05.000Z"

    /// Puts the same times everywhere.
    mutating func stopClocks() {
        seconds = 1
        if started != nil { started = StepState.time }
        if ended != nil { ended = StepState.time }
        for index in runs.indices where runs[index].seconds != nil { runs[index].seconds = 1 }
    }
}
