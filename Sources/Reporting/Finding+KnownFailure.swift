public import StepEngine

extension Finding {
    /// Whether it names a known cause of a failure.
    public var isKnownFailure: Bool { title.hasPrefix("known failure ") }
}

extension Sequence<Finding> {
    /// Known causes first, else in the same order.
    public var knownFirst: [Finding] { filter(\.isKnownFailure) + filter { !$0.isKnownFailure } }
}
