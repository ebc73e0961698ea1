import Machines

/// What a command that has printed nothing for long is doing, and what can be done about it.
struct HangCard: Sendable, Equatable {
    /// What the operator may choose; waiting has the focus.
    enum Choice: CaseIterable, Sendable {
        case wait, interrupt, terminate, kill, leave

        var label: String {
            switch self {
            case .wait: "Wait"
            case .interrupt: "INT"
            case .terminate: "TERM"
            case .kill: "KILL"
            case .leave: "Leave it"
            }
        }

        /// What it does, in a sentence.
        var words: String {
            switch self {
            case .wait: "Go on waiting; asks again after 30 s more without a word."
            case .interrupt: "Ask the command to stop, as Ctrl-C does. The step then counts as failed."
            case .terminate: "Tell the command to end. The step then counts as failed."
            case .kill: "End it at once; what it was doing stays half done."
            case .leave: "Leave the wizard; the command goes on, its end is recorded."
            }
        }
    }

    /// The command as the operator would type it.
    let line: String
    var entries: [ProcessEntry] = []
    var focus = Choice.wait
    /// Whether the first look has come back.
    var isLooked = false

    mutating func move(by amount: Int) {
        let all = Choice.allCases
        guard let place = all.firstIndex(of: focus) else { return }
        focus = all[(place + amount + all.count) % all.count]
    }
}
