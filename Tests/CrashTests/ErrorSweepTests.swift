import Testing

@Suite("Failing disks", .serialized, .enabled(if: DisposableRoot.isPossible, "it needs root, and a kernel that gives it mounts of its own"))
struct ErrorSweepTests {
    private func sweep(_ chapter: Chapter, _ what: String, _ plan: (Int) -> FaultPlan) async throws {
        let sweep = try await Sweep(chapter)
        try await sweep.run((1...sweep.expected.operations.count).map(plan), row: 2, what, every: 11)
    }

    @Test("No space for one operation: the run ends, names the file, and goes on when there is room", arguments: Chapter.all)
    func noSpaceOnce(_ chapter: Chapter) async throws {
        try await sweep(chapter, "operations that failed once for want of space") { .error($0, "ENOSPC") }
    }

    @Test("A bad block under one operation: the run ends, names the file, and goes on when it is mended", arguments: Chapter.all)
    func badDisk(_ chapter: Chapter) async throws {
        try await sweep(chapter, "operations that failed once with an I/O error") { .error($0, "EIO") }
    }

    @Test("No space from one operation on: the run ends, and goes on when there is room", arguments: Chapter.all)
    func noSpace(_ chapter: Chapter) async throws {
        try await sweep(chapter, "operations from which on the disk stayed full") { .errors($0, "ENOSPC") }
    }
}
