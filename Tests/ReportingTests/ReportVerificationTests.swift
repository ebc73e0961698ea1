import Foundation
import Guidebook
import Machines
import Reporting
import StepEngine
import Testing

@Suite("Whether a report tells what the journal holds")
struct ReportVerificationTests {
    /// A report of a run whose journal is a real file, and that journal.
    private func made() async throws -> (bed: ReportBed, report: Report, journal: String) {
        let bed = try await ReportBed(faults: [.packageMirrorDown(times: 2)])
        try await bed.work()
        let contents = try Journal.contents(at: bed.folder + "/journal.jsonl")
        let report = Report(
            plan: bed.plan, state: RunState(contents.records), program: "1.0-test", made: "2026-11-23T00:00:00Z",
            journal: .init(contents.mark))
        return (bed, report, bed.folder + "/journal.jsonl")
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func write(_ lines: [String], to path: String) throws {
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }

    @Test("It does when nobody touched either, and still does when the run went on afterwards")
    func untouched() async throws {
        let (bed, report, journal) = try await made()
        defer { bed.remove() }
        let first = try ReportVerification(of: report, against: Journal.contents(at: journal))
        #expect(first.holds, "\(first.mismatches)")
        #expect(
            first.summary
                == "app1: the report tells what the first \(first.journalLines) of \(first.journalLines) lines of the journal hold.")
        try await bed.engine.perform("mount.packages")
        let later = try ReportVerification(of: report, against: Journal.contents(at: journal))
        #expect(later.holds && later.journalLines > first.journalLines)
    }

    @Test("It survives the way through JSON")
    func json() async throws {
        let (bed, report, journal) = try await made()
        defer { bed.remove() }
        let again = try JSONReport.report(from: JSONReport.text(of: report))
        #expect(try ReportVerification(of: again, against: Journal.contents(at: journal)).holds)
    }

    @Test("An edited line of the journal is named by its number, wherever it is")
    func editedLine() async throws {
        let (bed, report, journal) = try await made()
        defer { bed.remove() }
        let whole = try lines(journal)
        for place in whole.indices {
            var edited = whole
            edited[place] = edited[place].replacingOccurrences(of: "\"time\":\"2", with: "\"time\":\"3")
            try write(edited, to: journal)
            let verification = try ReportVerification(of: report, against: Journal.contents(at: journal))
            #expect(verification.mismatches.first?.line == place + 1)
            #expect(verification.mismatches.first?.text.hasPrefix("line \(place + 1) of the journal is damaged: ") == true)
        }
    }

    @Test("Lines that were taken away at the end are missed")
    func shortened() async throws {
        let (bed, report, journal) = try await made()
        defer { bed.remove() }
        let whole = try lines(journal)
        try write(Array(whole.dropLast(2)), to: journal)
        let verification = try ReportVerification(of: report, against: Journal.contents(at: journal))
        #expect(
            verification.mismatches.map(\.text) == [
                "the report was made from \(whole.count) lines, but only \(whole.count - 2) whole lines are there"
            ])
    }

    @Test("A journal that was written anew with a whole chain is not the one that the report was made from")
    func rewritten() async throws {
        let (bed, report, journal) = try await made()
        defer { bed.remove() }
        let records = try Journal.contents(at: journal).records
        // In another folder: where a run has left traces no journal is begun.
        let folder = try StateDirectory(path: bed.folder + "/elsewhere", creating: true)
        let anew = try Journal(folder)
        for record in records { try anew.append(record.event) }
        let contents = try Journal.contents(at: folder.journal)
        #expect(contents.damage == nil && contents.records.count == records.count)
        let verification = ReportVerification(of: report, against: contents)
        #expect(verification.mismatches.map(\.line) == [records.count])
        #expect(verification.mismatches.first?.text.contains("is not the one that the report was made from") == true)
    }

    private static let lies: [(String, @Sendable (inout Report) -> Void, String)] = [
        (
            "a failure", { $0.steps[$0.steps.firstIndex { $0.status == .failed }!].status = .done },
            "status is 'done' in the report, 'failed' by"
        ),
        ("the whole", { $0.isComplete = true }, "isComplete is true in the report, false by the journal"),
        ("who worked", { $0.user = "somebody else" }, "user is 'somebody else' in the report"),
        ("a waiver", { $0.waived = [] }, "waived.1 is missing in the report, an entry by the journal"),
        ("a finding", { $0.steps[0].findings[0].found = "fine" }, "findings.1.found is 'fine' in the report"),
        ("a command", { $0.steps[$0.steps.firstIndex { !$0.commands.isEmpty }!].commands[0].line = "true" }, "commands.1.line is 'true'"),
        ("a moment", { $0.timeline.removeFirst() }, "timeline.1."),
        ("a measurement", { $0.facts["war.sha256"] = "0" }, "facts.war.sha256 is '0'"),
        ("the machine", { $0.server.machineID = "x" }, "server.machineID is 'x'"),
    ]

    @Test("Whatever is told differently is named, with what each of them says", arguments: 0..<9)
    func told(index: Int) async throws {
        var (bed, report, journal) = try await made()
        defer { bed.remove() }
        Self.lies[index].1(&report)
        let verification = try ReportVerification(of: report, against: Journal.contents(at: journal))
        #expect(
            verification.mismatches.contains { $0.text.contains(Self.lies[index].2) }, "\(Self.lies[index].0): \(verification.mismatches)")
    }

    @Test("A step that fails is named with the journal's last line about it; one that was left out of the report as well")
    func steps() async throws {
        var (bed, report, journal) = try await made()
        defer { bed.remove() }
        let failed = try #require(report.steps.firstIndex { $0.status == .failed })
        let id = report.steps[failed].id
        let contents = try Journal.contents(at: journal)
        let last = try #require(contents.records.last { $0.event.step == id }?.number)
        report.steps[failed].status = .done
        let changed = ReportVerification(of: report, against: contents)
        #expect(changed.mismatches.first?.step == id && changed.mismatches.first?.line == last)
        report.steps.remove(at: failed)
        let removed = ReportVerification(of: report, against: contents)
        #expect(removed.mismatches.contains { $0.text == "step \(id): the journal tells of it, the report does not" && $0.line == last })
    }

    @Test("The journal of another server, and a report that does not say where it ends, are told of")
    func another() async throws {
        var (bed, report, journal) = try await made()
        defer { bed.remove() }
        let contents = try Journal.contents(at: journal)
        report.server.name = "app2"
        #expect(
            ReportVerification(of: report, against: contents).mismatches.contains {
                $0.text == "the report is of server app2, the journal of server app1"
            })
        report.journal = nil
        #expect(ReportVerification(of: report, against: contents).mismatches.map(\.text).first?.contains("does not say how far") == true)
    }
}
