import StepEngine

/// What happened on one server, to be drawn along a line.
struct SVGLane {
    /// A step, from its beginning to its end.
    struct Bar: Hashable {
        var start: Double
        var end: Double
        var outcome: Outcome
        var title: String
    }

    /// Something that happened at once.
    struct Mark: Hashable {
        /// What it was.
        enum Kind: String {
            /// Something that concerns the run, such as a start of the program.
            case start
            /// A step was cut short, or is not finished.
            case cut
            /// A step was left out.
            case left
            /// A later look at a step that was done saw something else.
            case turn
        }

        var time: Double
        var kind: Kind
        var title: String
    }

    var server: String
    var isComplete: Bool
    var bars: [Bar] = []
    var marks: [Mark] = []

    /// Everything that a report says of times; what cannot be read as a time is left out.
    init(_ report: Report) {
        server = report.server.name
        isComplete = report.isComplete
        let steps = Dictionary(report.steps.map { ($0.id, $0) }) { first, _ in first }
        for moment in report.timeline { add(moment, steps) }
        if bars.isEmpty { report.steps.forEach { add($0) } }
        for step in report.steps where step.status == .running {
            if let time = step.started.flatMap(ReadableTime.seconds) {
                marks.append(Mark(time: time, kind: .cut, title: "\(step.title): not finished"))
            }
        }
    }

    /// From the first to the last thing that happened.
    var times: [(start: Double, end: Double)] { bars.map { ($0.start, $0.end) } + marks.map { ($0.time, $0.time) } }

    private mutating func add(_ moment: Report.Moment, _ steps: [String: Report.StepEntry]) {
        guard let time = ReadableTime.seconds(moment.time) else { return }
        let step = moment.step.flatMap { steps[$0] }
        let title = "\(step?.title ?? moment.step ?? "Run"): \(moment.text)"
        if let outcome = moment.outcome {
            let seconds = SVGLane.length(moment.seconds ?? 0)
            bars.append(Bar(start: time - seconds, end: time, outcome: outcome, title: title))
        } else if moment.step == nil {
            marks.append(Mark(time: time, kind: .start, title: moment.text))
        } else {
            marks.append(Mark(time: time, kind: SVGLane.kind(moment.text), title: title))
        }
    }

    /// A moment without an end is told apart by its words: an unknown one is taken for a look.
    private static func kind(_ text: String) -> Mark.Kind {
        text.hasPrefix("left out") ? .left : text.hasPrefix("cut short") ? .cut : .turn
    }

    /// For a report without a timeline: the last attempt of each step.
    private mutating func add(_ step: Report.StepEntry) {
        guard let end = step.ended.flatMap(ReadableTime.seconds) else { return }
        if step.status == .skipped {
            marks.append(Mark(time: end, kind: .left, title: "\(step.title): left out"))
        } else if let outcome = step.outcome {
            let start = step.started.flatMap(ReadableTime.seconds) ?? end
            bars.append(Bar(start: min(start, end), end: end, outcome: outcome, title: "\(step.title): \(outcome.rawValue)"))
        }
    }

    /// A length that can be drawn: none at all for what is no length, a month at most.
    private static func length(_ seconds: Double) -> Double { seconds.isFinite ? min(max(seconds, 0), 2_678_400) : 0 }
}
