/// What fills the screen below all dialogs.
enum Page: Sendable, Equatable {
    /// Nothing is known yet; what is being found out.
    case opening(String)
    /// The program cannot go on.
    case refused(Refusal, offset: Int = 0)
    case welcome
    case resume(ResumePage)
    case form(ClusterForm)
    /// Which server is this one? The index of the choice.
    case chooser(Int)
    case main
    case preflight(PreflightPage)
    case proofs(ProofsPage)
    case review(Review)
    /// Lines above the window.
    case report(Int)
}
