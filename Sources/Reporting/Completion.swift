import StepEngine

/// What a change board asks of one report or several: is it finished, what deviates, what was shown.
struct Completion {
    /// How it stands as a whole.
    enum Grade: Hashable {
        /// All steps are settled, and nothing was left out, let pass or warned of.
        case complete
        /// All steps are settled; something was left out, let pass or warned of.
        case withExceptions
        /// Something is not settled.
        case incomplete
    }

    /// A step of a server.
    struct Place {
        /// The server's report, by its place among the reports.
        var report: Int
        /// The step, by its place in the report.
        var index: Int
        var server: String
        var step: Report.StepEntry
    }

    let reports: [Report]
    /// The comparison of the servers; nil for one server's report.
    let board: Board?
    /// Every step of every server that counts, in order: all but those that are done on request only, and nobody asked for.
    let places: [Place]

    init(_ report: Report) { self.init([report], board: nil) }
    init(_ cluster: ClusterReport) { self.init(cluster.reports, board: cluster.board) }

    private init(_ reports: [Report], board: Board?) {
        self.reports = reports
        self.board = board
        places = reports.enumerated().flatMap { number, report in
            report.steps.enumerated().filter { $1.counts }.map { Place(report: number, index: $0, server: report.server.name, step: $1) }
        }
    }

    /// With more servers than that, steps that went well are counted, and told in the servers' own reports only.
    static let mostInFull = 12

    /// Whether there are too many servers to tell everything of each.
    var isBrief: Bool { reports.count > Completion.mostInFull }

    /// Whether a step is told in full.
    func isTold(_ step: Report.StepEntry) -> Bool { !isBrief || [.failed, .running, .skipped].contains(step.status) }

    /// Where the document speaks of a step: at the step itself, or else at its server.
    func anchor(_ place: Place) -> String {
        isTold(place.step) ? "step-\(place.report)-\(place.index)" : "server-\(place.report)"
    }

    // MARK: - Verdict

    /// How it stands. What a report says of itself is believed only where its steps say so too.
    var grade: Grade {
        let isSettled = !places.isEmpty && reports.allSatisfy(\.isComplete) && places.allSatisfy(\.step.isSettled)
        guard isSettled, board?.isComplete ?? true else { return .incomplete }
        return places.contains { $0.step.status != .done } ? .withExceptions : .complete
    }

    /// The verdict in a few words.
    var headline: String {
        switch grade {
        case .complete: "Complete"
        case .withExceptions: "Complete, with exceptions"
        case .incomplete: "Not complete"
        }
    }

    /// The verdict in sentences.
    var sentences: [String] {
        let settled = places.count { $0.step.isSettled }
        let of = board == nil ? "of \(reports.first?.server.name ?? "?")" : "on \(Completion.counted(reports.count, "server"))"
        var sentences = [
            settled == places.count && settled > 0
                ? "All \(settled) steps \(of) are settled." : "\(settled) of \(places.count) steps \(of) are settled."
        ]
        let parts: [(StepState.Status, String, String)] = [
            (.failed, "failed", "failed"), (.running, "is not finished", "are not finished"), (.todo, "was not begun", "were not begun"),
            (.warned, "warns", "warn"), (.skipped, "was left out or let pass", "were left out or let pass"),
        ]
        for (status, one, many) in parts {
            let count = places.count { $0.step.status == status }
            if count > 0 { sentences.append("\(count) \(count == 1 ? one : many).") }
        }
        if let board {
            let silent = board.columns.filter { !$0.hasReport }.map(\.server.name)
            if !silent.isEmpty { sentences.append("No report of \(Completion.listed(silent, most: 4)).") }
            if !board.lints.isEmpty { sentences.append("\(Completion.counted(board.lints.count, "difference")) between the servers.") }
        } else if grade != .incomplete {
            sentences.append("This is one server's report; it says nothing of the others.")
        }
        return sentences
    }

    // MARK: - What deviates, what was shown

    /// Steps that are not settled, failed ones first.
    var unsettled: [Place] { places.filter { $0.step.status == .failed } + places.filter { $0.step.status.isOpen } }
    /// Steps that are settled and warn: once for all servers on which they do so in the same words.
    var warned: [Group] { grouped(places.filter { $0.step.status == .warned }) { "\($0.id) \($0.warning)" } }
    /// Steps that the operator left out.
    var leftOut: [Place] { places.filter { $0.step.status == .skipped && !Preflight.includes($0.step.id) } }
    /// Checks of the preflight that the operator let pass.
    var waived: [Place] { places.filter { $0.step.status == .skipped && Preflight.includes($0.step.id) } }
    /// Steps that did something that the published guide says otherwise: once for each step, however many servers did it.
    var errata: [Group] { grouped(places.filter { $0.step.erratum != nil }) { $0.id } }
    /// Steps that show that something works, the preflight left out.
    var proofs: [Place] { places.filter { $0.step.kind == "proof" && !Preflight.includes($0.step.id) } }
    /// Looks that were taken before the work.
    var preconditions: [Place] { places.filter { $0.step.kind == "proof" && Preflight.includes($0.step.id) } }
    /// Damage that journals had, with the server's name.
    var repairs: [(server: String, text: String)] {
        reports.flatMap { report in report.repairs.map { (report.server.name, $0) } }
    }

    /// The same on one server or several.
    typealias Group = (place: Place, servers: [String])

    private func grouped(_ places: [Place], by key: (Report.StepEntry) -> String) -> [Group] {
        var order: [String: Int] = [:]
        var groups: [Group] = []
        for place in places {
            let key = key(place.step)
            if let index = order[key] {
                groups[index].servers.append(place.server)
            } else {
                order[key] = groups.count
                groups.append((place, [place.server]))
            }
        }
        return groups
    }

    // MARK: - Numbers

    /// From the first event to the last, in ISO 8601; nil where nothing happened.
    var span: (began: String, latest: String)? {
        let began = reports.compactMap { report in report.began.flatMap { time in ReadableTime.seconds(time).map { ($0, time) } } }
        let latest = reports.compactMap { report in report.latest.flatMap { time in ReadableTime.seconds(time).map { ($0, time) } } }
        // A clock that was set back makes the last event the earliest.
        let times = began + latest
        guard let first = times.min(by: { $0.0 < $1.0 }), let last = times.max(by: { $0.0 < $1.0 }) else { return nil }
        return (first.1, last.1)
    }

    /// `1 server`, `3 servers`.
    static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// The first few names, and how many more there are.
    static func listed(_ names: [String], most: Int = 8) -> String {
        names.count <= most ? names.joined(separator: ", ") : "\(names.prefix(most).joined(separator: ", ")) and \(names.count - most) more"
    }
}

extension Report.StepEntry {
    /// Whether it belongs to what was asked: a step on request does so only once somebody has begun it.
    var counts: Bool { !isOnRequest || status != .todo }

    /// What warns, in words.
    var warning: String {
        findings.filter { $0.verdict == .warns }.map { "\($0.title): \($0.found), expected \($0.expected)" }.joined(separator: "; ")
    }
}

extension StepState.Status {
    /// Whether it is yet to be done.
    fileprivate var isOpen: Bool { self == .todo || self == .running }
}
