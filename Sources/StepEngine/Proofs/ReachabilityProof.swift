import Guidebook
import Machines

/// Tries every port that this server needs of the others, all at once. Refused, which says that somebody is there, is told
/// from filtered, which says that something stands between.
struct ReachabilityProof: Proof {
    let bench: Bench

    private static let patience = Duration.seconds(3)

    /// A port of another server.
    private struct Target: Sendable {
        var server: String
        var address: String
        var port: String
        var purpose: String
        /// Whether it opens only when that server's Joget runs.
        var isJogets: Bool
    }

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        let targets = targets
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

    private func finding(_ target: Target, _ reached: Reachability, _ took: Duration, isSilent: Bool) -> Finding {
        let title = "\(target.server) port \(target.port), \(target.purpose)"
        switch reached {
        case .open: return Finding(title, expected: "open", found: "open, in \(took.shown)", verdict: .holds)
        case .refused:
            return Finding(
                title, expected: "open", found: "refused: \(target.server) answers, and nobody listens there",
                verdict: target.isJogets ? .warns : .fails,
                remedy: target.isJogets ? "set up \(target.server), then prove this again" : "see that the service runs on \(target.server)"
            )
        case .filtered:
            let waits = isSilent && target.isJogets
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

    // MARK: What is needed

    private var targets: [Target] {
        let roles = bench.plan.server.roles
        return (roles.contains(.application) ? ofApplication : []) + (roles.contains(.balancer) ? ofBalancer : [])
    }

    private var peers: [Server] {
        bench.plan.cluster.servers(with: .application).filter { $0.name != bench.plan.server.name }
    }

    private func text(_ name: String) -> String { bench.plan.values.text(name) }

    private var ofApplication: [Target] {
        var targets: [Target] = []
        if text("share.access") != "mounted" {
            targets.append(
                Target(
                    server: text("file-server.name"), address: text("file-server.address"), port: "2049", purpose: "NFS", isJogets: false))
        }
        targets.append(
            Target(
                server: text("database-server.name"), address: text("database-server.address"), port: text("database.port"),
                purpose: "database", isJogets: false))
        for peer in peers {
            targets += [
                Target(server: peer.name, address: peer.address, port: text("application.port"), purpose: "Joget", isJogets: true),
                Target(server: peer.name, address: peer.address, port: text("session.port"), purpose: "sessions", isJogets: true),
            ]
        }
        if !bench.plan.server.roles.contains(.balancer) {
            targets.append(
                Target(
                    server: text("balancer-server.name"), address: text("balancer-server.address"), port: text("balancer.port"),
                    purpose: "load balancer", isJogets: true))
        }
        return targets
    }

    private var ofBalancer: [Target] {
        peers.map { Target(server: $0.name, address: $0.address, port: text("application.port"), purpose: "Joget", isJogets: true) }
    }
}
