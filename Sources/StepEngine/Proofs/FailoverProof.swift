import Guidebook
import Machines

/// Stops this node while a session of it is used by the load balancer, and starts it again.
///
/// A timer of systemd's starts the node whatever becomes of this program in the meantime.
struct FailoverProof: Proof {
    let bench: Bench

    private static let timer = "joget-cluster-failover"
    /// When the timer starts the node, in seconds.
    private static let rescue = 300
    private static let interval = Duration.milliseconds(250)
    private static let polls = 240

    private var browsing: Browsing { Browsing(bench: bench) }
    private var unit: String { bench.plan.values.text("application.service") }
    private var route: String { bench.plan.values.text("self.route") }
    private var arming: [String] {
        ["systemd-run", "--unit=\(FailoverProof.timer)", "--on-active=\(FailoverProof.rescue)", "systemctl", "start", unit]
    }
    private var stopping: [String] { ["systemctl", "stop", unit] }
    private var starting: [String] { ["systemctl", "start", unit] }
    private var disarming: [String] { ["systemctl", "stop", "\(FailoverProof.timer).timer"] }

    var commands: [[String]] { [arming, stopping, starting, disarming] }

    func clear(_ attempt: Attempt) async throws {
        let states = try await bench.machine.services([unit, "\(FailoverProof.timer).timer"])
        guard states["\(FailoverProof.timer).timer"]?.isRunning == true else { return }
        // The timer is there only between the stop of the node and its start.
        if states[unit]?.isRunning == false { try await attempt.run(bench.command(starting)) }
        try await attempt.run(bench.command(disarming))
    }

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        let pause: () async -> Void = { await attempt.engine.pause(FailoverProof.interval) }
        guard browsing.nodes.count > 1 else {
            return [Finding("fail-over", expected: "to another node", found: "there is no other", verdict: .warns)]
        }
        for peer in browsing.nodes where peer.name != bench.plan.server.name {
            if try await browsing.visit(browsing.page(of: peer)) == nil {
                return [notReady("\(peer.name) does not answer: whoever works here would be cut off")]
            }
        }
        guard let session = try await browsing.session(on: route, tries: 8 * browsing.nodes.count, pause: pause) else {
            return [notReady("no session by the load balancer comes to \(route): its proof is 'stickiness'")]
        }
        try await attempt.run(bench.command(arming))
        let moved = try await outage(of: session, attempt)
        await attempt.say("starting \(unit) again")
        let clock = attempt.engine.clock
        let began = clock.now
        try await attempt.run(bench.command(starting))
        let answers = try await wait(polls: 4 * FailoverProof.polls, attempt) {
            try await browsing.visit(browsing.page(of: bench.plan.server)) != nil
        }
        let up = clock.now - began
        let isUsed = answers ? try await browsing.session(on: route, tries: FailoverProof.polls, pause: pause) != nil : false
        let used = clock.now - began
        try await attempt.run(bench.command(disarming))
        return moved + [
            Finding(
                "\(bench.plan.server.name) is back", expected: "answers", found: answers ? "after \(up.shown)" : "it does not answer",
                verdict: answers ? .holds : .fails, remedy: answers ? nil : "repeat the step session.service, which says why"),
            Finding(
                "it takes sessions again", expected: "by the load balancer", found: isUsed ? "\(used.shown) after its start" : "none",
                verdict: isUsed ? .holds : .fails, remedy: isUsed ? nil : "see that the load balancer tries a node again (retry)"),
        ]
    }

    private func notReady(_ found: String) -> Finding {
        Finding(
            "fail-over", expected: "every node behind the load balancer", found: found, verdict: .warns,
            remedy: "prove this again when all servers are set up; nothing was stopped")
    }

    private func wait(polls: Int, _ attempt: Attempt, until claim: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<polls {
            if try await claim() { return true }
            await attempt.engine.pause(FailoverProof.interval)
        }
        return false
    }

    // MARK: The outage

    /// What a user of the session sees.
    private struct Watch: Sendable {
        var end = Browsing.Passage.noAnswer
        /// The longest time between two answers.
        var gap = Duration.zero
        var asked = 0
    }

    private func outage(of session: SessionCookie, _ attempt: Attempt) async throws -> [Finding] {
        await attempt.say("a session of \(route) is used, while \(unit) is stopped")
        async let watch = watch(session, attempt)
        try await attempt.run(bench.command(stopping))
        let seen = try await watch
        let expected = "goes on at another node"
        let title = "session of \(route), while it is stopped"
        switch seen.end {
        case .continued(let other):
            return [
                Finding(title, expected: expected, found: "goes on at \(other?.route ?? "another node")", verdict: .holds),
                Finding(
                    "time without an answer", expected: "below 30 s", found: "\(seen.gap.shown), in \(seen.asked) requests",
                    verdict: seen.gap < .seconds(30) ? .holds : .warns, facts: ["failover.seconds": "\(seen.gap.seconds.rounded(to: 1000))"]
                ),
            ]
        case .lost:
            return [
                Finding(
                    title, expected: expected, found: "lost: another one began", verdict: .fails,
                    remedy: "its proof is 'session', which says between which nodes")
            ]
        case .noAnswer:
            return [
                Finding(
                    title, expected: expected, found: "no answer by the load balancer", verdict: .fails,
                    remedy: "see that the load balancer goes to another node when one does not answer")
            ]
        }
    }

    /// Uses the session until another node answers it, as a user does who presses reload.
    private func watch(_ session: SessionCookie, _ attempt: Attempt) async throws -> Watch {
        let clock = attempt.engine.clock
        var watch = Watch()
        var latest = clock.now
        for _ in 0..<FailoverProof.polls {
            watch.asked += 1
            let passage = try await browsing.goOn(with: session, at: browsing.balancer)
            if passage != .noAnswer {
                watch.gap = max(watch.gap, clock.now - latest)
                latest = clock.now
            }
            switch passage {
            case .continued(let other?) where other.route != route:
                watch.end = passage
                return watch
            case .lost:
                watch.end = .lost
                return watch
            default: await attempt.engine.pause(FailoverProof.interval)
            }
        }
        return watch
    }
}
