import FaultLedger
import Guidebook
import Reporting
import StepEngine
import Testing

@Suite("A report of a run whose clock was set back")
struct ClockReportTests {
    @Test("Every form of it is whole, says that the clock went back, and knows no time below zero", arguments: ReportFormat.allCases)
    func forms(format: ReportFormat) async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        var state = RunState()
        let opening = Opening(
            program: "1", guide: "g", cluster: "trial", server: "app1", roles: ["application"], hostName: "app1", machineID: "m",
            bootID: "b",
            release: "debian 12", user: "operator")
        let steps = bed.plan.steps.prefix(4).map(\.id)
        // Two steps on the second day, then the clock is set back to the first; one step lies astride.
        let events: [(String, Event)] = [
            ("2026-11-24T10:00:00.000Z", .opened(opening)), ("2026-11-24T10:00:05.000Z", .started(step: steps[0], attempt: 1)),
            ("2026-11-24T10:00:09.000Z", .finished(step: steps[0], outcome: .changed, findings: [], reason: nil, seconds: 4)),
            ("2026-11-24T10:00:10.000Z", .started(step: steps[1], attempt: 1)),
            ("2026-11-23T10:00:15.000Z", .finished(step: steps[1], outcome: .changed, findings: [], reason: nil, seconds: 5)),
            ("2026-11-23T10:00:20.000Z", .opened(opening)), ("2026-11-23T10:00:30.000Z", .skipped(step: steps[2], reason: "no", user: "u")),
            ("2026-11-23T10:00:40.000Z", .started(step: steps[3], attempt: 1)),
        ]
        for (time, event) in events { state.apply(event, at: time) }
        let report = Report(plan: bed.plan, state: state, program: "1", made: "2026-11-23T11:00:00.000Z")
        let text = format.text(of: report)
        #expect(state.clockSteps == 1)
        let hasWord = format == .junit || text.contains("clock was set back") || text.contains("do not run on")
        #expect(hasWord, "\(format)")
        let isSane =
            !text.contains("-86") && !text.contains("nan") && !text.contains("inf ") && !text.contains(#"width="-"#)
            && !text.contains(#"time="-"#)
        #expect(isSane, "\(format)")
        FaultLedger.note(7, "forms of a report of a run whose clock was set back", tried: 1, held: hasWord && isSane ? 1 : 0)
    }
}
