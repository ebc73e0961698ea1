internal import Guidebook
internal import Machines

/// Files that the run wrote and somebody has changed since.
extension Engine {
    /// The files that performing the step would overwrite although somebody has changed them since the step wrote them.
    ///
    /// A file that is gone, or has other attributes only, is none of them; nor is one that another answer makes different.
    public func conflicts(of id: String) async throws(EngineError) -> [Conflict] {
        let step = try step(id)
        do {
            return try await bench(for: step).conflicts()
        } catch {
            throw EngineError(.request, id, Engine.reason(of: error), remedy: "repeat the step when that is mended")
        }
    }

    /// The files that the step wrote and that are not as it left them, in content or attributes, or gone. Says nothing of what cannot
    /// be looked at.
    public func traces(of id: String) async -> [FileTrace] {
        guard let step = plan.step(id) else { return [] }
        // The step's own checks tell what is wrong with a file that cannot be read.
        let trace = try? await bench(for: step).performer?.trace()
        return (trace ?? nil).map { [$0] } ?? []
    }
}

extension Bench {
    /// The files that performing the step would overwrite although somebody has changed them; none where it would do nothing.
    func conflicts() async throws -> [Conflict] {
        guard let conflict = try await performer?.conflict(), await !isRespected() else { return [] }
        return [conflict]
    }

    /// What a step says that finds its files changed by somebody else.
    func findings(of conflicts: [Conflict]) async throws -> [Finding] {
        var findings: [Finding] = []
        for conflict in conflicts {
            let status = try await machine.status(of: followed(conflict.path))
            findings.append(conflict.finding(step: step.id, time: status.map { LocalTime.text($0.modified) }))
        }
        return await secrets.redacted(findings)
    }
}
