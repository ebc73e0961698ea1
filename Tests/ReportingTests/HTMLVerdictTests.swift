import StepEngine
import Testing

@testable import Reporting

@Suite("The verdict of the report")
struct HTMLVerdictTests {
    private func tone(_ source: String) throws -> (tone: String, words: String) {
        let verdict = try #require(try HTMLPage(source).all("div").first { $0.attributes["class"]?.hasPrefix("verdict") == true })
        return (verdict.attributes["class"]?.split(separator: " ").last.map(String.init) ?? "", verdict.text)
    }

    @Test("Everything done and nothing let pass is complete")
    func complete() throws {
        #expect(try tone(HTMLReport.text(of: MergedBed.five())).tone == "good")
        let own = try tone(HTMLReport.text(of: MergedBed.report()))
        #expect(own.tone == "good" && own.words.contains("it says nothing of the others"))
    }

    @Test(
        "One step that is not settled is enough: never green, whatever the report says of itself",
        arguments: [
            StepState.Status.failed, .todo, .running,
        ])
    func incomplete(status: StepState.Status) throws {
        var report = try MergedBed.report()
        report.steps[3].status = status
        report.isComplete = true
        let verdict = try tone(HTMLReport.text(of: report))
        #expect(verdict.tone == "bad" && verdict.words.contains("Not complete"))
        #expect(TextReport.text(of: report).contains("NOT COMPLETE"))
        var cluster = try MergedBed.five()
        cluster.reports[2] = report
        #expect(try tone(HTMLReport.text(of: cluster)).tone == "bad")
    }

    @Test(
        "A warning, a step left out or a check let pass makes it complete with exceptions", arguments: [StepState.Status.warned, .skipped])
    func exceptions(status: StepState.Status) throws {
        var report = try MergedBed.report()
        report.steps[3].status = status
        let verdict = try tone(HTMLReport.text(of: report))
        #expect(verdict.tone == "warn" && verdict.words.contains("with exceptions"))
    }

    @Test("A server without a report, or a difference between servers, keeps a cluster from being complete")
    func between() throws {
        let bed = ClusterBed()
        let silent = try ClusterReport(merging: bed.reports().filter { $0.report.server.name != "lb1" }, program: "1", made: bed.made)
        let verdict = try tone(HTMLReport.text(of: silent))
        #expect(verdict.tone == "bad" && verdict.words.contains("No report of lb1"))
        let differing = try tone(HTMLReport.text(of: bed.merged(["app2": ["share.id": "other"]])))
        #expect(differing.tone == "bad" && differing.words.contains("difference"))
    }

    @Test("A report without steps is not complete")
    func empty() throws {
        var report = try MergedBed.report()
        report.steps = []
        report.isComplete = true
        #expect(try tone(HTMLReport.text(of: report)).tone == "bad")
    }

    @Test("A step that is done on request only counts once somebody has asked for it")
    func onRequest() throws {
        var report = try MergedBed.report()
        report.steps[3].isOnRequest = true
        report.steps[3].status = .todo
        let page = try HTMLPage(HTMLReport.text(of: report))
        #expect(try tone(HTMLReport.text(of: report)).tone == "good")
        #expect(page.all("details", "step").contains { $0.text.contains("ON REQUEST") })
        report.steps[3].status = .failed
        #expect(try tone(HTMLReport.text(of: report)).tone == "bad")
    }
}
