import Guidebook
import Reporting
import StepEngine

/// The work on one server as the wizard sees it: plan, state, and where the operator is in it.
struct Run: Sendable, Equatable {
    /// The part of the main page that has the keyboard; what runs has one of its own on wide screens only.
    enum Pane: Sendable, Equatable { case list, detail, deeds }

    let plan: Plan
    let steps: [Step]
    var state = RunState()
    /// Whether the engine has taken the run over.
    var isOpen = false
    /// The other instance that is at work while this one only reads along; nil where none is.
    var follows: String?
    var missingSecrets: [String] = []
    /// Damage of the journal, in words.
    var damage: String?
    /// What the journal said was done when the program started.
    var recordedDone: [String] = []
    /// Steps in whose middle the program was left before it started now.
    var leftRunning: [String] = []
    /// When something was recorded last before the program started, in ISO 8601.
    var latestBefore: String?
    /// Whether the server's clock showed an earlier time when the program started.
    var hasOlderClock = false
    /// What was seen when that was looked at again.
    var seenAgain: [String: [Finding]] = [:]
    var selectedIndex = 0
    var pane = Pane.list
    var detailOffset = 0
    var deedsOffset = 0
    var previews: [String: Preview] = [:]
    /// Why the engine could not look at a step.
    var lookProblems: [String: String] = [:]
    /// The step that the engine is looking at.
    var previewing: String?
    var work: Work?
    /// Waits for the look to end.
    var queued: Work.Kind?
    var output: LiveOutput?
    /// Whether one step follows the other until something needs the operator.
    var isRunningAll = false
    var reportPaths: [String] = []
    /// What must hold before the work, as it was seen last.
    var preflight: Preflight?
    /// Files of the step at hand that somebody changed after we had written them.
    var conflicts: [Conflict] = []
    /// The checks that are to be fixed one after the other.
    var fixes: [String] = []

    init(plan: Plan) {
        self.plan = plan
        steps = plan.steps
    }

    var isBusy: Bool { work != nil || queued != nil }
    var selected: Step? { steps.indices.contains(selectedIndex) ? steps[selectedIndex] : nil }
    var settledCount: Int { plan.required.count { state[$0.id].isSettled } }
    var isComplete: Bool { settledCount == plan.required.count }
    var hasFailure: Bool { steps.contains { state[$0.id].status == .failed } }

    /// The next step after `id` that is not settled, from the beginning again at the end; the first one without an `id`.
    func nextOpen(after id: String? = nil) -> Step? {
        let start = id.flatMap { id in steps.firstIndex { $0.id == id } }.map { $0 + 1 } ?? 0
        return (steps[start...] + steps[..<start]).first { !state[$0.id].isSettled && $0.id != id && !$0.isOnRequest }
            ?? steps.first { !state[$0.id].isSettled && !$0.isOnRequest }
    }

    /// What was seen may no longer be true.
    mutating func forgetLooks() {
        previews = [:]
        lookProblems = [:]
    }

    /// Whether the engine has tried to look at the step.
    func isLookedAt(_ id: String) -> Bool { previews[id] != nil || lookProblems[id] != nil }

    mutating func select(_ id: String) {
        guard let index = steps.firstIndex(where: { $0.id == id }), index != selectedIndex else { return }
        selectedIndex = index
        detailOffset = 0
        deedsOffset = 0
    }

    /// What was seen when recorded steps were looked at again: how many hold, which have changed, which cannot be judged.
    var resumption: (holding: Int, changed: [Step], unclear: [Step]) {
        var result: (holding: Int, changed: [Step], unclear: [Step]) = (0, [], [])
        for step in steps where recordedDone.contains(step.id) {
            guard let findings = seenAgain[step.id] else { continue }
            if findings.areAcceptable {
                result.holding += 1
            } else if findings.contains(where: { $0.verdict == .fails }) {
                result.changed.append(step)
            } else {
                result.unclear.append(step)
            }
        }
        return result
    }
}
