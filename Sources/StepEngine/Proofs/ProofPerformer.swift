import Guidebook
import Machines

/// Proves what only several servers together can show, and tells afterwards what was seen. Looking at it again later costs
/// nothing: only doing it again says more.
struct ProofPerformer: Performer {
    let kind: ProofKind
    let bench: Bench

    private var procedure: any Proof {
        switch kind {
        case .share: ShareProof(bench: bench)
        case .database: DatabaseProof(bench: bench)
        case .reachability: ReachabilityProof(bench: bench)
        case .multicast: MulticastProof(bench: bench)
        case .session: SessionProof(bench: bench)
        case .replication: ReplicationProof(bench: bench)
        case .stickiness: StickinessProof(bench: bench)
        case .failover: FailoverProof(bench: bench)
        }
    }

    func findings() async throws -> [Finding] {
        bench.proven ?? [Finding("proof of \(kind.rawValue)", expected: "seen to work", found: "not tried yet", verdict: .fails)]
    }

    func preview() async throws -> [Change] { procedure.commands.map { .command(Command($0).line) } }

    func perform(_ attempt: Attempt) async throws {
        // What a proof has left that was killed would spoil this one.
        try await procedure.clear(attempt)
        let findings: [Finding]
        do {
            findings = try await procedure.prove(attempt)
        } catch {
            try await procedure.clear(attempt)
            throw error
        }
        try await procedure.clear(attempt)
        try await attempt.prove(await bench.secrets.redacted(findings))
    }

    /// Something that was not there yet may be there now.
    var isWorthRepeating: Bool { bench.proven?.contains { $0.verdict == .warns } ?? false }

    func settle(_ attempt: Attempt) async throws { try await procedure.clear(attempt) }
}

/// One way to prove something.
protocol Proof: Sendable {
    /// What it runs, as it is shown beforehand.
    var commands: [[String]] { get }
    /// Does it, and says what was seen.
    func prove(_ attempt: Attempt) async throws -> [Finding]
    /// Takes away whatever it leaves behind, also when it was killed. Nothing to take away is no error.
    func clear(_ attempt: Attempt) async throws
}

extension Proof {
    var commands: [[String]] { [] }
    func clear(_ attempt: Attempt) async throws {}
}

extension Duration {
    /// In words: `0.042 s`.
    var shown: String { "\(seconds.rounded(to: 1000)) s" }
}
