import Guidebook
import Machines

/// Shows that a session which begins on this node is known on each other one, past the load balancer and through it.
struct SessionProof: Proof {
    let bench: Bench

    /// Sessions are copied after the answer: how often a look is repeated, and how long after the one before.
    private static let tries = 10
    private static let interval = Duration.milliseconds(500)

    private var browsing: Browsing { Browsing(bench: bench) }

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        let own = bench.plan.server
        let ownPage = browsing.page(of: own)
        guard let reply = try await browsing.visit(ownPage) else {
            return [
                Finding(
                    "session on \(own.name)", expected: "begins", found: "no answer from \(ownPage)", verdict: .fails,
                    remedy: "repeat the step session.service")
            ]
        }
        guard var session = SessionCookie(in: reply) else {
            return [
                Finding(
                    "session on \(own.name)", expected: "begins", found: "the login page begins no session", verdict: .unknown,
                    remedy: "run 'joget-cluster proof replication' on all application servers at the same time: it brings a page of its own"
                )
            ]
        }
        let peers = browsing.nodes.filter { $0.name != own.name }
        if peers.isEmpty {
            return [Finding("session on \(own.name)", expected: "known on the other nodes", found: "there is no other", verdict: .holds)]
        }
        var findings: [Finding] = []
        for peer in peers {
            let (finding, next) = try await passage(of: session, to: peer, attempt)
            findings.append(finding)
            // Whoever takes a session over gives it its own name, and nobody knows the former one any more.
            session = next ?? session
        }
        findings.append(try await throughBalancer(session))
        return findings
    }

    private func passage(of session: SessionCookie, to peer: Server, _ attempt: Attempt) async throws -> (Finding, SessionCookie?) {
        let title = "session of \(bench.plan.server.name) on \(peer.name)"
        let expected = "goes on"
        let url = browsing.page(of: peer)
        guard try await browsing.visit(url) != nil else {
            return (
                Finding(
                    title, expected: expected, found: "\(peer.name) does not answer", verdict: .warns,
                    remedy: "set up \(peer.name), then prove this again"), nil
            )
        }
        guard try await browsing.refusesInvented(at: url) else {
            return (
                Finding(
                    title, expected: expected, found: "cannot be told: \(peer.name) takes an invented session as well", verdict: .unknown,
                    remedy: "run 'joget-cluster proof replication' on all application servers at the same time"), nil
            )
        }
        let clock = attempt.engine.clock
        let began = clock.now
        for turn in 1...SessionProof.tries {
            if turn > 1 { await attempt.engine.pause(SessionProof.interval) }
            switch try await browsing.goOn(with: session, at: url) {
            case .continued(let next):
                let found = "known there, \((clock.now - began).shown) after the first look; an invented one is not"
                return (Finding(title, expected: expected, found: found, verdict: .holds), next)
            case .lost, .noAnswer: continue
            }
        }
        return (
            Finding(
                title, expected: expected, found: "lost: \(peer.name) begins another one", verdict: .fails,
                remedy: "see that TCP port \(bench.plan.values.text("session.port")) is open between the nodes (proof reachability), and "
                    + "which members Tomcat names in its log (step session.service)"), nil
        )
    }

    private func throughBalancer(_ session: SessionCookie) async throws -> Finding {
        let title = "session by the load balancer"
        guard try await browsing.visit(browsing.balancer) != nil else {
            return Finding(
                title, expected: "goes on", found: "no answer from \(browsing.balancer)", verdict: .warns,
                remedy: "set up the load balancer, then prove this again")
        }
        switch try await browsing.goOn(with: session, at: browsing.balancer) {
        case .continued(let next):
            let node = next?.route ?? session.route ?? "its node"
            return Finding(title, expected: "goes on", found: "goes on at \(node)", verdict: .holds)
        case .lost, .noAnswer:
            return Finding(
                title, expected: "goes on", found: "lost on the way", verdict: .fails,
                remedy: "the load balancer must pass the cookie JSESSIONID on unchanged, and know this node as '\(session.route ?? "")'")
        }
    }
}
