import Foundation
import StepEngine
import Testing

@testable import Reporting

@Suite("The report as HTML")
struct HTMLReportTests {
    private func worked() async throws -> Report {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        return await bed.report()
    }

    /// A server's report, a cluster's, and one of too many servers to tell everything.
    private func pages() async throws -> [HTMLPage] {
        [
            try HTMLPage(HTMLReport.text(of: await worked())), try HTMLPage(HTMLReport.text(of: MergedBed.five())),
            try HTMLPage(HTMLReport.text(of: MergedBed.many(14))),
        ]
    }

    @Test("It is well-formed, and every place that a link leads to is there")
    func links() async throws {
        for page in try await pages() {
            let anchors = page.elements.compactMap { $0.attributes["id"] }
            #expect(Set(anchors).count == anchors.count)
            let links = page.all("a").compactMap { $0.attributes["href"] }
            #expect(!links.isEmpty)
            #expect(links.filter { !anchors.contains(String($0.dropFirst())) } == [])
        }
    }

    @Test("It needs nothing from elsewhere: no network, no program, no other file")
    func alone() async throws {
        for page in try await pages() {
            let names = Set(page.elements.map(\.name))
            #expect(
                names.isDisjoint(with: [
                    "script", "link", "img", "image", "iframe", "object", "embed", "base", "form", "use", "audio", "video",
                ]))
            let attributes = page.elements.flatMap(\.attributes)
            #expect(attributes.filter { $0.key.hasPrefix("on") || ["src", "srcset", "action", "style"].contains($0.key) }.isEmpty)
            #expect(attributes.filter { $0.key.hasSuffix("href") && !$0.value.hasPrefix("#") }.isEmpty)
            #expect(attributes.filter { $0.key != "data-label" && ($0.value.contains("http:") || $0.value.contains("https:")) }.isEmpty)
            let sheet = page.all("style").map(\.text).joined()
            #expect(!sheet.contains("url(") && !sheet.contains("@import") && sheet.contains("@media print"))
            #expect(page.all("meta").contains { $0.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'" })
        }
    }

    @Test("Those who do not see it find their way: language, headings in order, tables with captions and headings")
    func accessible() async throws {
        for page in try await pages() {
            #expect(page.all("html").first?.attributes["lang"] == "en")
            let levels = page.elements.filter { $0.name.count == 2 && $0.name.hasPrefix("h") && $0.name != "hr" }.compactMap {
                Int($0.name.dropFirst())
            }
            #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
            #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 || ($0 == 2 && $1 == 4) })
            for table in page.all("table") {
                #expect(page.all("caption", within: table).count == 1)
                #expect(page.all("th", within: table).allSatisfy { $0.attributes["scope"] != nil })
            }
            #expect(page.all("svg").allSatisfy { $0.attributes["role"] == "img" && $0.attributes["aria-label"] != nil })
            #expect(page.all("desc").count == page.all("svg").count && page.all("desc").allSatisfy { $0.text.count > 40 })
        }
    }

    @Test("A change board reads what was asked, what was done, what deviates and why, and what was proven")
    func chapters() async throws {
        let report = try await worked()
        let page = try HTMLPage(HTMLReport.text(of: report))
        let asked = try #require(page.section("asked")).text
        for server in report.description.servers { #expect(asked.contains(server.name) && asked.contains(server.address)) }
        #expect(asked.contains("\(report.description.answers.count { $0.isStandard }) as the program proposes"))
        let deviations = try #require(page.section("deviations")).text
        #expect(deviations.contains("no | time `server` <b>here</b>") && deviations.contains("operator from 192.0.2.99"))
        for erratum in report.errata { #expect(deviations.contains(erratum.text.trimmingCharacters(in: .newlines))) }
        let proven = try #require(page.section("proven"))
        for step in report.steps where step.kind == "proof" && !step.id.hasPrefix("prepare.") {
            #expect(proven.text.contains(step.title))
            for finding in step.findings { #expect(proven.text.contains(finding.title) && proven.text.contains(finding.found)) }
        }
        #expect(try #require(page.section("done")).text.contains("1 left out or let pass"))
    }

    @Test("Every step is told with its findings, its commands and its changes")
    func steps() async throws {
        let report = try await worked()
        let page = try HTMLPage(HTMLReport.text(of: report))
        let told = page.all("details", "step")
        #expect(told.count == report.steps.count)
        for (step, element) in zip(report.steps, told) {
            #expect(element.text.contains(step.id) && element.text.contains(step.title))
            for finding in step.findings { #expect(element.text.contains(finding.expected) && element.text.contains(finding.found)) }
            for command in step.commands { #expect(element.text.contains(command.line)) }
            for case .file(let path, _, let rows) in step.changes {
                #expect(element.text.contains(path))
                #expect(page.all("ins", within: element).count >= rows.count { $0.sign == "+" })
                #expect(page.all("del", within: element).count >= rows.count { $0.sign == "-" })
            }
        }
        #expect(page.all("ins").allSatisfy { $0.text.hasPrefix("+") } && page.all("del").allSatisfy { $0.text.hasPrefix("-") })
        #expect(!page.all("ins").isEmpty)
    }

    @Test("The last lines of a log stand under their step where they are handed over, and nowhere else")
    func output() async throws {
        let report = try await worked()
        let logs = Set(report.steps.flatMap(\.commands).map(\.log))
        #expect(!logs.isEmpty)
        let page = try HTMLPage(HTMLReport.text(of: report) { ["first of \($0)", "</pre><script>last</script>"] })
        #expect(page.all("details", "output").count == logs.count)
        for log in logs { #expect(page.all("details", "output").contains { $0.text.contains("first of \(log)") }) }
        #expect(try HTMLPage(HTMLReport.text(of: report)).all("details", "output").isEmpty)
    }

    @Test("A cluster's report lays the servers side by side and names what differs between them")
    func cluster() throws {
        let merged = try ClusterBed().merged(["app2": ["war.sha256": String(repeating: "ff", count: 32)]])
        let lint = try #require(merged.board.lints.first)
        let page = try HTMLPage(HTMLReport.text(of: merged))
        let text = try #require(page.section("deviations")).text
        #expect(text.contains(lint.title) && text.contains(lint.remedy))
        for seen in lint.found { #expect(text.contains(seen.text)) }
        let matrix = try #require(page.all("table", "matrix").first)
        #expect(page.all("tr", within: matrix).count > merged.board.rows.count)
        for server in merged.board.columns { #expect(matrix.text.contains(server.server.name)) }
        #expect(page.all("div", "server").count == merged.reports.count)
    }

    @Test("Five hundred servers make a report of a size that can still be opened, and that grows with their number only")
    func many() throws {
        let hundred = HTMLReport.text(of: try MergedBed.many(97)).utf8.count
        let source = HTMLReport.text(of: try MergedBed.many(497))
        #expect(source.utf8.count < 2_000_000)
        #expect(source.utf8.count < hundred * 6)
        let page = try HTMLPage(source)
        #expect(page.all("div", "server").count == 500)
        #expect(page.text.contains("and 490 more"))
    }
}
