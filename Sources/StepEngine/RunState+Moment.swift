extension RunState {
    /// One point of the run's story.
    public struct Moment: Sendable, Hashable {
        /// When, in ISO 8601.
        public var time: String
        /// What happened, as a phrase.
        public var text: String
        /// The step that it happened to; nil for the run as a whole.
        public var step: String?
        /// How the step ended then; nil for what is no end.
        public var outcome: Outcome?
        /// How long that took, in seconds.
        public var seconds: Double?
    }

    /// What an event adds to the story, told before it is taken into account; nil where it is a detail.
    func moment(_ event: Event, at time: String) -> Moment? {
        switch event {
        case .opened(let opening): Moment(time: time, text: text(of: opening))
        case .repaired(let lost, _): Moment(time: time, text: "\(lost) damaged \(lost == 1 ? "line" : "lines") of the journal set aside")
        case .reviewed(let user): Moment(time: time, text: "the plan was agreed to by \(user)")
        case .finished(let step, let outcome, _, let reason, let seconds):
            Moment(time: time, text: text(of: outcome, reason), step: step, outcome: outcome, seconds: seconds)
        case .skipped(let step, let reason, let user): Moment(time: time, text: "left out by \(user): \(reason)", step: step)
        case .interrupted(let step): Moment(time: time, text: "cut short: the program was stopped in the middle of it", step: step)
        case .verified(let step, let findings): turn(of: self[step], findings).map { Moment(time: time, text: $0, step: step) }
        case .started, .kept, .launched, .ended, .changed, .proven, .restored, .output, .progressed: nil
        }
    }

    /// That the server's clock was set back, where an event is older than the one before it; nil where it is not. Time servers
    /// move a clock by less.
    func stepBack(to time: String) -> Moment? {
        guard let latest, time < latest, let before = LocalTime.seconds(latest), let now = LocalTime.seconds(time), before - now > 2 else {
            return nil
        }
        return Moment(time: time, text: "the server's clock was set back: what was recorded before this is of \(latest)")
    }

    private func text(of opening: Opening) -> String {
        guard let last = self.opening else { return "started by \(opening.user), version \(opening.program)" }
        var words = "started again by \(opening.user), version \(opening.program)"
        if last.bootID != opening.bootID { words += ", after a restart of the server" }
        if last.hostName != opening.hostName { words += ", on the server now called \(opening.hostName), before \(last.hostName)" }
        if last.cluster != opening.cluster { words += ", for the cluster now called \(opening.cluster), before \(last.cluster)" }
        return words
    }

    private func text(of outcome: Outcome, _ reason: String?) -> String {
        let word =
            switch outcome {
            case .unchanged: "was so already"
            case .changed: "done"
            case .confirmed: "done by hand"
            case .proven: "proven"
            case .failed: "failed"
            case .cancelled: "stopped by the operator"
            case .undone: "taken back"
            }
        return outcome == .failed ? reason.map { "\(word): \($0)" } ?? word : word
    }

    /// What a later look changes about a step that was done; nil where nothing.
    private func turn(of state: StepState, _ findings: [Finding]) -> String? {
        if state.hasDrifted { return findings.areAcceptable ? "holds again" : nil }
        guard state.outcome?.isDone == true, findings.contains(where: { $0.verdict == .fails }) else { return nil }
        return "no longer holds"
    }
}
