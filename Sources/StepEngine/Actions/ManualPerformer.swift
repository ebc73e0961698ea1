import Guidebook
import Machines

/// Shows what the operator is to type or to hand on. Nothing is done here, and no secret is needed.
struct ManualPerformer: Performer {
    let template: String
    let bench: Bench

    /// Stands where a secret belongs: whoever does the step chooses it.
    private static let choice = "<choose a password>"

    func findings() async throws -> [Finding] { [] }

    func preview() async throws -> [Change] {
        let text = bench.plan.templates[template]?.rendered(with: bench.plan.values) { _ in ManualPerformer.choice } ?? ""
        return [.statements(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).droppingLastIfEmpty)]
    }

    func perform(_ attempt: Attempt) async throws {
        preconditionFailure("a step by hand is confirmed, never performed")
    }
}

extension [String] {
    fileprivate var droppingLastIfEmpty: [String] { last?.isEmpty == true ? Array(dropLast()) : self }
}
