import Foundation
import StepEngine
import Testing

@testable import Reporting

@Suite("Hostile text in the HTML report")
struct HTMLHostileTests {
    static let texts = [
        "</script><img src=x onerror=alert(1)>", "</title></style><script>alert(1)</script>", "\" onload=\"alert(1)", "' onclick='x",
        "<!--", "-->", "]]>", "<![CDATA[", "&lt;script&gt;", "&#60;b&#62;", "&", "javascript:alert(1)", "{{x}}", "<\u{338}script>",
        "<details>",
        "\u{202E}gnp.exe\u{202C}", "\u{2066}x\u{2069}", "\u{200F}\u{61C}", "\u{200B}\u{FEFF}\u{2060}", "\u{E0041}", "\u{1B}[2J\u{9B}2J",
        "\u{0}\u{7}\u{7F}",
        "a\rb\r\nc\u{2028}d", "\u{FFFE}\u{FFFF}", String(repeating: "W", count: 10_240), String(repeating: "e\u{301}\u{302}", count: 99),
        String(repeating: "<b>", count: 200), "",
    ]

    /// A report in which the text stands wherever text from outside can stand.
    static func spoilt(_ text: String) throws -> Report {
        var report = try MergedBed.report()
        report.steps = Array(report.steps.prefix(2)) + report.steps.suffix(2)
        (report.cluster, report.program, report.made, report.guide, report.user, report.repairs) = (text, text, text, text, text, [text])
        (report.began, report.latest) = (text, text)
        (report.server.name, report.server.address, report.server.roles, report.server.route) = (text, text, ["application", text], text)
        (report.server.hostName, report.server.machineID, report.server.release) = (text, text, text)
        report.description.servers = ["file-server", "application", "application", "balancer", "database"].map {
            Report.ServerEntry(name: text, address: text, roles: [$0, text], route: text)
        }
        for index in report.description.answers.indices {
            report.description.answers[index].title = text
            report.description.answers[index].text = text
            report.description.answers[index].isStandard = index.isMultiple(of: 2)
        }
        report.facts = [text: text]
        report.timeline = [
            .init(time: "2026-11-23T09:00:00Z", text: text), .init(time: text, text: text, step: text, outcome: .failed, seconds: -1),
            .init(time: "2026-11-23T09:01:00.5Z", text: text, step: text, outcome: .changed, seconds: 1e300),
        ]
        for index in report.steps.indices { spoil(&report.steps[index], text) }
        report.steps[1].status = .skipped
        report.steps[2].status = .warned
        return report
    }

    private static func spoil(_ step: inout Report.StepEntry, _ text: String) {
        (step.id, step.section, step.title, step.kind, step.reason, step.erratum) = (text, text, text, "proof", text, text)
        (step.skipReason, step.skippedBy, step.started, step.ended, step.status) = (text, text, text, text, .failed)
        step.findings = [
            Finding("known failure of \(text)", expected: text, found: text, verdict: .fails, evidence: text, remedy: text),
            Finding(text, expected: text, found: text, verdict: .warns, evidence: text, remedy: text),
        ]
        step.changes = [
            .directory(path: text, note: text), .command(text), .statements([text]),
            .file(path: text, isNew: false, diff: ["@", " ", "-", "+", text].map { Change.DiffRow(sign: $0, text: text) }),
        ]
        step.commands = [.init(line: text, end: text, status: 0, seconds: 1, log: text)]
    }

    private func source(_ text: String) throws -> String { HTMLReport.text(of: try Self.spoilt(text), logs: { _ in [text] }) }

    @Test("It changes nothing of the document: the same elements stand in the same order as with harmless text", arguments: texts)
    func structure(text: String) throws {
        let page = try HTMLPage(try source(text))
        // An empty answer is shown as a word, and what is empty needs no line of its own.
        let harmless = try HTMLPage(try source("x"))
        if !text.isEmpty { #expect(page.elements.map(\.name) == harmless.elements.map(\.name)) }
        #expect(Set(page.elements.flatMap(\.attributes.keys)) == Set(harmless.elements.flatMap(\.attributes.keys)))
    }

    @Test("Nothing is left that is obeyed or that hides itself", arguments: texts)
    func visible(text: String) throws {
        let bad = try source(text).unicodeScalars.filter { scalar in
            if scalar == "\n" || scalar == "\t" || scalar.value == 0xAD { return false }
            return [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
                || [0xFFFE, 0xFFFF].contains(scalar.value)
        }
        #expect(bad.isEmpty)
    }

    @Test("It is shown as it is, so that nobody overlooks it")
    func shown() throws {
        let page = try HTMLPage(try source("</script><img src=x onerror=alert(1)>"))
        #expect(page.text.contains("</script><img src=x onerror=alert(1)>"))
        #expect(try HTMLPage(try source("\u{202E}gnp")).text.contains("[U+202E]gnp"))
        #expect(try HTMLPage(try source("\u{1B}[2J")).text.contains("\u{241B}[2J"))
    }

    @Test("In a cluster's report it is as harmless", arguments: texts)
    func cluster(text: String) throws {
        var cluster = try ClusterBed().merged(["app2": ["share.id": "other"]])
        cluster.reports[2] = try Self.spoilt(text)
        (cluster.cluster, cluster.program, cluster.made, cluster.remarks) = (text, text, text, [text])
        for index in cluster.board.columns.indices { cluster.board.columns[index].server.name = text }
        for index in cluster.board.rows.indices {
            cluster.board.rows[index].title = text
            cluster.board.rows[index].step = text
        }
        cluster.board.lints[0] = BoardLint(
            kind: text, title: text, servers: [text], found: [.init(text: text, servers: [text])], remedy: text)
        let page = try HTMLPage(HTMLReport.text(of: cluster))
        #expect(page.elements.flatMap(\.attributes.keys).allSatisfy { !$0.hasPrefix("on") })
        #expect(Set(page.elements.map(\.name)).isDisjoint(with: ["script", "img", "b"]))
    }
}
