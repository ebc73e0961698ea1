import StepEngine
import TerminalUI

/// What those must know about the model who press keys without looking.
extension Model {
    /// Whether typed text goes where it is not shown.
    var isTypingMasked: Bool {
        guard case .secret(let form)? = overlays.last else { return false }
        return form.focus == .first || form.focus == .second
    }

    /// Whether the letter of leaving leaves here.
    var canLeaveByKey: Bool {
        Bindings.active(in: self, context: context).first { $0.keys.contains(.character("q")) }?.intent == .leave
    }

    /// The same with all clocks stopped, so that its picture is always the same: everything has taken a second, and just now.
    var still: Model {
        var model = self
        guard var run = model.run else { return model }
        if let began = run.work?.began {
            model.now = began + 1
            run.work?.lastOutput = model.now
        }
        for id in run.state.steps.keys { run.state.steps[id]?.stopClocks() }
        model.run = run
        return model
    }
}
