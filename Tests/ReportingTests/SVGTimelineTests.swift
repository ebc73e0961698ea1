import StepEngine
import Testing

@testable import Reporting

@Suite("The picture of when what happened")
struct SVGTimelineTests {
    private func report(_ moments: [Report.Moment]) throws -> Report {
        var report = try MergedBed.report()
        report.timeline = moments
        return report
    }

    private func page(_ moments: [Report.Moment]) throws -> (page: HTMLPage, pictures: [HTMLPage.Element]) {
        let page = try HTMLPage(HTMLReport.text(of: try report(moments)))
        return (page, page.all("svg", "timeline"))
    }

    @Test("Every end of a step is a bar in its colour, and one that failed is taller")
    func bars() throws {
        let (page, pictures) = try page([
            .init(time: "2026-11-23T09:00:00Z", text: "started by operator"),
            .init(time: "2026-11-23T09:01:00Z", text: "done", step: "prepare.root", outcome: .changed, seconds: 50),
            .init(time: "2026-11-23T09:02:00Z", text: "failed: no", step: "prepare.release", outcome: .failed, seconds: 10),
            .init(time: "2026-11-23T09:03:00Z", text: "cut short: the program was stopped", step: "prepare.release"),
            .init(time: "2026-11-23T09:04:00Z", text: "left out by operator: no", step: "prepare.names"),
            .init(time: "2026-11-23T09:05:00Z", text: "no longer holds", step: "prepare.root"),
        ])
        #expect(pictures.count == 2)
        for picture in pictures {
            let bars = page.all("rect", "bar", within: picture)
            #expect(bars.map { $0.attributes["class"] } == ["bar changed", "bar failed"])
            #expect(bars[1]["height"] > bars[0]["height"])
            #expect(bars[0]["width"] > 4 * bars[1]["width"])
            #expect(bars[0].text.contains("50 s") && bars[1].text.contains("failed: no"))
            let marks = page.all("path", "mark", within: picture).map { $0.attributes["class"] }
            #expect(marks == ["mark start", "mark cut", "mark left", "mark turn"])
        }
        #expect(page.all("td").contains { $0.text.contains("cut short: the program was stopped") })
    }

    @Test("A report without a timeline shows the last attempt of each step")
    func steps() throws {
        var report = try report([])
        report.steps = Array(report.steps.prefix(3))
        report.steps[1].status = .skipped
        let lane = SVGLane(report)
        #expect(lane.bars.count == 2 && lane.bars.allSatisfy { $0.end - $0.start == 60 })
        #expect(lane.marks.map(\.kind) == [.left])
    }

    @Test("Each server has its lane; of many servers, those that are not complete come first")
    func lanes() throws {
        var cluster = try MergedBed.many(40)
        cluster.reports[30].isComplete = false
        let page = try HTMLPage(HTMLReport.text(of: cluster))
        for picture in page.all("svg", "timeline") {
            let names = page.all("text", "name", within: picture).map(\.text)
            #expect(names.count == SVGTimeline.mostLanes && names.first == cluster.reports[30].server.name)
        }
        #expect(page.text.contains("19 more servers are not drawn"))
        let few = try HTMLPage(HTMLReport.text(of: MergedBed.five()))
        #expect(
            few.all("text", "name", within: try #require(few.all("svg", "timeline").first)).map(\.text) == [
                "fs1", "db1", "app1", "app2", "lb1",
            ])
    }

    @Test("A night in which nothing happens takes no room; the minutes before and after it do")
    func pauses() {
        let axis = SVGAxis([(0, 600), (60_000, 60_600)], x: 0, width: 1000, pauses: 4)
        #expect(axis.stretches.count == 2 && axis.pauses.map(\.seconds) == [59_400])
        #expect(axis.place(600) > 400 && axis.place(60_000) - axis.place(600) == SVGAxis.pauseWidth)
        #expect(axis.place(60_600) == 1000)
    }

    @Test("Times stay in order and within the picture, whatever they are")
    func order() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let spans = (0..<Int.random(in: 1...40, using: &generator)).map { _ -> (start: Double, end: Double) in
                let start = Double.random(in: -1e6...1e12, using: &generator)
                return (start, start + (Bool.random(using: &generator) ? 0 : Double.random(in: 0...1e5, using: &generator)))
            }
            let axis = SVGAxis(spans, x: 12, width: 336, pauses: Int.random(in: 0...5, using: &generator))
            let places = spans.flatMap { [$0.start, $0.end] }.sorted().map(axis.place)
            #expect(places.allSatisfy { $0 >= 11.9 && $0 <= 348.1 })
            #expect(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 + 0.001 })
            #expect(zip(axis.labels, axis.labels.dropFirst()).allSatisfy { $1.x - $0.x >= 60 })
        }
    }

    @Test(
        "Times that are none are left out of the picture, and shown as they stand",
        arguments: [
            "", "yesterday", "2026-13-45T99:99:99Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-11-23T09:00:00+02:00",
        ])
    func nonsense(time: String) throws {
        let (page, pictures) = try page([
            .init(time: time, text: "odd", step: "prepare.root", outcome: .changed, seconds: 1e300),
            .init(time: "2026-11-23T09:00:00Z", text: "done", step: "prepare.root", outcome: .changed, seconds: -5),
        ])
        for picture in pictures {
            for bar in page.all("rect", "bar", within: picture) {
                #expect(bar["x"] >= 0 && bar["x"].isFinite && bar["x"] + bar["width"] <= 961)
            }
        }
        #expect(page.text.contains("odd"))
    }

    @Test("Where nothing has happened there is no picture")
    func empty() throws {
        var report = try report([])
        report.steps = []
        #expect(try HTMLPage(HTMLReport.text(of: report)).all("svg", "timeline").isEmpty)
    }

    @Test(
        "Durations are written as people say them",
        arguments: [
            (0.0, "0 s"), (0.0312, "0.031 s"), (4.26, "4.3 s"), (59.4, "59 s"), (200, "3 min 20 s"), (7500, "2 h 5 min"),
            (273_600, "3 d 4 h"),
            (-1, "?"), (.infinity, "?"),
        ])
    func spans(seconds: Double, text: String) { #expect(ReadableTime.span(seconds) == text) }
}
