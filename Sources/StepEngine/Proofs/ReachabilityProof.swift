import Guidebook
import Machines

/// Tries every port that this server needs of the others, all at once. Refused, which says that somebody is there, is told
/// from filtered, which says that something stands between.
struct ReachabilityProof: Proof {
    let bench: Bench

    private static let patience = Duration.seconds(3)

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        let targets = bench.plan.neededPorts
        if targets.isEmpty {
            return [Finding("ports", expected: "those of other servers", found: "this server needs none", verdict: .holds)]
        }
        let (machine, inspector) = (bench.machine, bench.inspector)
        return try await withThrowingTaskGroup(of: (Int, Reachability, Duration).self) { group in
            for (index, target) in targets.enumerated() {
                group.addTask {
                    let began = ContinuousClock.now
                    let address = try await inspector.numeric(target.address)
                    let reached: Reachability =
                        if let address {
                            try await machine.connect(to: address, port: Int(target.port) ?? 0, within: ReachabilityProof.patience)
                        } else { .unreachable("\(target.address) does not resolve") }
                    return (index, reached, .now - began)
                }
            }
            var seen: [Int: (Reachability, Duration)] = [:]
            for try await (index, reached, took) in group { seen[index] = (reached, took) }
            let awake = Set(targets.indices.filter { seen[$0]?.0 != .filtered }.map { targets[$0].server })
            return targets.indices.map { index in
                let (reached, took) = seen[index] ?? (.filtered, .zero)
                return finding(targets[index], reached, took, isSilent: !awake.contains(targets[index].server))
            }
        }
    }

    private func finding(_ target: NeededPort, _ reached: Reachability, _ took: Duration, isSilent: Bool) -> Finding {
        let title = "\(target.server) port \(target.port), \(target.purpose)"
        switch reached {
        case .open: return Finding(title, expected: "open", found: "open, in \(took.shown)", verdict: .holds)
        case .refused:
            return Finding(
                title, expected: "open", found: "refused: \(target.server) answers, and nobody listens there",
                verdict: target.opensWithJoget ? .warns : .fails,
                remedy: target.opensWithJoget
                    ? "set up \(target.server), then prove this again" : "see that the service runs on \(target.server)"
            )
        case .filtered:
            let waits = isSilent && target.opensWithJoget
            return Finding(
                title, expected: "open",
                found: "filtered: no answer within \(ReachabilityProof.patience.shown)" + (isSilent ? ", at no port of it" : ""),
                verdict: waits ? .warns : .fails,
                remedy: waits
                    ? "set up \(target.server), then prove this again; where it runs, a firewall drops all of this"
                    : "a firewall between the servers drops it; open TCP port \(target.port) of \(target.server) to this server")
        case .unreachable(let word):
            return Finding(title, expected: "open", found: word, verdict: .fails, remedy: "look at the routes of this server")
        }
    }
}
