/// The look at the whole plan before the first change.
struct Review: Sendable, Equatable {
    /// The step that waits for it.
    let step: String
    var offset = 0
    /// Back has the focus at first.
    var isGoFocused = false
}
