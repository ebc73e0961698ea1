import TerminalUI

/// A question with buttons, the first of which is the careful one.
struct Question: Sendable, Equatable {
    /// What the answer is for.
    enum Purpose: Sendable, Equatable {
        case perform(String)
        case manual(String)
        case undo(String)
        /// Somebody changed what the step wrote.
        case conflict(String)
        /// Mends these checks one after the other.
        case fix([String])
        case cancel
        case leave
        case notice
    }

    let purpose: Purpose
    var dialog: Dialog

    var isGate: Bool {
        switch purpose {
        case .perform, .manual, .conflict: true
        case .undo, .fix, .cancel, .leave, .notice: false
        }
    }
}
