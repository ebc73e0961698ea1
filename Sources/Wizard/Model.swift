import Guidebook
import Machines
import Reporting
import StepEngine
import TerminalUI

/// The wizard as one value: `update` changes it, `view` draws it, and neither touches anything else.
struct Model: Sendable, Equatable {
    /// Below this size nothing but a request for more room is shown.
    static let leastSize = Size(rows: 24, columns: 80)

    let setting: Setting
    var size: Size
    var clusterText: String?
    /// Which server of the cluster this is, where the operator had to say it.
    var chosenServer: String?
    var identity: Identity?
    var cluster: Cluster?
    var page = Page.opening("looking at this server")
    var overlays: [Overlay] = []
    var run: Run?
    /// Seconds on the clock of `Moment`, as far as it is known.
    var now = 0.0
    var isInShell = false
    /// Whether the shown log has grown since it was read.
    var isLogStale = false
    /// Whether a card may open by itself.
    var takesCards = true
    /// Why nothing could be recorded the last time; nil where that went well.
    var stateTrouble: Refusal?
    /// How the program ends; nil as long as it does not.
    var exitCode: Int32?

    init(setting: Setting, clusterText: String?, size: Size) {
        self.setting = setting
        self.clusterText = clusterText
        self.size = size
    }

    /// Where the keyboard is.
    var context: Context {
        if let overlay = overlays.last { return overlay.context }
        switch page {
        case .opening: return .opening
        case .refused: return .refused
        case .welcome: return .welcome
        case .resume: return .resume
        case .form: return .form
        case .chooser: return .chooser
        case .main: return .main
        case .preflight: return .preflight
        case .proofs: return .proofs
        case .review: return .review
        case .report: return .report
        }
    }

    var isTooSmall: Bool { size.rows < Model.leastSize.rows || size.columns < Model.leastSize.columns }
    var isBusy: Bool { run?.isBusy ?? false }
    var canPerform: Bool { run.map { $0.isOpen && !$0.isBusy && $0.selected != nil } ?? false }
    /// Whether what is left out now is a check of the preflight, which is called waiving.
    var isWaiving: Bool {
        if case .skip(let form)? = overlays.last { return Preflight.includes(form.step) }
        return selectedStep.map { Preflight.includes($0.id) } ?? false
    }
    var canSkip: Bool { canPerform && selectedState?.isSettled == false }
    var canUndo: Bool { canPerform && selectedState?.canUndo == true }
    var canVerifyAll: Bool { run.map { $0.isOpen && !$0.isBusy && $0.settledCount > 0 } ?? false }
    /// The step that the focus is on.
    var selectedStep: Step? {
        if case .preflight = page { return preflightRow.flatMap { run?.plan.step($0.entry.step) } }
        if case .proofs = page { return focusedProof }
        return run?.selected
    }
    var selectedState: StepState? { selectedStep.flatMap { run?.state[$0.id] } }
    var selectedLog: String? { selectedState?.runs.last?.record.log }

    /// Whether there is something that a signal could stop.
    var isCommandRunning: Bool {
        switch run?.work?.kind {
        case .performing, .taking, .undoing, .recovering: true
        default: false
        }
    }

    /// The log that is being read.
    var shownLog: String? {
        guard case .pager(let pager)? = overlays.last, case .log(let path) = pager.subject else { return nil }
        return path
    }

    /// Whether the passing of time changes anything.
    var needsTicks: Bool { run?.work != nil || (isLogStale && shownLog != nil) }

    var isOnServerRow: Bool {
        if case .form(let form) = page, case .server = form.row { return true }
        return false
    }

    var hasSuggestions: Bool {
        if case .form(let form) = page { return form.suggestedPaths?.isEmpty == false }
        return false
    }

    /// Whether another instance is at work and this one only reads along.
    var isFollowing: Bool { run?.follows != nil }

    /// How the program would end if it ended now.
    var presentExitCode: Int32 {
        if case .refused(let refusal, _) = page { return refusal.exitCode }
        if isFollowing { return 75 }
        if let stateTrouble { return stateTrouble.exitCode }
        guard let run, run.isOpen else { return 2 }
        return run.isComplete ? 0 : run.hasFailure ? 1 : 2
    }

    /// What the operator should know after the screen is gone.
    var lastWords: [String] {
        if case .refused(let refusal, _) = page { return [refusal.title + "."] + refusal.lines }
        if let holder = run?.follows { return ["\(holder) goes on; nothing was changed from here."] }
        guard let run, run.isOpen else { return ["Nothing was changed on this server."] }
        var words: [String] = []
        if let work = run.work, let line = work.line { words.append("'\(line)' goes on without the wizard; its end is recorded.") }
        if let stateTrouble {
            words += [stateTrouble.title + "."] + stateTrouble.lines
        } else if setting.isRehearsal {
            words.append("That was a rehearsal: nothing on this server was touched.")
        } else if run.isComplete {
            words.append("All \(run.plan.required.count) steps are settled on \(run.plan.server.name).")
        } else {
            words.append("Nothing is lost: \(run.settledCount) of \(run.plan.required.count) steps are done. Go on with: joget-cluster")
        }
        return words
    }
}
