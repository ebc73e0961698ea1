/// Where a time stands in a picture. Long pauses in which nothing happened are cut out.
struct SVGAxis {
    /// A stretch of time that is drawn to scale.
    struct Stretch: Hashable {
        var start: Double
        var end: Double
        var x: Double = 0
        var width: Double = 0
    }

    /// How wide a pause is drawn, however long it took.
    static let pauseWidth = 26.0

    private(set) var stretches: [Stretch] = []

    /// Lays out spans of time, in seconds, over a width. At most so many pauses are cut out, the longest ones.
    init(_ spans: [(start: Double, end: Double)], x: Double, width: Double, pauses: Int) {
        stretches = SVGAxis.stretches(spans, pauses: pauses)
        let room = width - SVGAxis.pauseWidth * Double(max(0, stretches.count - 1))
        let total = max(stretches.reduce(0) { $0 + $1.end - $1.start }, 1)
        // A stretch of a second between two of hours is still seen.
        let weights = stretches.map { max($0.end - $0.start, total / 40) }
        let sum = weights.reduce(0, +)
        var place = x
        for index in stretches.indices {
            stretches[index].x = place
            stretches[index].width = room * weights[index] / sum
            place += stretches[index].width + SVGAxis.pauseWidth
        }
    }

    /// The place of a time.
    func place(_ time: Double) -> Double {
        guard let stretch = stretches.last(where: { $0.start <= time }) ?? stretches.first else { return 0 }
        let length = max(stretch.end - stretch.start, 0.001)
        return stretch.x + stretch.width * min(max((time - stretch.start) / length, 0), 1)
    }

    /// The pauses that are cut out: where they are drawn, and how long they took.
    var pauses: [(x: Double, seconds: Double)] {
        zip(stretches, stretches.dropFirst()).map { ($0.x + $0.width + SVGAxis.pauseWidth / 2, $1.start - $0.end) }
    }

    /// Times to be written on the axis, each with room for a time of day.
    var labels: [(x: Double, time: Double)] {
        var labels: [(x: Double, time: Double)] = []
        let wanted = stretches.map { ($0.x, $0.start) } + (stretches.last.map { [($0.x + $0.width, $0.end)] } ?? [])
        for (index, (x, time)) in wanted.enumerated() {
            // The first one tells the date too; the last one ends where the others begin.
            let room = (labels.count == 1 ? 118.0 : 84) + (index == wanted.count - 1 ? 44 : 0)
            if labels.last.map({ x - $0.x >= room }) ?? true { labels.append((x, time)) }
        }
        return labels
    }

    private static func stretches(_ spans: [(start: Double, end: Double)], pauses: Int) -> [Stretch] {
        var merged: [Stretch] = []
        for span in spans.sorted(by: { $0.start < $1.start }) {
            if let last = merged.last, span.start <= last.end {
                merged[merged.count - 1].end = max(last.end, span.end)
            } else {
                merged.append(Stretch(start: span.start, end: span.end))
            }
        }
        let busy = merged.reduce(0) { $0 + $1.end - $1.start }
        let least = max(60, busy / 8)
        let gaps = zip(merged, merged.dropFirst()).map { $1.start - $0.end }
        let cut = Set(gaps.indices.filter { gaps[$0] > least }.sorted { gaps[$0] > gaps[$1] }.prefix(pauses))
        var joined: [Stretch] = []
        for (index, stretch) in merged.enumerated() {
            if joined.isEmpty || cut.contains(index - 1) {
                joined.append(stretch)
            } else {
                joined[joined.count - 1].end = stretch.end
            }
        }
        return joined
    }
}
