import Guidebook
import Machines
import StepEngine

/// Steps: looking at them, performing them, and everything that must come before.
extension Model {
    /// Performs a step, as soon as nothing stands in the way any more: asks for what is missing first, one thing after the other.
    mutating func attempt(_ id: String, isAgreed: Bool = false) -> [Effect] {
        guard let run, run.isOpen, !run.isBusy, let step = run.plan.step(id) else { return [] }
        self.run?.select(id)
        let missing = run.plan.secretNames(of: step).first(where: run.missingSecrets.contains)
        if case .manual = step.action {
            if let missing {
                // The checks that follow need it.
                overlays.append(.secret(SecretForm(name: missing, step: id)))
                return []
            }
            ask(
                .manual(id), "Done by hand?",
                "\(step.title)\n\nThe wizard cannot do this. Confirm when you have done it; the checks then look.",
                ["Not yet", "It is done"])
            return []
        }
        if step.action.changesServer && !run.state.isReviewed {
            page = .review(Review(step: id))
            return []
        }
        if let missing {
            overlays.append(.secret(SecretForm(name: missing, step: id)))
            return []
        }
        if let warning = step.warning, !isAgreed {
            ask(.perform(id), "Before this step", "\(step.title)\n\n\(warning)", ["No", "Do it"])
            return []
        }
        return mayConflict(step) ? [.findConflicts(id)] : begin(.performing(id))
    }

    /// Begins work, or puts it off until the engine has finished looking at a step.
    mutating func begin(_ kind: Work.Kind) -> [Effect] {
        guard run?.work == nil else { return [] }
        if run?.previewing != nil {
            run?.queued = kind
            return []
        }
        run?.queued = nil
        run?.work = Work(kind)
        return kind.effect.map { [$0] } ?? []
    }

    mutating func takeUpQueued() -> [Effect] {
        guard let kind = run?.queued else { return look() }
        return begin(kind)
    }

    /// Has the engine look at the selected step, where nobody has yet.
    mutating func look() -> [Effect] {
        guard let run, run.isOpen, !run.isBusy, run.previewing == nil, let step = run.selected, !run.isLookedAt(step.id) else {
            return []
        }
        self.run?.previewing = step.id
        return [.preview(step.id)]
    }

    mutating func previewed(_ id: String, _ preview: Preview) -> [Effect] {
        run?.previewing = nil
        run?.previews[id] = preview
        return takeUpQueued()
    }

    mutating func ended(_ id: String, _ outcome: Outcome, _ state: RunState) -> [Effect] {
        if case .preflight = page { return fixed(id, outcome, state) }
        if case .proofs = page { return proved(id, outcome, state) }
        run?.fixes = []
        let isAutomatic = run?.isRunningAll == true
        if outcome.isDone { return moveOn(from: id, state) }
        adopt(state)
        run?.isRunningAll = false
        if isAutomatic { run?.select(id) }
        run?.detailOffset = 0
        return look()
    }

    /// To the next step that is not settled; to the report where there is none.
    mutating func moveOn(from id: String, _ state: RunState) -> [Effect] {
        if case .preflight = page {
            waived(state)
            return []
        }
        let wasHere = run?.selected?.id == id
        adopt(state)
        guard let run else { return [] }
        guard let next = run.nextOpen(after: id) else {
            self.run?.isRunningAll = false
            if page == .main { page = .report(0) }
            return look()
        }
        if wasHere || run.isRunningAll { self.run?.select(next.id) }
        guard run.isRunningAll else { return look() }
        if run.state[next.id].status == .failed && !run.state[next.id].hasDrifted {
            // It was tried and failed: trying it again is the operator's decision.
            self.run?.isRunningAll = false
            return look()
        }
        let effects = attempt(next.id)
        return effects.isEmpty ? look() : effects
    }

    mutating func reviewed(_ state: RunState) -> [Effect] {
        run?.state = state
        guard case .review(let review) = page else { return [] }
        page = .main
        return attempt(review.step)
    }

    mutating func secretKept(_ missing: [String]) -> [Effect] {
        run?.missingSecrets = missing
        guard case .secret(let form)? = overlays.last else { return [] }
        overlays.removeLast()
        return attempt(form.step)
    }

    mutating func askUndo(_ id: String, _ lines: [String]) -> [Effect] {
        guard let step = run?.plan.step(id) else { return [] }
        if lines.isEmpty {
            tell("Nothing to undo", "\(step.title)\n\nIt changed nothing on this server.")
        } else if case .none(let reason) = step.undo {
            tell("This step is not taken back", reason)
        } else {
            let list = lines.map { "- \($0)" }.joined(separator: "\n")
            ask(.undo(id), "Undo this step?", "\(step.title)\n\n\(list)", ["No", "Undo it"])
        }
        return []
    }
}
