import Guidebook
import Machines

/// Shows that the load balancer gives sessions to every node, and leaves each session on its node.
struct StickinessProof: Proof {
    let bench: Bench

    /// How many sessions are begun for each node, and how often each is used.
    private static let sessionsPerNode = 4
    private static let uses = 5

    private var browsing: Browsing { Browsing(bench: bench) }

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        guard try await browsing.visit(browsing.balancer) != nil else {
            return [
                Finding(
                    "load balancer", expected: "answers", found: "no answer from \(browsing.balancer)", verdict: .warns,
                    remedy: "set up the load balancer and a node, then prove this again")
            ]
        }
        let began = attempt.engine.clock.now
        let count = StickinessProof.sessionsPerNode * max(1, browsing.nodes.count)
        var sessions: [SessionCookie] = []
        var strayed: [String] = []
        for _ in 0..<count {
            guard let reply = try await browsing.visit(browsing.balancer), let session = SessionCookie(in: reply) else { continue }
            sessions.append(session)
            for _ in 1..<StickinessProof.uses {
                switch try await browsing.goOn(with: session, at: browsing.balancer) {
                case .continued(let next?) where next.route != session.route:
                    strayed.append("from \(session.route ?? "?") to \(next.route ?? "?")")
                case .continued: continue
                case .lost: strayed.append("lost, begun on \(session.route ?? "?")")
                case .noAnswer: strayed.append("no answer, begun on \(session.route ?? "?")")
                }
            }
        }
        let took = attempt.engine.clock.now - began
        return [staying(sessions, strayed, took), try await spread(sessions)]
    }

    private func staying(_ sessions: [SessionCookie], _ strayed: [String], _ took: Duration) -> Finding {
        let title = "sessions stay on their node"
        let expected = "all of them"
        guard !sessions.isEmpty else {
            return Finding(
                title, expected: expected, found: "no session began: the answer sets no cookie JSESSIONID", verdict: .fails,
                remedy: "open \(browsing.balancer) in a browser; something may remove cookies")
        }
        guard strayed.isEmpty else {
            return Finding(
                title, expected: expected, found: "\(strayed.count) times not: \(Set(strayed).sorted().prefix(3).joined(separator: "; "))",
                verdict: .fails, remedy: "the load balancer must know each node by its jvmRoute and go by JSESSIONID")
        }
        return Finding(
            title, expected: expected, found: "\(sessions.count) sessions, each used \(StickinessProof.uses) times, in \(took.shown)",
            verdict: .holds)
    }

    private func spread(_ sessions: [SessionCookie]) async throws -> Finding {
        let seen = Dictionary(grouping: sessions) { $0.route ?? "no name" }.mapValues(\.count)
        let shown = seen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let facts = ["balancer.routes": seen.keys.sorted().joined(separator: " ")]
        let expected = "sessions for each of \(browsing.routes.joined(separator: ", "))"
        let strangers = seen.keys.filter { !browsing.routes.contains($0) }.sorted()
        guard strangers.isEmpty else {
            return Finding(
                "every node gets sessions", expected: expected, found: "sessions of '\(strangers.joined(separator: "', '"))'",
                verdict: .fails,
                remedy: "give that Tomcat the route of the cluster description (step session.server-xml)", facts: facts)
        }
        var left: [String] = []
        var down: [String] = []
        for node in browsing.nodes where seen[bench.plan.cluster.route(of: node)] == nil {
            if try await browsing.visit(browsing.page(of: node)) != nil { left.append(node.name) } else { down.append(node.name) }
        }
        if !left.isEmpty {
            return Finding(
                "every node gets sessions", expected: expected,
                found: "\(shown); none for \(left.joined(separator: ", ")), which answers by itself", verdict: .fails,
                remedy: "it is missing in the load balancer, or has another route there: repeat the step that writes its site", facts: facts
            )
        }
        return Finding(
            "every node gets sessions", expected: expected,
            found: shown + (down.isEmpty ? "" : "; \(down.joined(separator: ", ")) does not answer"),
            verdict: down.isEmpty ? .holds : .warns,
            remedy: down.isEmpty ? nil : "set up \(down.joined(separator: ", ")), then prove this again", facts: facts)
    }
}
