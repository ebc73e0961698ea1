/// Where the operator is in the table of the checks before the work.
struct PreflightPage: Sendable, Equatable {
    /// Where Esc goes.
    let isFromMain: Bool
    /// The row that has the focus.
    var index = 0
    /// The lines of its note above the window.
    var offset = 0
}
