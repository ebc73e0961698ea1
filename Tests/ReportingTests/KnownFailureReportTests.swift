import Foundation
import Guidebook
import Reporting
import StepEngine
import Testing

@Suite("Known causes in the report")
struct KnownFailureReportTests {
    @Test("A known cause comes first, with its proof and what to do")
    func first() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        var state = await bed.engine.state
        let plain = Finding("service joget", expected: "running", found: "failed", verdict: .fails)
        let known = Finding(
            "known failure F4: Tomcat 10", expected: "Tomcat 9", found: "a Tomcat 10 was unpacked | that way", verdict: .fails,
            evidence: "NoClassDefFoundError: javax/servlet/Filter", remedy: "take an archive of Tomcat 9")
        for event in [
            Event.started(step: "prepare.root", attempt: 1),
            .finished(step: "prepare.root", outcome: .failed, findings: [plain, known], reason: "service joget: failed", seconds: 1),
        ] { state.apply(event, at: "2026-11-23T00:00:00.000Z") }
        let report = Report(plan: bed.plan, state: state, program: "1", made: "2026-11-23T00:00:00Z")
        #expect(report.steps.first { $0.id == "prepare.root" }?.findings == [known, plain])
        let text = MarkdownReport.text(of: report)
        #expect(
            text.contains(
                """
                **Known failure F4: Tomcat 10.** a Tomcat 10 was unpacked \\| that way

                Proof: `NoClassDefFoundError: javax/servlet/Filter`

                What to do: take an archive of Tomcat 9

                | | Check | Expected | Found | Proof |
                |---|---|---|---|---|
                | FAIL | known failure F4: Tomcat 10 | Tomcat 9 |
                """))
    }
}
