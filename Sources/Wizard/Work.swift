/// What the engine is doing at the operator's request.
struct Work: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case opening
        case recovering
        case verifying([String]?)
        case surveying
        case performing(String)
        /// The same, over what somebody else changed.
        case taking(String)
        case confirming(String)
        case undoing(String)
        /// Another instance is at work on it.
        case watching(String)
    }

    let kind: Kind
    /// When it began, on the clock of `Moment`; nil until the first word from it.
    var began: Double?
    /// When it last printed something.
    var lastOutput: Double?
    /// When the operator last chose to go on waiting.
    var waitedAt: Double?
    /// When its processes were looked at last.
    var inspected: Double?
    /// What it says about itself.
    var note = ""
    /// The command that runs.
    var line: String?

    init(_ kind: Kind) { self.kind = kind }

    /// The step concerned, where it is one.
    var step: String? {
        switch kind {
        case .performing(let step), .taking(let step), .confirming(let step), .undoing(let step), .watching(let step): step
        case .opening, .recovering, .verifying, .surveying: nil
        }
    }
}

extension Work.Kind {
    /// What has to be done to begin it.
    var effect: Effect? {
        switch self {
        case .opening, .watching: nil
        case .recovering: .recover
        case .verifying(let steps): .verify(steps)
        case .surveying: .survey
        case .performing(let step): .perform(step)
        case .taking(let step): .take(step)
        case .confirming(let step): .confirm(step)
        case .undoing(let step): .undo(step)
        }
    }
}
