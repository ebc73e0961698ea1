import Testing

@Suite(
    "Killed anywhere", .serialized, .enabled(if: DisposableRoot.isPossible, "it needs root, and a kernel that gives it mounts of its own"))
struct KillSweepTests {
    @Test(
        "Killed before any operation and started again, server, journal, report and undo are those of an undisturbed run",
        arguments: Chapter.all)
    func killed(_ chapter: Chapter) async throws {
        let sweep = try await Sweep(chapter)
        try await sweep.run(
            (1...sweep.expected.operations.count).map { .kill($0) }, row: 1, "boundaries killed and recovered on a disposable root",
            undoes: true)
    }

    @Test("Killed while it takes a step back, the next undo goes on, and nothing is left of the step", arguments: Chapter.all)
    func undone(_ chapter: Chapter) async throws {
        let sweep = try await Sweep(chapter)
        let plans = sweep.expected.undoing.flatMap { step, count in (0..<count).map { FaultPlan.killUndo($0 + 1, step) } }
        try await sweep.run(plans, row: 1, "boundaries of an undo killed and gone on with", every: 7)
    }

    @Test("Killed in the middle of a write, nothing of it is taken for whole", arguments: Chapter.all)
    func torn(_ chapter: Chapter) async throws {
        let sweep = try await Sweep(chapter)
        let writes = sweep.expected.operations.indices.filter { sweep.expected.operations[$0].kind == "write" }
        try await sweep.run(writes.map { .tear($0 + 1) }, row: 1, "writes torn by the kill and recovered", undoes: true)
    }

    @Test("Killed from inside a command, the program shows at its next start how the command ended", arguments: Chapter.all)
    func commands(_ chapter: Chapter) async throws {
        let sweep = try await Sweep(chapter)
        let plans = (0..<sweep.expected.phases).map { FaultPlan.strike($0 + 1, "program") }
        try await sweep.run(plans, row: 1, "kills of the program inside commands", undoes: true)
    }

    @Test("A supervisor may die at any of its operations", arguments: Chapter.all)
    func supervisors(_ chapter: Chapter) async throws {
        let sweep = try await Sweep(chapter)
        let plans = (0..<sweep.expected.supervised).map { FaultPlan.killSupervisor($0 + 1) }
        try await sweep.run(plans, row: 1, "supervisors killed at their own operations", every: 3, undoes: true)
    }

    @Test("Supervisor and command may die together, and the program with them", arguments: Chapter.all)
    func everything(_ chapter: Chapter) async throws {
        let sweep = try await Sweep(chapter)
        let plans = (0..<sweep.expected.phases).flatMap { phase in
            ["supervisor", "command", "both", "everything"].map { FaultPlan.strike(phase + 1, $0) }
        }
        try await sweep.run(plans, row: 1, "kills of supervisors and commands inside commands", every: 5, undoes: true)
    }
}
