import Foundation
import StepEngine
import Testing

@testable import Reporting

@Suite("The HTML report in a browser", .serialized, .enabled(if: Chromium.path != nil || Chromium.isRequired))
struct HTMLBrowserTests {
    /// What the look at one document finds.
    private struct Look: Codable {
        var width: Int
        var isDark: Bool
        var steps: Int
        var overflow: [String]
        var faint: [String]
    }

    /// Opens every fold, then looks for what sticks out on the right and for text that is too faint to read (WCAG AA: 4.5 to 1).
    private static let script = """
        function numbers(colour) { return (colour.match(/[\\d.]+/g) || []).map(Number); }
        function light(c) { const f = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); };
          return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]); }
        function ground(element, view) { for (let e = element; e; e = e.parentElement) {
          const c = numbers(view.getComputedStyle(e).backgroundColor); if (c.length == 3 || c[3] > 0) return c; }
          return [255, 255, 255]; }
        function look(page, view) {
          page.querySelectorAll("details").forEach(fold => fold.open = true);
          const width = page.documentElement.clientWidth, overflow = [], faint = new Set();
          if (page.documentElement.scrollWidth > width) overflow.push("document " + page.documentElement.scrollWidth);
          for (const element of page.body.querySelectorAll("*")) {
            const box = element.getBoundingClientRect();
            const sticksOut = box.width > 1 && box.right > width + 1 && !element.closest(".scroll, svg");
            if (sticksOut) overflow.push(element.tagName + "." + element.className);
            const hasText = [...element.childNodes].some(n => n.nodeType == 3 && n.data.trim());
            if (!hasText || !box.width || element.closest("title, desc")) continue;
            const style = view.getComputedStyle(element), inPicture = element.closest("svg");
            const front = light(numbers(inPicture ? style.fill : style.color)), back = light(ground(element, view));
            const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
            if (ratio < 4.5) faint.add(element.tagName + "." + (element.className.baseVal ?? element.className) + " " + ratio.toFixed(2));
          }
          return { width, isDark: view.matchMedia("(prefers-color-scheme: dark)").matches,
            steps: page.querySelectorAll("details.step").length,
            overflow: overflow.slice(0, 5), faint: [...faint].slice(0, 5) };
        }
        """

    /// A report with everything in it that can go wrong, a cluster's report, and two full of hostile text.
    private func documents() async throws -> [String] {
        let bed = try await ReportBed()
        defer { bed.remove() }
        try await bed.work()
        var cluster = try MergedBed.five()
        let statuses: [StepState.Status] = [.failed, .warned, .skipped, .todo, .running]
        for (index, status) in statuses.enumerated() { cluster.reports[2].steps[index + 8].status = status }
        return [
            HTMLReport.text(of: await bed.report(), logs: { _ in [String(repeating: "x", count: 10_240)] }), HTMLReport.text(of: cluster),
            HTMLReport.text(of: try HTMLHostileTests.spoilt(String(repeating: "W", count: 10_240))),
            HTMLReport.text(of: try HTMLHostileTests.spoilt("</script><img src=x onerror=\"document.title='seen'\">\u{202E}")),
        ]
    }

    @Test(
        "Nothing sticks out on the right and no text is faint, on a screen and on a telephone, light and dark",
        arguments: [
            (1280, false), (390, false), (390, true),
        ])
    func looks(width: Int, dark: Bool) async throws {
        try #require(Chromium.path != nil, "JOGET_REQUIRE_CHROMIUM asks for Chromium, which is not installed")
        let chromium = try Chromium()
        defer { chromium.remove() }
        let documents = try await documents()
        let answer = try chromium.probe(documents, width: width, script: Self.script, dark: dark)
        let looks = try JSONDecoder().decode([Look].self, from: Data(answer.utf8))
        #expect(looks.count == documents.count)
        for look in looks {
            #expect(look.width == width && look.isDark == dark && look.steps > 0)
            #expect(look.overflow == [])
            #expect(look.faint == [])
        }
    }

    @Test("It makes a picture at both widths", arguments: [1280, 390])
    func screenshot(width: Int) async throws {
        try #require(Chromium.path != nil, "JOGET_REQUIRE_CHROMIUM asks for Chromium, which is not installed")
        let chromium = try Chromium()
        defer { chromium.remove() }
        let kept = ProcessInfo.processInfo.environment["JOGET_SCREENSHOTS"]
        for (index, document) in try await documents().prefix(2).enumerated() {
            let path = "\(kept ?? chromium.folder.path)/report-\(index)-\(width).png"
            _ = try chromium.open(document, ["--window-size=\(width),2400", "--screenshot=\(path)"])
            let picture = try Data(contentsOf: URL(filePath: path))
            // A PNG tells its width in the bytes 16 to 19; an empty page of this size takes less than 20 kB.
            #expect(picture.dropFirst(16).prefix(4).reduce(0) { $0 << 8 | Int($1) } == width)
            #expect(picture.count > 60_000)
        }
    }

    @Test("On paper it takes sheets of A4, and what is folded on the screen is open")
    func paper() async throws {
        try #require(Chromium.path != nil, "JOGET_REQUIRE_CHROMIUM asks for Chromium, which is not installed")
        let chromium = try Chromium()
        defer { chromium.remove() }
        let document = try #require(try await documents().last)
        func sheets(_ document: String, _ name: String) throws -> Int {
            let path = "\(chromium.folder.path)/\(name).pdf"
            _ = try chromium.open(document, ["--no-pdf-header-footer", "--print-to-pdf=\(path)"])
            let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            #expect(text.contains("/MediaBox [0 0 594.95996 841.91998]") || text.contains("/MediaBox [0 0 595 842]"))
            return text.components(separatedBy: "/Type /Page\n").count - 1
        }
        let folded = try sheets(document, "folded")
        let open = try sheets(document.replacing(" open=\"open\"", with: "").replacing("<details", with: "<details open=\"open\""), "open")
        #expect(folded > 1 && folded == open)
    }
}
