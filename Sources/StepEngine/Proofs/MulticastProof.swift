import Guidebook
import Machines

/// Listens for the heartbeats of Tomcats, and for this program on other servers, which speaks on the group as well: so it is
/// known whether the network carries multicast before any Tomcat runs.
struct MulticastProof: Proof {
    let bench: Bench

    private static let patience = Duration.seconds(10)
    private static let greeting = "joget-cluster probe "

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        let (machine, address) = (bench.machine, bench.plan.server.address)
        let words = Array((MulticastProof.greeting + bench.plan.server.name).utf8)
        await attempt.say("listening for \(MulticastProof.patience.shown); begin the same on the other servers now")
        async let probed = machine.hear(
            group: MulticastGroup.address, port: MulticastGroup.probes, at: address, saying: words, within: MulticastProof.patience)
        async let heard = machine.hear(
            group: MulticastGroup.address, port: MulticastGroup.heartbeats, at: address, saying: nil, within: MulticastProof.patience)
        return [tomcats(try await heard), programs(try await probed)]
    }

    private func tomcats(_ heard: [Heard]) -> Finding {
        let beats = heard.compactMap { TomcatHeartbeat($0.bytes) }.filter { !$0.isLeaving }
        let own = bench.plan.server.address
        var latest: [String: TomcatHeartbeat] = [:]
        for beat in beats { latest["\(beat.host):\(beat.port)"] = beat }
        let others = latest.values.filter { $0.host != own }.sorted { $0.host < $1.host }
        let shown = latest.values.sorted { $0.host < $1.host }.map { "\($0.host):\($0.port), up for \(Int($0.alive.seconds)) s" }
        let known = Set(bench.plan.cluster.servers(with: .application).map(\.address))
        let strangers = others.filter { !known.contains($0.host) }
        let title = "heartbeats of Tomcat on \(MulticastGroup.address):\(MulticastGroup.heartbeats)"
        let facts = ["members.heard": others.map(\.host).joined(separator: " ")]
        if let loopback = others.first(where: { $0.host.hasPrefix("127.") }) {
            return Finding(
                title, expected: "real addresses", found: "a member calls itself \(loopback.host)", verdict: .fails,
                remedy: "its receiver's address in server.xml must be the server's own (step session.server-xml)", facts: facts)
        }
        if !strangers.isEmpty {
            return Finding(
                title, expected: "members of this cluster", found: "strangers: \(strangers.map(\.host).joined(separator: ", "))",
                verdict: .warns, remedy: "another cluster uses the same group; static membership takes nobody else", facts: facts)
        }
        let isStatic = bench.plan.values.text("session.membership") == "static"
        return Finding(
            title, expected: isStatic ? "nobody: membership is static" : "the other nodes",
            found: shown.isEmpty ? "nobody within \(MulticastProof.patience.shown)" : shown.joined(separator: "; "),
            verdict: isStatic || !others.isEmpty ? .holds : .warns,
            remedy: isStatic || !others.isEmpty ? nil : "where the other nodes run, something filters multicast: choose static membership",
            facts: facts)
    }

    private func programs(_ heard: [Heard]) -> Finding {
        let names = heard.compactMap { entry -> String? in
            let text = String(decoding: entry.bytes, as: UTF8.self)
            guard text.hasPrefix(MulticastProof.greeting) else { return nil }
            let name = text.dropFirst(MulticastProof.greeting.count).prefix(80)
            return name == bench.plan.server.name ? nil : "\(name.filter { $0.isLetter || $0.isNumber || $0 == "-" }) at \(entry.address)"
        }
        let heardNames = Set(names).sorted()
        return Finding(
            "this proof on other servers", expected: "heard, when it runs there at the same time",
            found: heardNames.isEmpty ? "nobody within \(MulticastProof.patience.shown)" : heardNames.joined(separator: ", "),
            verdict: heardNames.isEmpty ? .warns : .holds,
            remedy: heardNames.isEmpty ? "begin 'joget-cluster proof multicast' on two servers at the same time" : nil)
    }
}
