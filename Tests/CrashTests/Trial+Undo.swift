extension Trial {
    /// Takes everything back, is killed at it in one step, and goes on taking back.
    func undoTroubles(_ step: String) throws -> [String] {
        let run = try root.run(["apply", "--yes"])
        guard run.code == 0 else { return ["it cannot even be done: \(run.output)\(run.complaint)"] }
        for later in expected.undoing.prefix(while: { $0.step != step }) {
            let launch = try root.run(["undo", "--yes", later.step])
            guard launch.code == 0 else { return ["\(later.step) is not undone: \(launch.output)\(launch.complaint)"] }
        }
        var troubles: [String] = []
        let launch = try root.run(["undo", "--yes", step], plan)
        if !launch.isKilled { troubles.append("it was not killed, but ended with \(launch.code)") }
        let cut = RunStory(root)
        // Whoever was killed after the last word has nothing left to take back, and is told so.
        let again = try root.run(["undo", "--yes", step])
        if again.code != 0 && !cut.isUndone(step) {
            troubles.append("the next undo ends with \(again.code): \(again.output)\(again.complaint)")
        }
        troubles += try Undisturbed.undo(RunStory(root), root)
        try root.leaveInPeace()
        if !root.becomesQuiet() { troubles.append("a process is left") }
        let story = RunStory(root)
        if !cut.isBeginning(of: story) { troubles.append("the journal does not go on where it ended") }
        for (name, chapter) in story.steps where expected.undoing.contains(where: { $0.step == name }) {
            if chapter.outcome != "undone" || !chapter.originals.isEmpty { troubles.append("\(name) is \(chapter.outcome ?? "open")") }
        }
        return troubles + expected.undone.differences(to: Picture(of: root.path)).map { "undone, the server differs: \($0)" }
    }
}
