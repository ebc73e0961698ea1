/// One order out of several lists that each keep it: the guide's, as far as the servers' plans tell.
enum MergedOrder {
    /// Orders step ids section by section.
    static func steps(_ lists: [[String]]) -> [String] {
        let sections = merged(lists.map { $0.map(section).withoutRepeats })
        var bySection: [String: [[String]]] = [:]
        for list in lists {
            for (section, steps) in Dictionary(grouping: list, by: section) { bySection[section, default: []].append(steps) }
        }
        return sections.flatMap { merged(bySection[$0] ?? []) }
    }

    private static func section(of step: String) -> String { String(step.prefix { $0 != "." }) }

    /// Takes what no list puts behind anything else that is left; of several the one that came first. Where the lists contradict
    /// each other, as those of two guides may, the first that is left.
    static func merged(_ lists: [[String]]) -> [String] {
        var waiting = lists.flatMap { $0 }.withoutRepeats
        var followers: [String: [String]] = [:]
        var before: [String: Int] = [:]
        for list in lists {
            for (earlier, later) in zip(list, list.dropFirst()) {
                followers[earlier, default: []].append(later)
                before[later, default: 0] += 1
            }
        }
        var order: [String] = []
        while !waiting.isEmpty {
            let next = waiting.remove(at: waiting.firstIndex { before[$0, default: 0] <= 0 } ?? 0)
            for follower in followers[next] ?? [] { before[follower, default: 0] -= 1 }
            order.append(next)
        }
        return order
    }
}

extension Sequence where Element: Hashable {
    /// Each element where it stands first.
    var withoutRepeats: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
