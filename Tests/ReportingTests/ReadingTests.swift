import Foundation
import Reporting
import Testing

@Suite("Reading a report")
struct ReadingTests {
    private func refusal(_ text: String) -> ReportError? {
        #expect(throws: ReportError.self) { _ = try JSONReport.report(from: text, named: "report-x.json") }
    }

    @Test("What was written is read back, from a report and from a merged one")
    func roundTrip() throws {
        let bed = ClusterBed()
        let report = try bed.report("app1")
        #expect(try JSONReport.report(from: JSONReport.text(of: report)) == report)
        let merged = try bed.merged()
        #expect(try JSONReport.reports(from: JSONReport.text(encoding: merged)) == merged.reports)
        #expect(refusal(JSONReport.text(encoding: merged))?.what == "it holds the reports of 5 servers, not of one")
    }

    @Test("Reports that are read one after the other are what each of them is alone, whether their descriptions are alike or not")
    func manyReports() throws {
        var reports = try ["fs1", "app1", "app2"].map { try ClusterBed().report($0) }
        reports[1].description.answers[0].text += " otherwise"
        let texts = (reports + reports.reversed()).map(JSONReport.text)
        let descriptions = DescriptionMemory()
        for text in texts {
            #expect(try JSONReport.reports(from: text, sharing: descriptions) == [JSONReport.report(from: text)])
        }
        let merged = JSONReport.text(encoding: try ClusterBed().merged())
        #expect(try JSONReport.reports(from: merged, sharing: descriptions) == JSONReport.reports(from: merged))
    }

    @Test("A report that says its description twice means the same among others as alone, and changes none of them")
    func saidTwice() throws {
        let honest = JSONReport.text(of: try ClusterBed().report("app1"))
        let name = #""description" : {"#
        let twice = [#""description" : {"answers" : [], "servers" : []}, "#, #""description" : {"answers" : [ ], "servers" : []}, "#].map {
            honest.replacingOccurrences(of: name, with: $0 + name)
        }
        let descriptions = DescriptionMemory()
        for text in [honest, twice[0], honest, twice[1], twice[0], honest] {
            #expect(try JSONReport.reports(from: text, sharing: descriptions) == [JSONReport.report(from: text)])
        }
    }

    @Test("A report that is cut off anywhere says so")
    func cutOff() throws {
        let text = JSONReport.text(of: try ClusterBed().report("fs1"))
        let descriptions = DescriptionMemory()
        _ = try JSONReport.reports(from: text, sharing: descriptions)
        for cut in stride(from: 1, to: text.utf8.count - 2, by: 997) {
            let part = String(decoding: Array(text.utf8.prefix(cut)), as: UTF8.self)
            #expect(refusal(part)?.what == "the report is cut off: its end is missing", "cut at \(cut)")
            #expect(throws: ReportError.self) { _ = try JSONReport.reports(from: part, sharing: descriptions) }
        }
        #expect(refusal(" \n")?.what == "the file is empty")
    }

    @Test(
        "Something else is no report",
        arguments: ["[]", "{}", "7", "hello", "# Completion report", #"{"version":2}"#, "{\"a\":}", "<html></html>"])
    func somethingElse(text: String) {
        let error = refusal(text)
        #expect(error?.what == "this is no report of joget-cluster" && error?.subject == "report-x.json")
    }

    @Test("A newer form and an older one are told apart, and say what to do")
    func forms() throws {
        let text = JSONReport.text(of: try ClusterBed().report("fs1"))
        let newer = try #require(refusal(text.replacingOccurrences(of: "\"version\" : 2", with: "\"version\" : 3")))
        #expect(newer.what == "the report was made by a newer joget-cluster (form 3, this one reads 2)")
        let older = try #require(refusal(text.replacingOccurrences(of: "\"version\" : 2", with: "\"version\" : 1")))
        #expect(older.what.contains("older joget-cluster (form 1") && older.remedy.contains("make it again"))
    }

    @Test("A damaged place is named")
    func damaged() throws {
        let text = JSONReport.text(of: try ClusterBed().report("fs1"))
        let missing = text.replacingOccurrences(of: "\"cluster\" :", with: "\"clutter\" :")
        #expect(refusal(missing)?.what == "the report is damaged: cluster is missing")
        let first = try #require(text.range(of: "\"status\" : \"done\""))
        let wrong = text.replacingCharacters(in: first, with: "\"status\" : \"splendid\"")
        #expect(refusal(wrong)?.what == "the report is damaged: steps[0].status is not what a report has there")
    }
}
