import Foundation
import Guidebook
import StepEngine
import Testing

@testable import Reporting

@Suite("Hostile text in a report")
struct HostileReportTests {
    static let texts = [
        "|", "a | b | c", "`", "``", "` | <script>alert(1)</script>", "``` ``<script>`` ```", "<script>alert(1)</script>", "&lt;",
        "two\nlines",
        "cr\r| x", "crlf\r\n# heading", "]]>", "[a](javascript:x)", "![a](b)", "**b** _i_", "\\", "\\|", "|\u{301}", "`\u{301}|",
        "<\u{338}script>",
        "\u{1B}[2J", "\u{0}", "````", "\n````\n<script>x</script>",
    ]

    /// A report in which the text stands wherever text from outside can stand.
    private func report(_ text: String) async throws -> Report {
        let bed = try await ReportBed()
        defer { bed.remove() }
        var report = await bed.report()
        report.user = text
        report.repairs = [text]
        report.cluster = text
        report.server.hostName = text
        report.steps = Array(report.steps.prefix(1))
        for index in report.steps.indices {
            report.steps[index].status = .skipped
            report.steps[index].reason = text
            report.steps[index].skipReason = text
            report.steps[index].skippedBy = text
            report.steps[index].findings = [
                Finding("port \(text)", expected: text, found: text, verdict: .fails, evidence: text, remedy: text)
            ]
            report.steps[index].changes = [
                .directory(path: "/srv/one", note: text), .command(text),
                .file(
                    path: "/etc/one", isNew: false,
                    diff: ["@", " ", "-", "+"].map { Change.DiffRow(sign: $0, text: $0 == "@" ? "@@ -1 +1 @@" : text) }),
            ]
            report.steps[index].commands = [.init(line: text, end: "ended well", status: 0, seconds: 1, log: "/log")]
        }
        return report
    }

    @Test("It breaks no table: every row has as many cells as its head", arguments: texts)
    func tables(text: String) async throws {
        var width: Int?
        var broken: [String] = []
        for line in outside(MarkdownReport.text(of: try await report(text))) {
            guard line.unicodeScalars.first == "|" else {
                width = nil
                continue
            }
            width = width ?? cells(line)
            if cells(line) != width { broken.append(line) }
        }
        #expect(broken == [])
    }

    @Test("It never becomes HTML: outside of code no < is left", arguments: texts)
    func html(text: String) async throws {
        let lines = outside(MarkdownReport.text(of: try await report(text)))
        #expect(lines.filter { withoutCode($0).unicodeScalars.contains("<") } == [])
    }

    @Test("It begins no heading of its own", arguments: texts)
    func headings(text: String) async throws {
        let plain = outside(MarkdownReport.text(of: try await report("x"))).filter { $0.hasPrefix("#") }
        #expect(outside(MarkdownReport.text(of: try await report(text))).filter { $0.hasPrefix("#") }.count == plain.count)
    }

    @Test("It leaves a terminal alone that shows the report", arguments: ["\u{1B}[2J", "\u{7}", "\u{9B}2J", "\u{0}"])
    func controls(text: String) async throws {
        let shown = MarkdownReport.text(of: try await report(text)).unicodeScalars
        #expect(!shown.contains { ($0.value < 32 && $0 != "\n") || (127...159).contains($0.value) })
    }

    @Test("JSON carries it unharmed", arguments: texts)
    func json(text: String) async throws {
        let report = try await report(text)
        #expect(try JSONDecoder().decode(Report.self, from: Data(JSONReport.text(of: report).utf8)) == report)
    }

    /// The lines that stand in no fenced block.
    private func outside(_ text: String) -> [String] {
        var fence: Int?
        var lines: [String] = []
        for line in text.lines() {
            let rest = line.unicodeScalars.drop { $0 == " " }
            let ticks = rest.prefix { $0 == "`" }.count
            let indent = line.unicodeScalars.count - rest.count
            let tail = rest.dropFirst(ticks)
            if let open = fence {
                // A closing fence: indented by three blanks at most, at least as long, with nothing after it.
                if ticks >= open && indent <= 3 && tail.allSatisfy({ $0 == " " }) { fence = nil }
            } else if ticks >= 3 && indent <= 3 && !tail.contains("`") {
                fence = ticks
            } else {
                lines.append(line)
            }
        }
        return lines
    }

    /// The cells of a row: separators are pipes without a backslash before them, in code as well (GFM).
    private func cells(_ line: String) -> Int {
        var count = 0
        var isEscaped = false
        for scalar in line.unicodeScalars {
            if scalar == "|" && !isEscaped { count += 1 }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return count
    }

    /// The line without its code spans: a run of backticks up to the next run of the same length.
    private func withoutCode(_ line: String) -> String {
        var rest = Array(line.unicodeScalars)[...]
        var text = String.UnicodeScalarView()
        while let first = rest.first {
            if first == "\\" {
                text.append(contentsOf: rest.prefix(2))
                rest = rest.dropFirst(2)
                continue
            }
            let ticks = rest.prefix { $0 == "`" }.count
            guard ticks > 0 else {
                text.append(first)
                rest = rest.dropFirst()
                continue
            }
            let after = rest.dropFirst(ticks)
            rest = closing(ticks, in: after) ?? after
        }
        return String(text)
    }

    private func closing(_ ticks: Int, in text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar>? {
        var rest = text
        while let start = rest.firstIndex(of: "`") {
            let run = rest[start...].prefix { $0 == "`" }.count
            rest = rest[(start + run)...]
            if run == ticks { return rest }
        }
        return nil
    }
}

extension String {
    /// Its lines as Markdown counts them: CR, LF and CRLF end one.
    fileprivate func lines() -> [String] {
        var lines: [String.UnicodeScalarView] = [.init()]
        var previous: Unicode.Scalar = " "
        for scalar in unicodeScalars {
            if scalar == "\r" || (scalar == "\n" && previous != "\r") { lines.append(.init()) }
            if scalar != "\r" && scalar != "\n" { lines[lines.count - 1].append(scalar) }
            previous = scalar
        }
        return lines.map { String($0) }
    }
}
