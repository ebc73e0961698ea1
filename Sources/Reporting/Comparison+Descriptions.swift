extension Comparison {
    private static let handOver =
        "decide which description is right and hand it to the others ('joget-cluster cluster show --slip' there, 'joget-cluster cluster take' here), then run again on those whose answers change"

    /// Descriptions of the cluster that say something else.
    func descriptions() -> [BoardLint] {
        guard Set(entries.map(\.descriptionDigest)).count > 1 else { return [] }
        // Servers with the same description are looked at once.
        var holders: [String: [String]] = [:]
        for entry in entries { holders[entry.descriptionDigest, default: []].append(entry.server.name) }
        let kinds = entries.filter { holders[$0.descriptionDigest]?.first == $0.server.name }
        let known = kinds.compactMap { entry in entry.description.map { (holders[entry.descriptionDigest] ?? [], $0) } }
        let lints = answers(known) + described(known)
        return lints.isEmpty || known.count < kinds.count ? lints + digests() : lints
    }

    private typealias Held = (holders: [String], description: Report.DescriptionEntry)

    private func answers(_ known: [Held]) -> [BoardLint] {
        var titles: [String: String] = [:]
        let ids = known.flatMap { $0.description.answers.map(\.id) }.withoutRepeats
        let texts = known.map { held in
            held.description.answers.reduce(into: [:] as [String: String]) {
                $0[$1.id] = $1.text
                titles[$1.id] = $1.title
            }
        }
        return ids.compactMap { id in
            let values = zip(known, texts).flatMap { held, texts in
                held.holders.map { (server: $0, text: texts[id].map { $0.isEmpty ? "empty" : $0 } ?? "not asked") }
            }
            let subject = Subject(
                kind: "description", title: "the answer \(id) (\(titles[id] ?? "")) is not the same on every server",
                remedy: Comparison.handOver)
            return difference(subject, inOrder(values))
        }
    }

    private func described(_ known: [Held]) -> [BoardLint] {
        let texts = known.map { held in
            held.description.servers.reduce(into: [:] as [String: String]) { $0[$1.name] = Comparison.words(of: $1) }
        }
        return known.flatMap { $0.description.servers.map(\.name) }.withoutRepeats.compactMap { name in
            // Most servers are described alike everywhere; only the others are worth a list of who says what.
            guard Set(texts.map { $0[name] }).count > 1 else { return nil }
            let values = zip(known, texts).flatMap { held, texts in
                held.holders.map { (server: $0, text: texts[name] ?? "not described") }
            }
            let subject = Subject(
                kind: "description", title: "server \(name) is not described alike on every server", remedy: Comparison.handOver)
            return difference(subject, inOrder(values))
        }
    }

    private func digests() -> [BoardLint] {
        let subject = Subject(
            kind: "description", title: "the cluster description is not the same on every server", remedy: Comparison.handOver)
        let values = entries.map { (server: $0.server.name, text: "description \($0.descriptionDigest.prefix(12))") }
        return difference(subject, values).map { [$0] } ?? []
    }

    private static func words(of server: Report.ServerEntry) -> String {
        let route = server.route.map { ", route \($0)" } ?? ""
        return "\(server.address), \(server.roles.joined(separator: " and "))\(route)"
    }

    private func inOrder(_ values: [(server: String, text: String)]) -> [(server: String, text: String)] {
        let texts = Dictionary(values.map { ($0.server, $0.text) }) { first, _ in first }
        return entries.compactMap { entry in texts[entry.server.name].map { (entry.server.name, $0) } }
    }

    /// Programs and guides of several versions.
    func editions() -> [BoardLint] {
        let programs = difference(
            Subject(
                kind: "program", title: "the servers were reported of by different versions of joget-cluster",
                remedy: "install the same version everywhere, then make the reports again"),
            entries.map { ($0.server.name, $0.program) })
        let guides = difference(
            Subject(
                kind: "guide", title: "the servers were set up with different guides",
                remedy:
                    "install the same version of joget-cluster everywhere (or name the same --guide), then run again on the servers concerned"
            ),
            entries.map { ($0.server.name, "guide \($0.guide.prefix(12))") })
        return [programs, guides].compactMap(\.self)
    }

    /// One machine that reports under several names.
    func machines() -> [BoardLint] {
        let identities = entries.compactMap { entry -> (server: String, text: String)? in
            guard let id = entry.server.machineID, let host = entry.server.hostName else { return nil }
            return (entry.server.name, "host \(host), machine id \(id)")
        }
        return Comparison.groups(identities).filter { $0.servers.count > 1 }.map { group in
            BoardLint(
                kind: "machine", title: "one machine reports as \(group.servers.count) servers", servers: group.servers, found: [group],
                remedy: "on each server see whether --server named the right one; each needs a machine and a state directory of its own")
        }
    }
}
