import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

@testable import Reporting

@Suite("The schema of the JSON reports")
struct SchemaTests {
    private let schema: [String: Any]
    private var definitions: [String: [String: Any]] { schema["$defs"] as? [String: [String: Any]] ?? [:] }

    init() throws {
        let file = URL(filePath: ClusterBed.resources).appending(path: "Schemas/report.schema.json")
        schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    }

    /// Reports that have everything in them that a report can have.
    private func documents() async throws -> [(name: String, value: Any)] {
        let bed = try await ReportBed(faults: [.packageMirrorDown(times: 2)])
        defer { bed.remove() }
        try await bed.work()
        let contents = try Journal.contents(at: bed.folder + "/journal.jsonl")
        var real = Report(
            plan: bed.plan, state: RunState(contents.records), program: "1", made: "2026-11-23T00:00:00Z", journal: .init(contents.mark))
        real.repairs = ["1 damaged line"]
        real.steps[0].changes += [.command("true"), .statements(["SELECT 1"]), .directory(path: "/srv", note: "made")]
        let untouched = Report(plan: bed.plan, state: RunState(), program: "1", made: "2026-11-23T00:00:00Z")
        var reports = try ClusterBed().reports(["app2": ["share.id": "x"]])
        reports.removeFirst()
        reports.append(reports[0])
        let cluster = try ClusterReport(merging: reports, program: "1", made: "2026-11-23T00:00:00Z")
        return try [
            ("report", object(JSONReport.text(of: real))), ("report", object(JSONReport.text(of: untouched))),
            ("clusterReport", object(JSONReport.text(encoding: cluster))), ("board", object(JSONReport.text(encoding: cluster.board))),
        ]
    }

    private func object(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

    @Test("Every report fits the schema: no key too many, none missing, each of its kind")
    func fits() async throws {
        for (name, value) in try await documents() {
            var checker = SchemaChecker(definitions: definitions)
            checker.check(value, against: ["$ref": "#/$defs/\(name)"], at: name)
            #expect(checker.problems == [], "\(name)")
        }
    }

    @Test("Every key of the schema is in some report")
    func isUsed() async throws {
        var checker = SchemaChecker(definitions: definitions)
        for (name, value) in try await documents() { checker.check(value, against: ["$ref": "#/$defs/\(name)"], at: name) }
        let all = definitions.flatMap { name, definition in SchemaChecker.keys(of: definition, in: name) }
        #expect(Set(all).subtracting(checker.seen).sorted() == [])
    }

    @Test("Its lists of words are those of the program")
    func words() {
        func list(_ name: String) -> [String] { definitions[name]?["enum"] as? [String] ?? [] }
        for word in list("status") { #expect(StepState.Status(rawValue: word) != nil) }
        for word in list("outcome") { #expect(Outcome(rawValue: word) != nil) }
        #expect(Set(list("status")).count == 6 && Set(list("outcome")).count == 7)
        let versions = ["report": Report.currentVersion, "clusterReport": ClusterReport.currentVersion]
        for (name, version) in versions {
            let properties = definitions[name]?["properties"] as? [String: [String: Any]]
            #expect(properties?["version"]?["const"] as? Int == version)
        }
    }

    @Test("A wrong report does not fit")
    func wrong() async throws {
        let report = try #require(try await documents().first?.value as? [String: Any])
        let spoilt: [(String, Any?)] = [
            ("cluster", nil), ("cluster", 7), ("novelty", "x"), ("guide", "short"), ("starts", "1"), ("steps", "none"),
        ]
        for (key, value) in spoilt {
            var other = report
            other[key] = value
            var checker = SchemaChecker(definitions: definitions)
            checker.check(other, against: ["$ref": "#/$defs/report"], at: "report")
            #expect(checker.problems.count == 1, "\(key)")
        }
    }
}
