import Guidebook
import Reporting
import StepEngine
import Testing

@Suite("The story of a run")
struct TimelineTests {
    private func opening(boot: String, program: String = "1") -> Event {
        .opened(
            Opening(
                program: program, guide: "g", cluster: "trial", server: "app1", roles: ["application"], hostName: "app1", machineID: "m",
                bootID: boot, release: "debian 12", user: "operator"))
    }

    @Test("Starts, ends, cuts, things left out and taken back stand there in order; details do not")
    func story() {
        var state = RunState()
        let events: [Event] = [
            opening(boot: "1"), .reviewed(user: "operator"), .started(step: "a.one", attempt: 1),
            .changed(step: "a.one", change: .command("true")),
            .finished(step: "a.one", outcome: .changed, findings: [], reason: nil, seconds: 2), .started(step: "a.two", attempt: 1),
            opening(boot: "2", program: "2"), .interrupted(step: "a.two"), .started(step: "a.two", attempt: 2),
            .finished(step: "a.two", outcome: .failed, findings: [], reason: "no space", seconds: 1),
            .skipped(step: "a.three", reason: "not here", user: "operator"),
            .finished(step: "a.one", outcome: .undone, findings: [], reason: nil, seconds: 0.5), .repaired(lostLines: 1, copy: "/x"),
        ]
        for (second, event) in events.enumerated() { state.apply(event, at: "2026-11-23T09:00:\(second + 10).000Z") }
        #expect(
            state.moments.map(\.text) == [
                "started by operator, version 1", "the plan was agreed to by operator", "done",
                "started again by operator, version 2, after a restart of the server",
                "cut short: the program was stopped in the middle of it", "failed: no space", "left out by operator: not here",
                "taken back",
                "1 damaged line of the journal set aside",
            ])
        #expect(state.moments.map(\.step) == [nil, nil, "a.one", nil, "a.two", "a.two", "a.three", "a.one", nil])
        #expect(state.moments.map(\.outcome) == [nil, nil, .changed, nil, nil, .failed, nil, .undone, nil])
        #expect(state.moments[2].seconds == 2 && state.moments[2].time == "2026-11-23T09:00:14.000Z")
        #expect(state.moments.map(\.time) == state.moments.map(\.time).sorted())
    }

    @Test("A later look stands there when it changes the picture, and only then")
    func drift() {
        var state = RunState()
        let bad = [Finding("port", expected: "open", found: "closed", verdict: .fails)]
        let good = [Finding("port", expected: "open", found: "open", verdict: .holds)]
        let unclear = [Finding("port", expected: "open", found: "?", verdict: .unknown)]
        state.apply(.finished(step: "a.one", outcome: .changed, findings: good, reason: nil, seconds: 2), at: "1")
        for (time, findings) in [good, unclear, bad, bad, unclear, good, good].enumerated() {
            state.apply(.verified(step: "a.one", findings: findings), at: "\(time + 2)")
        }
        #expect(state.moments.map(\.text) == ["done", "no longer holds", "holds again"])
        #expect(state.moments.map(\.time) == ["1", "4", "7"])
        state.apply(.verified(step: "a.two", findings: bad), at: "9")
        #expect(state.moments.count == 3, "a step that was never done cannot stop holding")
    }

    @Test("The report carries the story, and adding up the journal gives the same as having been there")
    func report() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        let report = await bed.report()
        #expect(report.timeline.first?.text == "started by operator from 192.0.2.99, version 1.0-test")
        #expect(Set(report.timeline.compactMap(\.step)) == Set(bed.plan.steps.map(\.id)))
        let contents = try Journal.contents(at: bed.folder + "/journal.jsonl")
        #expect(await RunState(contents.records) == bed.engine.state)
    }
}
