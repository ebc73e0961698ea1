/// Where the operator is among the proofs.
struct ProofsPage: Sendable, Equatable {
    let isFromMain: Bool
    var index = 0
    /// The lines of the note that are scrolled out of sight.
    var offset = 0
}
