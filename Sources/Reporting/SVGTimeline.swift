import StepEngine

/// The picture of when what happened: a lane for each server, a bar for each step.
struct SVGTimeline {
    /// How many servers are drawn; those that are not complete come first.
    static let mostLanes = 24

    private let lanes: [SVGLane]
    private let left: Int
    private let width: Double
    private let axis: SVGAxis
    private let laneHeight = 44.0
    private let head = 26.0

    /// Twice the same picture, for wide and for narrow screens; nothing where nothing has happened.
    static func markup(of completion: Completion) -> HTMLMarkup {
        let all = completion.reports.map(SVGLane.init).filter { !$0.times.isEmpty }
        guard !all.isEmpty else { return "" }
        let drawn = all.count > mostLanes ? Array((all.filter { !$0.isComplete } + all.filter(\.isComplete)).prefix(mostLanes)) : all
        let wide = SVGTimeline(drawn, left: all.count - drawn.count, width: 960, pauses: 10)
        let narrow = SVGTimeline(drawn, left: all.count - drawn.count, width: 360, pauses: 3)
        return "\(wide.markup("wide"))\n\(narrow.markup("narrow"))\n\(wide.remark)\n\(legend)"
    }

    private init(_ lanes: [SVGLane], left: Int, width: Double, pauses: Int) {
        (self.lanes, self.left, self.width) = (lanes, left, width)
        axis = SVGAxis(lanes.flatMap(\.times), x: 12, width: width - 24, pauses: pauses)
    }

    private var remark: HTMLMarkup {
        left == 0 ? "" : "<p class=\"note\">\(left) more servers are not drawn; those that are not complete are drawn first.</p>"
    }

    private func markup(_ kind: String) -> HTMLMarkup {
        let height = head + laneHeight * Double(lanes.count) + 6
        return """
            <svg class="timeline \(kind)" viewBox="0 0 \(width) \(height)" role="img" aria-label="Timeline">
            <desc>\(words)</desc>
            \(scale(height))
            \(lanes.enumerated().map { lane($1, at: head + laneHeight * Double($0)) }.joined())
            </svg>
            """
    }

    private var words: String {
        let parts = lanes.map { lane in
            let times = lane.times
            let start = times.map(\.start).min() ?? 0
            let end = times.map(\.end).max() ?? 0
            let bad = lane.bars.count { $0.outcome == .failed || $0.outcome == .cancelled }
            return "\(lane.server): \(Completion.counted(lane.bars.count, "step")) from \(ReadableTime.text(ReadableTime.time(start))) to "
                + "\(ReadableTime.text(ReadableTime.time(end))), \(bad) of them failed or stopped, "
                + "\(Completion.counted(lane.marks.count { $0.kind == .cut }, "interruption"))"
        }
        return parts.joined(separator: "; ") + "."
    }

    private func scale(_ height: Double) -> HTMLMarkup {
        var parts: [HTMLMarkup] = axis.pauses.map { pause in
            """
            <g><title>Nothing happened for \(ReadableTime.span(pause.seconds))</title>\
            <rect class="pause" x="\(pause.x - SVGAxis.pauseWidth / 2 + 2)" y="\(head - 6)" \
            width="\(SVGAxis.pauseWidth - 4)" height="\(height - head + 2)"/></g>
            """
        }
        let labels = axis.labels
        var day = ""
        for (index, label) in labels.enumerated() {
            let time = ReadableTime.time(label.time)
            let isLast = index == labels.count - 1 && labels.count > 1
            let place = isLast ? "end" : "start"
            let date = String(time.prefix(10))
            // The date only where it changes, and where it cannot run into the next label.
            let text = date != day && (index == 0 || width > 600) ? "\(date.dropFirst(index == 0 ? 0 : 5)) \(clock(time))" : clock(time)
            day = date
            parts.append("<text class=\"tick \(place)\" x=\"\(label.x)\" y=\"14\">\(text)</text>")
        }
        return parts.joined()
    }

    private func clock(_ time: String) -> String { String(ReadableTime.clock(time).prefix(5)) }

    private func lane(_ lane: SVGLane, at y: Double) -> HTMLMarkup {
        let line = y + 26
        var parts: [HTMLMarkup] = [
            "<text class=\"name\" x=\"12\" y=\"\(y + 12)\">\(lane.server.fitted(40))</text>",
            "<path class=\"rail\" d=\"M 12 \(line + 6) L \(width - 12) \(line + 6)\"/>",
        ]
        parts += lane.bars.map { bar($0, at: line) }
        parts += lane.marks.map { mark($0, at: line) }
        return "<g>\(parts)</g>"
    }

    private func bar(_ bar: SVGLane.Bar, at y: Double) -> HTMLMarkup {
        let x = axis.place(bar.start)
        let length = max(axis.place(bar.end) - x, 2)
        let isBad = bar.outcome == .failed || bar.outcome == .cancelled
        // What went wrong stands out by its height too.
        let (top, height) = isBad ? (y - 5, 22.0) : (y, 12.0)
        let seconds = ReadableTime.span(max(0, bar.end - bar.start))
        return """
            <rect class="bar \(bar.outcome.rawValue)" x="\(min(x, width - 14))" y="\(top)" width="\(length)" height="\(height)">\
            <title>\(bar.title), \(seconds)</title></rect>
            """
    }

    private func mark(_ mark: SVGLane.Mark, at y: Double) -> HTMLMarkup {
        let x = axis.place(mark.time)
        let way: HTMLMarkup =
            switch mark.kind {
            case .start: "M \(x) \(y - 8) l 0 26"
            case .cut: "M \(x) \(y) l -6 -10 l 12 0 z"
            case .turn: "M \(x - 5) \(y + 6) a 5 5 0 1 0 10 0 a 5 5 0 1 0 -10 0 z"
            case .left: "M \(x) \(y) l 6 6 l -6 6 l -6 -6 z"
            }
        return "<path class=\"mark \(mark.kind.rawValue)\" d=\"\(way)\"><title>\(mark.title)</title></path>"
    }

    private static let legend: HTMLMarkup = """
        <ul class="legend">
        <li><span class="swatch changed"></span>changed</li><li><span class="swatch unchanged"></span>as it was</li>
        <li><span class="swatch confirmed"></span>confirmed by hand</li><li><span class="swatch proven"></span>proven</li>\
        <li><span class="swatch failed"></span>failed (tall)</li>
        <li><span class="swatch cancelled"></span>stopped (tall)</li><li><span class="swatch undone"></span>taken back</li>
        <li><span class="sign cut">\u{25CB}</span>looked at again</li>
        <li><span class="sign cut">\u{25BC}</span>cut short</li><li><span class="sign left">\u{25C6}</span>left out</li>
        <li><span class="sign">|</span>event of the run</li><li><span class="swatch pause"></span>pause, not to scale</li>
        </ul>
        """
}
