import Guidebook
import StepEngine
import TerminalUI

/// From keys to intents, and from intents to what happens.
extension Model {
    mutating func press(_ key: Key) -> [Effect] {
        let context = context
        let binding = Bindings.all.first { $0.keys.contains(key) && $0.isActive(in: self, context: context) }
        if isTooSmall {
            // What cannot be seen must not be changed.
            guard let intent = binding?.intent, [.interrupt, .leave, .redraw, .stop].contains(intent) else { return [] }
        }
        guard let binding else { return type(key) }
        return follow(binding.intent, key)
    }

    private mutating func follow(_ intent: Intent, _ key: Key) -> [Effect] {
        switch intent {
        case .help: showHelp()
        case .shell:
            isInShell = true
            return [.shell]
        case .back: return goBack()
        case .cancel: askCancel()
        case .interrupt: return interrupt()
        case .redraw: return [.redraw]
        case .stop: return [.stop]
        case .leave: return askLeave()
        case .reread: return reread()
        case .editCluster: return editCluster()
        case .preflight: return openPreflight()
        case .handOver: showHandOver()
        case .proofs: openProofs()
        case .inspect: return inspect()
        case .style: return [.style]
        case .commands: showCommands()
        case .guide: showGuide()
        case .search where overlays.isEmpty: openSearch()
        case .board: return showBoard()
        case .writeReport: return run.map { [.writeReport($0.plan)] } ?? []
        default:
            return overlays.isEmpty ? followOnPage(intent, key) : followInOverlay(intent, key)
        }
        return []
    }

    private mutating func followOnPage(_ intent: Intent, _ key: Key) -> [Effect] {
        switch page {
        case .opening: return []
        case .refused(let refusal, let offset):
            let screen = RefusedScreen(refusal: refusal, offset: offset)
            page = .refused(refusal, offset: screen.offset(after: key, in: Rect(size: size).inset(rows: 1, columns: 0)))
            return []
        case .welcome: return followOnWelcome(intent)
        case .resume(let resume): return follow(intent, key, resume)
        case .form(var form):
            let effects = follow(intent, key, in: &form)
            // Saving may have gone to another page already.
            if case .form = page { page = .form(form) }
            return effects
        case .chooser(let index): return choose(intent, key, index)
        case .main: return followOnMain(intent, key)
        case .preflight(let preflight): return follow(intent, key, preflight)
        case .proofs(let proofs): return follow(intent, key, proofs)
        case .review(let review): return follow(intent, key, review)
        case .report(let offset):
            var view = ScrollView(lines: reportLines, offset: offset)
            _ = view.handle(key, rows: bodyRows)
            page = .report(view.visibleRange(rows: bodyRows).lowerBound)
            return []
        }
    }

    private mutating func followOnWelcome(_ intent: Intent) -> [Effect] {
        switch intent {
        case .go:
            page = .main
            return look()
        case .verify: return begin(.verifying(nil))
        default: return []
        }
    }

    private mutating func follow(_ intent: Intent, _ key: Key, _ resume: ResumePage) -> [Effect] {
        guard intent == .navigate, let run else { return followOnWelcome(intent) }
        var resume = resume
        let area = ResumeScreen.area(of: Rect(size: size).inset(rows: 1, columns: 0))
        let screen = ResumeScreen(model: self, run: run, page: resume, columns: area.columns - 1)
        var view = ScrollView(lines: screen.lines, offset: resume.offset)
        _ = view.handle(key, rows: area.rows)
        resume.offset = view.visibleRange(rows: area.rows).lowerBound
        page = .resume(resume)
        return []
    }

    private mutating func choose(_ intent: Intent, _ key: Key, _ index: Int) -> [Effect] {
        guard let servers = cluster?.servers, !servers.isEmpty else { return [] }
        if intent == .go { return choose(servers[min(index, servers.count - 1)]) }
        let step = key == .up || key == .character("k") ? -1 : 1
        page = .chooser(min(max(0, index + step), servers.count - 1))
        return []
    }

    private mutating func follow(_ intent: Intent, _ key: Key, _ review: Review) -> [Effect] {
        var review = review
        switch intent {
        case .turn: review.isGoFocused.toggle()
        case .navigate:
            var view = ScrollView(lines: reviewLines, offset: review.offset)
            _ = view.handle(key, rows: bodyRows - ReviewScreen.footRows)
            review.offset = view.visibleRange(rows: bodyRows - ReviewScreen.footRows).lowerBound
        case .go:
            if review.isGoFocused { return [.review] }
            return goBack()
        default: break
        }
        page = .review(review)
        return []
    }

    // MARK: The main page

