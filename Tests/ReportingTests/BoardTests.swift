import Foundation
import Guidebook
import Reporting
import StepEngine
import Testing

@Suite("The cluster board")
struct BoardTests {
    @Test("Every server finds its steps in its own order, section by section, whatever order the servers come in")
    func order() throws {
        let bed = ClusterBed()
        for reports in [try bed.reports(), try bed.reports().reversed()] {
            let rows = Board(reports.map { BoardEntry($0.report) }).rows
            for report in reports.map(\.report) {
                let own = Set(report.steps.map(\.id))
                #expect(rows.map(\.step).filter(own.contains) == report.steps.map(\.id))
            }
            let sections = rows.map(\.section)
            #expect(zip(sections, sections.dropFirst()).count { $0 != $1 } + 1 == Set(sections).count, "no section is torn")
        }
    }

    @Test("A cell holds where the step stands there, and nothing where the server has no such step")
    func cells() throws {
        let bed = ClusterBed()
        var reports = try bed.reports().map(\.report)
        reports[2].steps[0].status = .failed
        let board = Board(reports.map(BoardEntry.init))
        for (column, report) in reports.enumerated() {
            for row in board.rows { #expect(row.cells[column] == report.steps.first { $0.id == row.step }?.status) }
        }
        #expect(board.columns.map(\.steps) == reports.map(\.steps.count))
    }

    @Test("Guides that contradict each other in order still give every step one row")
    func contradiction() {
        let entries = [["a.one", "a.two", "b.one"], ["b.one", "a.two", "a.one", "a.three"]].enumerated().map { index, steps in
            BoardEntry(
                cluster: "c", server: .init(name: "s\(index)"), made: "", program: "1", guide: "g\(index)", descriptionDigest: "d",
                isComplete: false, steps: steps.map { .init(id: $0, status: .done) })
        }
        let board = Board(entries)
        #expect(board.rows.map(\.step).sorted() == ["a.one", "a.three", "a.two", "b.one"])
        #expect(board.rows.map(\.section) == ["a", "a", "a", "b"], "where nobody tells a title, the id's beginning stands for the section")
        #expect(board.lints.map(\.kind) == ["guide"])
    }

    @Test("A status without a description takes address and roles from the others, and its place among them")
    func statusOnly() throws {
        let bed = ClusterBed()
        var entries = try bed.reports().map { BoardEntry($0.report) }
        entries[2].server = .init(name: "app1")
        entries[2].description = nil
        for index in entries[2].steps.indices { (entries[2].steps[index].title, entries[2].steps[index].section) = (nil, nil) }
        let board = Board(entries.reversed())
        #expect(board == Board(entries) && board.columns[2].server.address == "192.0.2.21" && board.isComplete)
    }

    @Test("For five servers the text keeps to 80 columns and shows every word", arguments: [1, 2, 40])
    func width(nodes: Int) throws {
        let bed = ClusterBed(nodes: nodes)
        var reports = try bed.reports(["app1": ["share.id": String(repeating: "x", count: 300), "database.target": "🦊 \u{1B}[2J 表表表"]])
        reports[0].report.steps[0].status = .failed
        reports[0].report.steps[1].status = .skipped
        reports[0].report.isComplete = false
        reports.removeLast()
        let board = Board(reports.map { BoardEntry($0.report) })
        let text = BoardText.text(of: board)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        #expect(text.contains("#1 fs1") && text.split(separator: "\n").contains { $0.hasPrefix("#1 fs1") && $0.contains("[FAIL] ") })
        for word in ["[ OK ]", "[FAIL]", "[WAIV]", "   ?", "no report", "Not complete: 1 server has not reported, 1 server has steps"] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test("The text of a healthy cluster is the same on every terminal")
    func picture() throws {
        let text = BoardText.text(of: try ClusterBed().merged().board)
        let head = """
            Cluster trial: 5 servers
            Complete: all 5 servers have every step settled, and nothing differs that must
            be the same.

            #1 fs1 (192.0.2.11), file-server
            """
        #expect(text.hasPrefix(head))
        let rows = text.split(separator: "\n")
        #expect(rows.contains { $0.hasSuffix(" fs1    db1    app1   app2   lb1") && $0.count <= 80 })
        #expect(rows.contains { $0.hasPrefix("#3 app1 (192.0.2.21), application ") && $0.contains("[ OK ] ") && $0.count == 80 })
    }

    /// A healthy cluster of many servers. Plans take their time, so that one application server stands for the others.
    private func many(_ nodes: Int) throws -> [(source: String, report: Report)] {
        let bed = ClusterBed(nodes: nodes)
        let model = try bed.report("app1")
        return try bed.cluster.servers.map { server in
            guard server.roles == [.application] else { return (server.name, try bed.report(server.name)) }
            var report = model
            report.server = try #require(model.description.servers.first { $0.name == server.name })
            return (server.name, report)
        }
    }

    @Test("Five hundred servers are merged in a moment, and those that stand alike share a column", .timeLimit(.minutes(3)))
    func manyServers() throws {
        var reports = try many(497)
        reports[70].report.facts["war.sha256"] = String(repeating: "0", count: 64)
        reports[50].report.steps[3].status = .failed
        reports[50].report.isComplete = false
        let started = ContinuousClock.now
        let merged = try ClusterReport(merging: reports, program: "1", made: "")
        let text = BoardText.text(of: merged.board)
        #expect(ContinuousClock.now - started < .seconds(30))
        #expect(merged.reports.count == 500 && merged.board.lints.map(\.kind) == ["war"])
        #expect(merged.board.lints[0].servers == [reports[70].report.server.name])
        #expect(text.contains("app1, app2, app3, app4 and 492 more") && text.split(separator: "\n").count < 250)
    }
}
