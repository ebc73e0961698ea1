/// Finds which lines of two texts are the same ones.
///
/// Myers' search finds the shortest script while it is short. Beyond that the lines that occur once on either side are the
/// anchors between which the search goes on, and what has neither counts as replaced as a whole.
enum LineMatcher {
    /// A line of the old text and the line of the new text that it became.
    struct Pair: Hashable {
        var old: Int
        var new: Int
    }

    /// Two stretches that are still to be compared.
    private struct Stretch {
        var old: Range<Int>
        var new: Range<Int>
    }

    /// The longest script that is searched for, in lines removed and added.
    private static let longestScript = 256

    /// The pairs in order.
    static func pairs(_ before: [TextLines.Line], _ after: [TextLines.Line]) -> [Pair] {
        var numbers: [TextLines.Line: Int] = [:]
        func number(_ line: TextLines.Line) -> Int {
            if let known = numbers[line] { return known }
            numbers[line] = numbers.count
            return numbers.count - 1
        }
        let old = before.map(number)
        let new = after.map(number)
        var found: [Pair] = []
        var open = [Stretch(old: old.indices, new: new.indices)]
        while var stretch = open.popLast() {
            found += trimmed(&stretch, old, new)
            guard !stretch.old.isEmpty, !stretch.new.isEmpty else { continue }
            if let short = shortest(stretch, old, new) {
                found += short
            } else {
                let anchors = anchors(stretch, old, new)
                found += anchors
                open += anchors.isEmpty ? [] : gaps(stretch, around: anchors)
            }
        }
        return found.sorted { $0.old < $1.old }
    }

    /// Takes the common lines off both ends of a stretch.
    private static func trimmed(_ stretch: inout Stretch, _ old: [Int], _ new: [Int]) -> [Pair] {
        var pairs: [Pair] = []
        var (low, high) = (stretch.old.lowerBound, stretch.old.upperBound)
        var (newLow, newHigh) = (stretch.new.lowerBound, stretch.new.upperBound)
        while low < high, newLow < newHigh, old[low] == new[newLow] {
            pairs.append(Pair(old: low, new: newLow))
            (low, newLow) = (low + 1, newLow + 1)
        }
        while low < high, newLow < newHigh, old[high - 1] == new[newHigh - 1] {
            (high, newHigh) = (high - 1, newHigh - 1)
            pairs.append(Pair(old: high, new: newHigh))
        }
        stretch = Stretch(old: low..<high, new: newLow..<newHigh)
        return pairs
    }

    /// Myers' greedy search: for each length of the script, the furthest point reached on every diagonal.
    private static func shortest(_ stretch: Stretch, _ old: [Int], _ new: [Int]) -> [Pair]? {
        let (height, width) = (stretch.old.count, stretch.new.count)
        let limit = min(longestScript, height + width)
        var reached = [Int](repeating: 0, count: 2 * limit + 3)
        var trace: [[Int]] = []
        for length in 0...limit {
            let middle = limit + 1
            trace.append(Array(reached[(middle - length - 1)...(middle + length + 1)]))
            for diagonal in stride(from: -length, through: length, by: 2) {
                let isDown = goesDown(diagonal, length) { reached[middle + $0] }
                var x = isDown ? reached[middle + diagonal + 1] : reached[middle + diagonal - 1] + 1
                while x < height, x - diagonal < width, x - diagonal >= 0,
                    old[stretch.old.lowerBound + x] == new[stretch.new.lowerBound + x - diagonal]
                {
                    x += 1
                }
                reached[middle + diagonal] = x
                if x >= height, x - diagonal >= width { return walkedBack(trace, stretch) }
            }
        }
        return nil
    }

    private static func goesDown(_ diagonal: Int, _ length: Int, _ reached: (Int) -> Int) -> Bool {
        diagonal == -length || (diagonal != length && reached(diagonal - 1) < reached(diagonal + 1))
    }

    /// The pairs on the way that the search took.
    private static func walkedBack(_ trace: [[Int]], _ stretch: Stretch) -> [Pair] {
        var pairs: [Pair] = []
        var (x, y) = (stretch.old.count, stretch.new.count)
        for (length, reached) in trace.enumerated().reversed() {
            let at = { (diagonal: Int) in reached[diagonal + length + 1] }
            let diagonal = x - y
            let before = goesDown(diagonal, length, at) ? diagonal + 1 : diagonal - 1
            let start = length == 0 ? 0 : at(before)
            let entry = length == 0 ? 0 : before == diagonal + 1 ? start : start + 1
            while x > entry {
                (x, y) = (x - 1, y - 1)
                pairs.append(Pair(old: stretch.old.lowerBound + x, new: stretch.new.lowerBound + y))
            }
            (x, y) = (start, start - before)
        }
        return pairs
    }

    /// Lines that occur once on either side, in an order that both sides share.
    private static func anchors(_ stretch: Stretch, _ old: [Int], _ new: [Int]) -> [Pair] {
        let places = single(stretch.new, new)
        let candidates = single(stretch.old, old).compactMap { line, place in
            places[line].map { Pair(old: place, new: $0) }
        }
        return longestRise(of: candidates.sorted { $0.old < $1.old })
    }

    /// Where the lines stand that occur once in a range.
    private static func single(_ range: Range<Int>, _ lines: [Int]) -> [Int: Int] {
        var places: [Int: Int] = [:]
        var repeated: Set<Int> = []
        for index in range where places.updateValue(index, forKey: lines[index]) != nil { repeated.insert(lines[index]) }
        return places.filter { !repeated.contains($0.key) }
    }

    /// The longest choice of pairs whose new places rise too: patience sorting.
    private static func longestRise(of pairs: [Pair]) -> [Pair] {
        var tops: [Int] = []
        var previous = [Int?](repeating: nil, count: pairs.count)
        for index in pairs.indices {
            var (low, high) = (0, tops.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[tops[middle]].new < pairs[index].new { low = middle + 1 } else { high = middle }
            }
            if low > 0 { previous[index] = tops[low - 1] }
            if low == tops.count { tops.append(index) } else { tops[low] = index }
        }
        var chosen: [Pair] = []
        var next = tops.last
        while let index = next {
            chosen.append(pairs[index])
            next = previous[index]
        }
        return chosen.reversed()
    }

    /// What lies before, between and after the anchors.
    private static func gaps(_ stretch: Stretch, around anchors: [Pair]) -> [Stretch] {
        var gaps: [Stretch] = []
        var (old, new) = (stretch.old.lowerBound, stretch.new.lowerBound)
        for anchor in anchors + [Pair(old: stretch.old.upperBound, new: stretch.new.upperBound)] {
            gaps.append(Stretch(old: old..<anchor.old, new: new..<anchor.new))
            (old, new) = (anchor.old + 1, anchor.new + 1)
        }
        return gaps
    }
}
