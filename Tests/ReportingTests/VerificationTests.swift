import Foundation
import FoundationXML
import Guidebook
import StepEngine
import Testing

@testable import Reporting

@Suite("What monitoring is told")
struct VerificationTests {
    private static let steps = ["prepare.root", "application.java", "joget.war"]

    /// What was looked at on app1, of which everything was done but `undone`; each finding with its verdict.
    private func verification(_ verdicts: [String: Finding.Verdict] = [:], found: String = "so", undone: Set<String> = []) throws
        -> Verification
    {
        let bed = ClusterBed()
        let plan = try bed.plan("app1")
        let findings = Dictionary(
            uniqueKeysWithValues: Self.steps.map { id in
                (id, [Finding("look", expected: "so", found: found, verdict: verdicts[id] ?? .holds, remedy: "mend it")])
            })
        return Verification(
            plan: plan, state: bed.state(plan, facts: [:], undone: undone), found: undone.count > 40 ? [:] : findings, program: "1.0-test",
            time: 1_800_000_000, seconds: 2.5)
    }

    @Test(
        "A plugin's status is the worst that was seen, and its first line says it",
        arguments: [
            ([:], [], 0, "JOGET OK - 3 of 3 steps hold on app1 | holds=3 warns=0 unknown=0 fails=0 time=2.5s"),
            (
                ["joget.war": .warns], [], 1,
                "JOGET WARNING - 2 of 3 steps hold on app1; look at joget.war | holds=2 warns=1 unknown=0 fails=0 time=2.5s"
            ),
            (
                ["joget.war": .unknown, "prepare.root": .warns], [], 3,
                "JOGET UNKNOWN - 1 of 3 steps hold on app1; look at prepare.root, joget.war | holds=1 warns=1 unknown=1 fails=0 time=2.5s"
            ),
            (
                ["joget.war": .unknown, "prepare.root": .fails], [], 2,
                "JOGET CRITICAL - 1 of 3 steps hold on app1; look at prepare.root, joget.war | holds=1 warns=0 unknown=1 fails=1 time=2.5s"
            ),
        ] as [([String: Finding.Verdict], Set<String>, Int32, String)])
    func status(verdicts: [String: Finding.Verdict], undone: Set<String>, code: Int32, line: String) throws {
        let verification = try verification(verdicts, undone: undone)
        #expect(NagiosStatus(verification).rawValue == code)
        let lines = NagiosStatus.text(of: verification).split(separator: "\n")
        #expect(lines.first.map(String.init) == line)
        #expect(lines.count == 1 + verdicts.count)
        #expect(lines.dropFirst().allSatisfy { $0.contains("look: expected so, found so; mend it") })
    }

    @Test("A server that is not set up to its end is no OK, and one where nothing was done is unknown")
    func incomplete() throws {
        let bed = ClusterBed()
        let needed = try bed.plan("app1").required.map(\.id)
        let some = try verification(undone: Set(needed.suffix(2)))
        #expect(NagiosStatus(some) == .warning)
        #expect(NagiosStatus.text(of: some).contains("; 2 of \(needed.count) are not done yet"))
        let none = try verification(undone: Set(try bed.plan("app1").steps.map(\.id)))
        #expect(NagiosStatus(none) == .unknown && NagiosStatus.text(of: none).hasPrefix("JOGET UNKNOWN - nothing was set up on app1 yet"))
    }

    @Test(
        "Output of a command cannot add a line, performance data or a metric",
        arguments: ["a | x=1\nJOGET OK", "\u{1B}[31m\r\n\u{2028}x", "\"} 1\\"])
    func hostile(text: String) throws {
        let verification = try verification(["joget.war": .fails], found: text)
        let nagios = NagiosStatus.text(of: verification)
        #expect(nagios.count { $0 == "|" } == 1 && nagios.split(whereSeparator: \.isNewline).count == 2 && !nagios.contains("\u{1B}"))
        #expect(!PrometheusMetrics.text(of: verification).contains(text))
        let parser = XMLParser(data: Data(JUnitReport.text(of: verification).utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
    }

    @Test("A log is told of what does not hold and of nothing else")
    func log() throws {
        let text = VerificationFormat.text.text(of: try verification(["joget.war": .fails, "prepare.root": .warns]))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("[") }.map { $0.prefix(24) }
                == ["[WARN] prepare.root: Root", "[FAIL] joget.war: The rig"].map { $0.prefix(24) })
        #expect(text.hasSuffix("3 steps verified: 2 hold, 1 do not\n") && text.contains("what to do: mend it"))
    }

    @Test("Metrics are one gauge a step and the counts, in the text format")
    func metrics() throws {
        let lines = PrometheusMetrics.text(of: try verification(["joget.war": .fails])).split(separator: "\n").map(String.init)
        let own = #"cluster="trial",server="app1""#
        #expect(lines.contains("joget_cluster_step_holds{\(own),step=\"joget.war\"} 0"))
        #expect(lines.contains("joget_cluster_step_holds{\(own),step=\"prepare.root\"} 1"))
        #expect(lines.contains("joget_cluster_steps{\(own),verdict=\"fails\"} 1"))
        #expect(lines.contains("joget_cluster_steps_open{\(own)} 0"))
        #expect(lines.contains("joget_cluster_verified_timestamp_seconds{\(own)} 1800000000"))
        let names = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
        #expect(names.count == 6 && Set(names).count == 6)
        #expect(lines.allSatisfy { line in line.hasPrefix("# ") || names.contains { line.hasPrefix("\($0){cluster=") } })
    }

    @Test("In JUnit a step that does not hold fails, one that cannot be looked at is an error, and so is what is not done")
    func junit() throws {
        let verification = try verification(["joget.war": .fails, "application.java": .unknown], undone: ["reboot.application"])
        let text = JUnitReport.text(of: verification)
        #expect(text.contains(#"tests="4" failures="1" errors="2""#))
        #expect(text.contains("1 of \(verification.needed) steps are not done yet"))
    }
}