    private mutating func followOnMain(_ intent: Intent, _ key: Key) -> [Effect] {
        guard let run, let step = run.selected else { return [] }
        switch intent {
        case .perform:
            self.run?.isRunningAll = false
            return attempt(step.id)
        case .performAll:
            guard let next = run.nextOpen() else {
                page = .report(0)
                return []
            }
            self.run?.isRunningAll = true
            return attempt(next.id)
        case .next:
            if let next = run.nextOpen(after: step.id) { self.run?.select(next.id) } else { page = .report(0) }
            return look()
        case .skip: overlays.append(.skip(SkipForm(step: step.id)))
        case .undo: return [.undoPreview(step.id)]
        case .verify:
            self.run?.previews[step.id] = nil
            return begin(.verifying([step.id]))
        case .diff: showChanges(of: step)
        case .log: return showLog()
        case .report: page = .report(0)
        case .switchPane: switchPane(key)
        case .turn: scrollDetail(key)
        case .navigate: return moveOnMain(key)
        default: break
        }
        return []
    }

    private mutating func moveOnMain(_ key: Key) -> [Effect] {
        guard let run else { return [] }
        guard run.pane == .list else {
            scrollDetail(key)
            return []
        }
        let last = run.steps.count - 1
        let index =
            switch key {
            case .up, .character("k"): max(0, run.selectedIndex - 1)
            case .down, .character("j"): min(last, run.selectedIndex + 1)
            case .home: 0
            default: last
            }
        self.run?.select(run.steps[index].id)
        return look()
    }

    private mutating func scrollDetail(_ key: Key) {
        guard let run, let step = run.selected else { return }
        let screen = MainScreen(model: self, run: run, palette: .ascii)
        let layout = screen.layout(in: Rect(size: size).inset(rows: 1, columns: 0))
        if run.pane == .deeds && !layout.deeds.isEmpty {
            var view = ScrollView(lines: screen.deedLines(of: step, in: layout), offset: run.deedsOffset)
            _ = view.handle(key, rows: layout.deeds.rows)
            self.run?.deedsOffset = view.visibleRange(rows: layout.deeds.rows).lowerBound
        } else {
            var view = ScrollView(lines: screen.detailLines(of: step, in: layout), offset: run.detailOffset)
            _ = view.handle(key, rows: layout.detail.rows)
            self.run?.detailOffset = view.visibleRange(rows: layout.detail.rows).lowerBound
        }
    }

    /// Round the parts of the main page.
    private mutating func switchPane(_ key: Key) {
        let panes: [Run.Pane] = size.columns >= MainScreen.wide ? [.list, .detail, .deeds] : [.list, .detail]
        guard let run, let place = panes.firstIndex(of: run.pane) else {
            self.run?.pane = .list
            return
        }
        let step = key == .left || key == .backTab ? panes.count - 1 : 1
        self.run?.pane = panes[(place + step) % panes.count]
    }

    // MARK: Leaving and going back

    private mutating func goBack() -> [Effect] {
        if let overlay = overlays.popLast() {
            if overlay.isGate { run?.isRunningAll = false }
            return overlay.isGate ? look() : []
        }
        switch page {
        case .opening, .refused, .welcome: return []
        case .resume: page = .welcome
        case .form:
            guard clusterText != nil else { return askLeave() }
            if run != nil { page = .welcome } else { return [.identify] }
        case .chooser: return askLeave()
        case .main: page = .welcome
        case .preflight(let preflight):
            page = preflight.isFromMain ? .main : .welcome
            return look()
        case .proofs(let proofs):
            run?.isRunningAll = false
            page = proofs.isFromMain ? .main : .welcome
            return look()
        case .review:
            run?.isRunningAll = false
            page = .main
            return look()
        case .report: page = .main
        }
        return []
    }

    private mutating func askLeave() -> [Effect] {
        guard isCommandRunning else { return leave(presentExitCode) }
        let what = run?.work?.line.map { "'\($0)' is running." } ?? "A step is running."
        ask(
            .leave, "Leave now?",
            "\(what)\n\nThe command goes on without the wizard. Its output and its end are kept, and the next start shows them.",
            ["Stay", "Leave"])
        return []
    }

    private mutating func askCancel() {
        let what = run?.work?.line.map { "'\($0)'" } ?? "the step"
        ask(
            .cancel, "Stop the running command?",
            "Stopping \(what) in the middle may leave things half done. The step then counts as failed and can be tried again.",
            ["Let it go on", "Stop it", "Kill it"])
    }

    /// The first Ctrl-C asks, the second one leaves.
    private mutating func interrupt() -> [Effect] {
        if overlays.contains(where: \.isAboutLeaving) { return leave(130) }
        if isCommandRunning {
            askCancel()
        } else {
            let rest =
                stateTrouble == nil ? "Nothing is running and nothing is lost." : "Nothing is running. The state directory cannot be used."
            let words = isFollowing ? "The other instance goes on." : rest
            ask(.leave, "Leave?", words, ["Stay", "Leave"])
        }
        return []
    }

    private mutating func reread() -> [Effect] {
        page = .opening("reading \(setting.clusterPath)")
        run = nil
        return [.readCluster]
    }

    private mutating func editCluster() -> [Effect] {
        guard let identity else { return [] }
        return openForm(cluster.map { ClusterForm(cluster: $0) } ?? ClusterForm(identity: identity))
    }
}
