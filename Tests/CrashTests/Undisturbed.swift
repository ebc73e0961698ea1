import Foundation

/// A run of a chapter in which nothing goes wrong: what all others are compared with.
struct Undisturbed: Sendable {
    /// One thing that the program left on a disk.
    struct Operation: Sendable {
        let kind: String
        let path: String
    }

    let before: Picture
    let after: Picture
    let undone: Picture
    let story: RunStory
    let report: [String]
    let text: [String]
    /// How often each command was started, questions included.
    let launches: [String: Int]
    let operations: [Operation]
    /// At how many points its commands can be struck.
    let phases: Int
    /// How many operations its supervisors do together.
    let supervised: Int
    /// How many operations it takes to take each step back, newest first.
    let undoing: [(step: String, operations: Int)]
    /// What went wrong all the same; empty where nothing did.
    let complaint: String

    init(_ root: DisposableRoot) throws {
        try root.refresh()
        before = Picture(of: root.path)
        let run = try root.run(["apply", "--yes"], counting: true)
        complaint = run.code == 0 ? run.complaint : "exit code \(run.code): \(run.output)\(run.complaint)"
        operations = root.lines(of: "/fault/trace").map { line in
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            return Operation(kind: words[1], path: words.count > 2 ? words[2] : "")
        }
        phases = Int(root.lines(of: "/fault/phase").first ?? "") ?? 0
        launches = Undisturbed.launches(root)
        after = Picture(of: root.path)
        story = RunStory(root)
        report = try ReportText.lines(root.run(["report", "--json"]).output)
        text = try ReportText.plain(root.run(["report", "--format", "txt"]).output)
        let story = story
        undoing = try Undisturbed.undoable(story, root).map { step in
            unlink(root.path + "/fault/trace")
            _ = try root.run(["undo", "--yes", step], counting: true)
            return (step, root.lines(of: "/fault/trace").count)
        }
        undone = Picture(of: root.path)

        try root.refresh()
        try root.watchSupervisors("count")
        _ = try root.run(["apply", "--yes"])
        supervised = root.lines(of: "/fault/trace").count
        root.disarm()
    }

    static func launches(_ root: DisposableRoot) -> [String: Int] {
        root.lines(of: "/fault/launches").reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// The steps that can be taken back, newest first.
    private static func undoable(_ story: RunStory, _ root: DisposableRoot) -> [String] {
        story.steps.filter { (!$0.value.originals.isEmpty || $0.value.isOpen) && !root.isLasting($0.key) }.keys.sorted {
            story.order($0) > story.order($1)
        }
    }

    /// Takes everything back, newest first; says what could not be.
    static func undo(_ story: RunStory, _ root: DisposableRoot) throws -> [String] {
        var troubles: [String] = []
        for step in undoable(story, root) {
            let launch = try root.run(["undo", "--yes", step])
            if launch.code != 0 { troubles.append("\(step) is not undone: \(launch.output.suffix(300))\(launch.complaint)") }
        }
        return troubles
    }
}
