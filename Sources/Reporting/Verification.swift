public import StepEngine
public import Guidebook

/// How what was done on a server stands now, for the programs that watch it.
public struct Verification: Sendable, Hashable, Encodable {
    /// One step that was looked at.
    public struct Entry: Sendable, Hashable, Encodable {
        public var id: String
        public var section: String
        public var title: String
        /// Whether everything about it is as it should be, or only warns.
        public var holds: Bool
        public var findings: [Finding]

        /// The worst of its findings.
        public var verdict: Finding.Verdict {
            let verdicts = findings.map(\.verdict)
            return [.fails, .unknown, .warns].first(where: verdicts.contains) ?? .holds
        }
    }

    /// The cluster's name.
    public var cluster: String
    /// The server's name.
    public var server: String
    /// The version of the program.
    public var program: String
    /// When it was looked at, in seconds since 1970.
    public var time: Int
    /// How long that took, in seconds.
    public var seconds: Double
    /// How many steps the server's plan needs.
    public var needed: Int
    /// How many of those are not settled yet.
    public var open: Int
    /// The steps that were done, in order.
    public var entries: [Entry]

    /// Lays what was found beside the plan.
    public init(
        plan: Plan, state: RunState, found: [String: [Finding]], program: String, time: Int, seconds: Double
    ) {
        cluster = plan.cluster.name
        server = plan.server.name
        self.program = program
        self.time = time
        self.seconds = seconds
        needed = plan.required.count
        open = plan.required.count { !state[$0.id].isSettled }
        entries = plan.steps.compactMap { step in
            found[step.id].map {
                Entry(
                    id: step.id, section: plan.section(of: step.id)?.title ?? "", title: step.title, holds: $0.areAcceptable, findings: $0)
            }
        }
    }

    /// Whether every step that was looked at is as it should be.
    public var holds: Bool { entries.allSatisfy(\.holds) }

    func count(_ verdict: Finding.Verdict) -> Int { entries.count { $0.verdict == verdict } }
}
