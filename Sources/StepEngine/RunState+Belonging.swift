public import Guidebook

extension RunState {
    /// Refuses a plan that is not the one that was worked by: of a step that it does not know, or of another cluster's, nothing
    /// right could be said.
    ///
    /// `path` is the state directory. Throws an ``EngineError`` of kind `foreign`.
    public func confirmBelongs(to plan: Plan, at path: String) throws(EngineError) {
        // As long as nothing was done, a description may still be corrected.
        if hasWork, let first = firstOpening, first.cluster != plan.cluster.name || first.server != plan.server.name {
            throw EngineError(
                .foreign, path,
                "this state is that of server \(first.server) in cluster \(first.cluster), not of \(plan.server.name) in \(plan.cluster.name)",
                remedy: "give the cluster description that the run began with, or another directory with --state DIR")
        }
        if let unknown = steps.keys.sorted().first(where: { !plan.guideSteps.contains($0) }) {
            throw EngineError(
                .foreign, path, "the journal tells of a step '\(unknown)' that this guide does not have",
                remedy: "use the guide that the run began with (--guide DIR), or another directory with --state DIR")
        }
    }
}
