import Foundation

/// One run in which something goes wrong, and what is made of it afterwards.
struct Trial {
    let root: DisposableRoot
    let expected: Undisturbed
    let plan: FaultPlan
    /// Whether everything is taken back at the end.
    var undoes = true

    /// Runs the chapter with the fault, goes on as an operator does, and says everything that is not as it should be.
    func troubles() throws -> [String] {
        try root.refresh()
        if case .killUndo(_, let step) = plan { return try undoTroubles(step) }
        let launch = try root.run(["apply", "--yes"], plan)
        let cut = RunStory(root)
        var troubles = launch.hangs ? ["it hangs"] : fate(launch, cut)
        troubles += try goOn(cut)
        return troubles
    }

    // MARK: The run with the fault

    private func fate(_ launch: Launch, _ cut: RunStory) -> [String] {
        switch plan {
        case .kill, .tear:
            var troubles = launch.isKilled ? [] : ["it was not killed, but ended with \(launch.code)"]
            if cut.lines < durable { troubles.append("\(durable - cut.lines) whole records of the journal are lost") }
            return troubles
        case .error, .errors: return complaints(about: launch, cut)
        case .killSupervisor, .strike, .killUndo: return root.text(of: "/fault/struck") == nil && !isSupervisor ? ["nobody was struck"] : []
        }
    }

    private var isSupervisor: Bool { if case .killSupervisor = plan { true } else { false } }

    /// How many records were on the disk before the fault.
    private var durable: Int { plan.number.map(synced) ?? 0 }

    func synced(before number: Int) -> Int {
        expected.operations.prefix(number - 1).count { $0.kind == "fsync" && $0.path.hasSuffix("/journal.jsonl") }
    }

    // MARK: Afterwards

    /// Starts the program again until it has come to its end, and compares.
    private func goOn(_ cut: RunStory) throws -> [String] {
        root.disarm()
        var troubles: [String] = []
        var launch = try root.run(["apply", "--yes"])
        // A step that was cut short says so, and is done at the next start.
        if launch.code == 1 {
            let again = try root.run(["apply", "--yes"])
            if again.code == 0 && !mayFailOnce { troubles.append("only the second start came to its end: \(launch.output.suffix(400))") }
            launch = again
        }
        try root.leaveInPeace()
        guard launch.code == 0 else {
            return troubles + ["started again, it ends with \(launch.code): \(launch.output.suffix(600))\(launch.complaint)"]
        }
        let copy = copyOfTornJournal(cut, told: launch.complaint)
        if copy == nil, cut.torn != nil || !launch.complaint.isEmpty { troubles.append("it complains: \(launch.complaint)") }
        if !root.becomesQuiet() { troubles.append("a process is left") }
        let story = RunStory(root)
        if !cut.isBeginning(of: story) { troubles.append("the journal does not go on where it ended") }
        troubles += expected.after.differences(to: Picture(of: root.path, without: copy)).map { "the server differs: \($0)" }
        troubles += differences(story) + excess(cut)
        troubles += try reportDifferences()
        if undoes {
            if let copy { unlink(root.path + copy) }
            troubles += try Undisturbed.undo(story, root)
            troubles += expected.undone.differences(to: Picture(of: root.path)).map { "undone, the server differs: \($0)" }
        }
        return troubles
    }

    /// Where the journal with a line that was cut short was kept, if that was said, and nothing else.
    private func copyOfTornJournal(_ cut: RunStory, told complaint: String) -> String? {
        guard let torn = cut.torn,
            let word = complaint.wholeMatch(of: #/joget-cluster: \S+: the line is torn; 1 line was set aside in (\S+)\n/#)
        else { return nil }
        let copy = String(word.1)
        return FileManager.default.contents(atPath: root.path + copy) == torn ? copy : nil
    }

    /// Whether a start that ends with a failed step is right.
    private var mayFailOnce: Bool { false }

    private func differences(_ story: RunStory) -> [String] {
        expected.story.steps.keys.sorted().flatMap { step -> [String] in
            let (right, found) = (expected.story.steps[step], story.steps[step])
            guard let right, let found else { return ["the journal does not tell of \(step)"] }
            var troubles: [String] = []
            // What was done is found as it should be by the next start; that it was done stays in the journal.
            let isSame = found.outcome == right.outcome || (found.outcome == "unchanged" && right.outcome == "changed")
            if !isSame || !found.outcomes.isSuperset(of: right.outcomes) {
                troubles.append("\(step) ended as \(found.outcomes.sorted()), not as \(right.outcomes.sorted())")
            }
            if right.originals != found.originals { troubles.append("undo of \(step) knows \(found.originals), not \(right.originals)") }
            var more = found.changes.subtracting(right.changes).sorted()
            let less = right.changes.subtracting(found.changes).sorted()
            // Where a command did half of its work, the next one is told to do the rest.
            if hitsCommands { more = [] }
            if !more.isEmpty || !less.isEmpty {
                troubles.append("the changes of \(step) differ: more \(more), less \(less)")
            }
            return troubles
        }
    }

    /// Commands that ran more often than they had to: never those of a step that was finished, and those that ended well once.
    private func excess(_ cut: RunStory) -> [String] {
        let finished = Set(cut.finished)
        return Undisturbed.launches(root).sorted { $0.key < $1.key }.compactMap { line, count in
            let usual = expected.launches[line] ?? 0
            guard count > usual, let step = expected.story.commands[line] else { return nil }
            let isWholly = ["apt-get", "accounts", "mount", "a2enmod"].contains { line.hasPrefix($0 + " ") }
            if finished.contains(step) { return "'\(line)' of the finished step \(step) ran \(count) times" }
            if count > usual + 1 || (isWholly && isKillOfProgram) { return "'\(line)' ran \(count) times" }
            return nil
        }
    }

    /// Whether a command may have come to half of its end.
    private var hitsCommands: Bool {
        switch plan {
        case .strike(_, "command"), .strike(_, "both"), .strike(_, "everything"): true
        default: false
        }
    }

    private var isKillOfProgram: Bool {
        switch plan {
        case .kill, .tear: true
        case .strike(_, "program"): true
        default: false
        }
    }

    private func reportDifferences() throws -> [String] {
        let json = try ReportText.lines(root.run(["report", "--json"]).output)
        var more = Set(json).subtracting(expected.report)
        let less = Set(expected.report).subtracting(json)
        if hitsCommands { more = more.filter { !$0.contains(".changes[].command") } }
        guard more.isEmpty, less.isEmpty else { return ["the report differs: more \(more.sorted()), less \(less.sorted())"] }
        guard undoes else { return [] }
        if hitsCommands { return [] }
        let text = try ReportText.plain(root.run(["report", "--format", "txt"]).output)
        return text == expected.text ? [] : ["the printed report differs: \(text.filter { !expected.text.contains($0) })"]
    }
}
