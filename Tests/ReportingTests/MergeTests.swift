import Foundation
import Guidebook
import Reporting
import StepEngine
import Testing

@Suite("The report of a cluster")
struct MergeTests {
    @Test("It is complete when every server has reported, everything is settled and everything fits; never before")
    func complete() throws {
        let bed = ClusterBed()
        let merged = try bed.merged()
        #expect(merged.isComplete, "\(merged.board.lints)")
        #expect(merged.remarks == [] && merged.reports.map(\.server.name) == ["fs1", "db1", "app1", "app2", "lb1"])
        #expect(merged.board.verdict == "Complete: all 5 servers have every step settled, and nothing differs that must be the same.")
        let reports = try bed.reports()
        for missing in reports.indices {
            var fewer = reports
            let left = fewer.remove(at: missing)
            let part = try ClusterReport(merging: fewer, program: "1", made: "")
            #expect(!part.isComplete && part.report(of: left.report.server.name) == nil)
            #expect(part.remarks == ["no report of \(left.report.server.name) is here; the cluster is not complete without"])
            #expect(part.board.verdict == "Not complete: 1 server has not reported.")
        }
        let last = try #require(reports.last?.report.steps.last?.id)
        let unfinished = reports.dropLast() + [("report-lb1.json", try bed.report("lb1", undone: [last]))]
        #expect(try !ClusterReport(merging: Array(unfinished), program: "1", made: "").isComplete)
        let differing = try bed.merged(["app2": ["share.id": "other"]])
        #expect(!differing.isComplete && differing.board.isSettled)
    }

    @Test("The order in which the reports are handed over does not matter")
    func order() throws {
        let bed = ClusterBed()
        let merged = try bed.merged()
        let turned = try ClusterReport(merging: try bed.reports().reversed(), program: merged.program, made: merged.made)
        #expect(turned == merged)
    }

    @Test("The report of another cluster is refused and named")
    func stranger() throws {
        var other = ClusterBed()
        other.cluster.name = "production"
        let reports = try ClusterBed().reports() + [("other/report-app1.json", other.report("app1"))]
        let error = #expect(throws: ReportError.self) { _ = try ClusterReport(merging: reports, program: "1", made: "") }
        #expect(
            error?.description
                == "other/report-app1.json: it is of server app1 in cluster production, but report-fs1.json is of cluster trial; leave out what belongs to another cluster"
        )
        #expect(throws: ReportError.self) { _ = try ClusterReport(merging: [], program: "1", made: "") }
    }

    @Test("Of a server that has reported twice the newer report counts, whichever comes first, and that is said", arguments: [true, false])
    func twice(isNewerFirst: Bool) throws {
        var later = ClusterBed()
        later.made = "2026-11-23T10:30:00.000Z"
        let newer = (source: "new.json", report: try later.report("app1"))
        let older = (source: "old.json", report: try ClusterBed().report("app1", with: ["war.sha256": "old"]))
        let others = try ClusterBed().reports().filter { $0.report.server.name != "app1" }
        let merged = try ClusterReport(merging: (isNewerFirst ? [newer, older] : [older, newer]) + others, program: "1", made: "")
        #expect(merged.report(of: "app1") == newer.report && merged.isComplete)
        #expect(
            merged.remarks == [
                "app1 has reported twice: new.json of 2026-11-23T10:30:00.000Z is taken, old.json of 2026-11-23T10:00:00.000Z is left out"
            ])
    }

    @Test("The same report handed over twice under two names is said to be the same")
    func sameTwice() throws {
        let reports = try ClusterBed().reports() + [("copy.json", ClusterBed().report("db1"))]
        let merged = try ClusterReport(merging: reports, program: "1", made: "")
        #expect(merged.remarks == ["db1 has reported twice with the same words, in report-db1.json and copy.json"])
        #expect(merged.isComplete && merged.reports.count == 5)
    }

    @Test("A server that has reported from two machines is told from one that has reported twice")
    func twoMachines() throws {
        var other = try ClusterBed().report("app1")
        other.server.machineID = "another"
        let reports = try ClusterBed().reports() + [("again.json", other)]
        let merged = try ClusterReport(merging: reports, program: "1", made: "")
        #expect(
            merged.remarks.first?.hasPrefix("app1 has reported twice, from two machines (machine ids machine-of-app1 and another)") == true)
    }

    @Test("What is done on request only does not keep a server from being complete")
    func onRequest() throws {
        var reports = try ClusterBed().reports()
        reports[0].report.steps.append(reports[0].report.steps[0])
        let last = reports[0].report.steps.count - 1
        reports[0].report.steps[last].id = "proof.share"
        reports[0].report.steps[last].status = .todo
        reports[0].report.steps[last].isOnRequest = true
        let merged = try ClusterReport(merging: reports, program: "1", made: "")
        #expect(merged.isComplete)
        #expect(merged.board.columns[0].steps == last && merged.board.columns[0].settled == last)
        #expect(!JUnitReport.text(of: merged).contains("<error"))
    }

    @Test("Markdown says the verdict, what differs and what to do, shows the matrix, and then every server")
    func markdown() throws {
        let text = MarkdownReport.text(of: try ClusterBed().merged(["app2": ["share.id": "<b>|other`"]]))
        #expect(
            text.hasPrefix("# Completion report: cluster trial\n\n**Not complete:** 1 thing is not as it must be between the servers.\n"))
        #expect(text.contains("| app2 | mark &lt;b&gt;\\|other\\` |"))
        #expect(text.contains("| Step | fs1 | db1 | app1 | app2 | lb1 |\n|---|---|---|---|---|---|\n"))
        for name in ["fs1", "db1", "app1", "app2", "lb1"] { #expect(text.contains("\n# Completion report: \(name) in cluster trial\n")) }
    }
}
