import StepEngine

/// What the operator finds who comes back.
struct ResumePage: Sendable, Equatable {
    /// The lines above the window.
    var offset = 0
    /// Who touched what we wrote, by step.
    var traces: [String: [String]] = [:]
}
