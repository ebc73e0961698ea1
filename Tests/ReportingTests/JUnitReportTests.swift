import Foundation
import FoundationXML
import Guidebook
import Machines
import StepEngine
import Testing

@testable import Reporting

@Suite("The JUnit report")
struct JUnitReportTests {
    /// What a reader of JUnit files finds in one.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var suites: [[String: String]] = []
        var cases: [[String: String]] = []
        var total: [String: String] = [:]
        var messages: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            elements[name, default: 0] += 1
            switch name {
            case "testsuites": total = attributes
            case "testsuite": suites.append(attributes)
            case "testcase": cases.append(attributes)
            default: if let message = attributes["message"] { messages.append(message) }
            }
        }
    }

    private func read(_ text: String) throws -> Reader {
        let reader = Reader()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "") at line \(parser.lineNumber)")
        return reader
    }

    private func sum(_ name: String, _ suites: [[String: String]]) -> Int { suites.reduce(0) { $0 + (Int($1[name] ?? "") ?? 0) } }

    @Test("Every step is a case under its section, and the totals are those of the cases")
    func cases() async throws {
        let bed = try await ReportBed(faults: [.packageMirrorDown(times: 2)])
        defer { bed.remove() }
        try await bed.work()
        let report = await bed.report()
        let reader = try read(JUnitReport.text(of: report))
        #expect(reader.cases.map { $0["classname"] } == report.steps.map { "app1.\($0.id)" })
        #expect(reader.cases.map { $0["name"] } == report.steps.map(\.title))
        #expect(reader.suites.map { $0["name"] } == bed.plan.sections.map { "app1: \($0.title)" })
        #expect(reader.elements["failure"] == report.counts["failed"] && reader.elements["skipped"] == report.counts["skipped"])
        for (total, one) in [("tests", "testcase"), ("failures", "failure"), ("errors", "error")] {
            #expect(reader.total[total] == String(reader.elements[one] ?? 0), "\(total)")
            #expect(sum(total, reader.suites) == reader.elements[one] ?? 0, "\(total)")
        }
        #expect(reader.messages.contains("apt-get ended with exit status 100"))
        #expect(reader.messages.contains("left out by operator from 192.0.2.99: no | time `server` <b>here</b>"))
    }

    @Test("What nobody has begun is an error, so that nothing is green that is not complete")
    func notBegun() async throws {
        let bed = try await ReportBed()
        defer { bed.remove() }
        let report = await bed.report()
        let reader = try read(JUnitReport.text(of: report))
        #expect(reader.elements["error"] == report.steps.count && reader.messages.allSatisfy { $0 == "nobody has begun it" })
    }

    @Test("A cluster's file is green when the cluster is complete; what differs, and a missing report, are not")
    func cluster() throws {
        let bed = ClusterBed()
        let whole = try read(JUnitReport.text(of: bed.merged()))
        #expect(whole.elements["failure"] == nil && whole.elements["error"] == nil && whole.elements["testcase"] ?? 0 > 100)
        let reports = try bed.reports(["app2": ["share.id": "x"]]).dropLast()
        let spoilt = try read(JUnitReport.text(of: ClusterReport(merging: Array(reports), program: "1", made: "")))
        #expect(spoilt.elements["failure"] == 1 && spoilt.elements["error"] == 1)
        #expect(spoilt.messages.sorted() == ["concerns app1, app2", "no report of this server is here"])
    }

    @Test("Text from outside stays text", arguments: HostileReportTests.texts + ["]]>", "\"'&<>", "\u{FFFE}\u{FFFF}\u{1}", "\u{202E}abc"])
    func hostile(text: String) throws {
        var report = try ClusterBed().report("app1")
        report.steps = Array(report.steps.prefix(3))
        report.steps[0].title = text
        report.steps[0].section = text
        report.steps[1].status = .failed
        report.steps[1].reason = text
        report.steps[1].findings = [Finding(text, expected: text, found: text, verdict: .fails, evidence: text, remedy: text)]
        report.steps[2].status = .skipped
        report.steps[2].skipReason = text
        report.server.hostName = text
        let reader = try read(JUnitReport.text(of: report))
        #expect(reader.cases.count == 3 && reader.elements["failure"] == 1 && reader.elements["skipped"] == 1)
        let forbidden = text.unicodeScalars.contains {
            ($0.value < 32 && ![9, 10, 13].contains($0.value)) || $0.value >= 0xFFFE || (127...159).contains($0.value)
        }
        if !forbidden { #expect(reader.cases[0]["name"]?.unicodeScalars.elementsEqual(text.unicodeScalars) == true) }
    }
}
