public import Guidebook
public import StepEngine

/// A check of the preflight that the operator lets pass, with the reason.
public struct Waiver: Sendable, Hashable, Codable {
    /// The step's id.
    public var step: String
    /// What it looks at.
    public var title: String
    /// Why it is let pass.
    public var reason: String
    /// Who said so.
    public var user: String
    /// When, in ISO 8601.
    public var time: String

    /// The waiver of a step; nil where nobody waived it.
    public init?(_ step: Step, _ state: StepState) {
        guard state.status == .skipped, Preflight.includes(step.id) else { return nil }
        self.step = step.id
        title = step.title
        reason = state.skipReason ?? ""
        user = state.skippedBy ?? "?"
        time = state.ended ?? "?"
    }
}
