import FaultLedger
import Foundation
import Guidebook
import StepEngine
import Testing

@testable import Reporting

@Suite("Damaged and hostile reports", .serialized, .timeLimit(.minutes(10)))
struct ReportFuzzTests {
    private static let words = [
        "\"version\" : 2", "\"steps\" : [", "\"seconds\" : 1e300", "\"seconds\" : -1", "1e308", "null", "{", "}", "[", "]", ",",
        "\"status\" : \"done\"",
        "\\u0000", "\\ud800", "\\u202e", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-02-30T00:00:00Z", "\"made\" : \"",
    ]

    /// A report of one step, so that changes hit something.
    private static func small() throws -> Report {
        var report = try ClusterBed().report("app1")
        report.steps = Array(report.steps.prefix(2))
        return report
    }

    /// What a report of these bytes comes to, in every form; nil where all is well.
    private static func problem(_ input: [UInt8]) -> String? {
        guard let text = String(validating: input, as: UTF8.self) else { return nil }
        do throws(ReportError) {
            let reports = try JSONReport.reports(from: text, named: "report-x.json")
            for report in reports {
                for format in ReportFormat.allCases where format.text(of: report).isEmpty { return "the \(format) of it is empty" }
                let again = JSONReport.text(of: report)
                if try JSONReport.report(from: again) != report { return "it is read back as another one" }
            }
            _ = BoardText.text(of: Board(reports.map(BoardEntry.init)))
            return nil
        } catch {
            let line = error.description
            let isPlain = line.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
            return isPlain && line.contains("report-x.json") && line.utf8.count < 4000 ? nil : "the refusal is not one plain line: \(line)"
        }
    }

    @Test("One is refused in one line, or shown in every form and read back as it was")
    func damaged() throws {
        let report = JSONReport.text(of: try Self.small())
        let problems = Fuzzing.run(
            11, "damaged reports", cases: 900, corpus: [Array(report.utf8)], words: Self.words, problem: Self.problem)
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("Reports of several servers of which one is damaged are merged or refused in one line")
    func merged() throws {
        let reports = try ["fs1", "app1", "lb1"].map { name in
            var report = try ClusterBed().report(name)
            report.steps = Array(report.steps.prefix(2))
            return report
        }
        let corpus = Array(JSONReport.text(of: reports[1]).utf8)
        let problems = Fuzzing.run(11, "damaged reports merged with good ones", cases: 250, corpus: [corpus], words: Self.words) { input in
            guard let text = String(validating: input, as: UTF8.self), let damaged = try? JSONReport.report(from: text) else { return nil }
            let all = [reports[0], damaged, reports[2]]
            let board = Board(all.map(BoardEntry.init))
            return BoardText.text(of: board).isEmpty ? "the board is empty" : nil
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("The size of a report, or how deep it is nested, is no obstacle")
    func giant() throws {
        let texts = [
            String(repeating: "[", count: 100_000), "{\"version\":2,\"steps\":" + String(repeating: "[", count: 100_000) + "}",
            String(repeating: "{\"a\":", count: 100_000) + "1" + String(repeating: "}", count: 100_000),
            String(repeating: "x", count: 10 << 20),
            "{\"version\":" + String(repeating: "9", count: 1 << 20) + ",\"steps\":[],\"server\":{}}",
            "\"" + String(repeating: "\\u0000", count: 1 << 18),
            String(repeating: " ", count: 10 << 20), String(repeating: "\0", count: 1 << 20),
        ]
        var held = 0
        for text in texts {
            let error = #expect(throws: ReportError.self) { _ = try JSONReport.reports(from: text, named: "report-x.json") }
            held += error.map { $0.description.utf8.count < 2000 } == true ? 1 : 0
        }
        #expect(held == texts.count)
        FaultLedger.note(11, "giant reports", tried: texts.count, held: held)
    }
}
