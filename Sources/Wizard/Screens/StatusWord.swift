import Guidebook
import Reporting
import StepEngine
import TerminalUI

/// The word for where a step or a check stands; colour only repeats what it says.
struct StatusWord: Sendable, Equatable {
    let text: String
    let style: Style

    static let ok = StatusWord(text: "[ OK ]", style: .success)
    static let warning = StatusWord(text: "[WARN]", style: .warning)
    static let failed = StatusWord(text: "[FAIL]", style: .failure)
    static let skipped = StatusWord(text: "[SKIP]", style: .warning)
    static let waived = StatusWord(text: "[WAIV]", style: .warning)
    static let running = StatusWord(text: "[ .. ]", style: .accent)
    static let todo = StatusWord(text: "[TODO]", style: .normal)
    static let onRequest = StatusWord(text: "[ -- ]", style: .muted)
    static let byHand = StatusWord(text: "[HAND]", style: .accent)
    static let unknown = StatusWord(text: "[ ?? ]", style: .warning)

    static func of(_ step: Step, in run: Run) -> StatusWord {
        if run.work?.step == step.id { return .running }
        switch run.state[step.id].status {
        case .running: return .running
        case .done: return .ok
        case .warned: return .warning
        case .failed: return .failed
        case .skipped: return Preflight.includes(step.id) ? .waived : .skipped
        case .todo:
            if case .manual = step.action { return .byHand }
            return step.isOnRequest ? .onRequest : .todo
        }
    }

    static func of(_ verdict: Finding.Verdict) -> StatusWord {
        switch verdict {
        case .holds: .ok
        case .warns: .warning
        case .fails: .failed
        case .unknown: .unknown
        }
    }
}
