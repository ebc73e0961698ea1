import StepEngine
import Testing

@testable import Reporting

@Suite("The report as plain text")
struct TextReportTests {
    @Test(
        "No line is wider than 80 columns, whatever stands in the report",
        arguments: HTMLHostileTests.texts + [
            String(repeating: "\u{6F22}", count: 99), String(repeating: "word ", count: 99),
        ])
    func width(text: String) throws {
        for line in TextReport.text(of: try HTMLHostileTests.spoilt(text)).split(separator: "\n") { #expect(String(line).columns <= 80) }
    }

    @Test("It leaves a terminal alone", arguments: HTMLHostileTests.texts)
    func controls(text: String) throws {
        let shown = TextReport.text(of: try HTMLHostileTests.spoilt(text)).unicodeScalars
        #expect(!shown.contains { $0 != "\n" && [.control, .format].contains($0.properties.generalCategory) })
    }

    @Test("It tells verdict, servers, own answers, deviations with reason and name, proofs and every step")
    func content() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        let report = await bed.report()
        let text = TextReport.text(of: report)
        // Lines are broken between words.
        let words = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(words.contains("COMPLETE, WITH EXCEPTIONS. All \(report.steps.count) steps of app1 are settled."))
        #expect(words.contains("no | time `server` <b>here</b> (operator from 192.0.2.99"))
        for server in report.description.servers { #expect(words.contains("\(server.name) \(server.address)")) }
        for step in report.steps { #expect(words.contains("\(step.word.split(separator: " ").joined(separator: " ")) \(step.title)")) }
        for step in report.steps where step.kind == "proof" && !step.id.hasPrefix("prepare.") {
            for finding in step.findings { #expect(words.contains(finding.title)) }
        }
    }

    @Test("A cluster's report begins with its board, and stays short for five hundred servers")
    func cluster() throws {
        let few = TextReport.text(of: try MergedBed.five())
        #expect(few.contains("Complete: all 5 servers have every step settled"))
        #expect(few.contains("The steps of app2"))
        let many = TextReport.text(of: try MergedBed.many(497))
        #expect(many.utf8.count < 200_000 && many.split(separator: "\n").allSatisfy { String($0).columns <= 80 })
    }
}
