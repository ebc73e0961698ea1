import Foundation
import Testing

/// What a run says is there for whoever follows it through a pipe or a log, while it is under way.
struct FollowingTests {
    @Test("A headless run tells of a step and of its output before the step has ended", .enabled(if: geteuid() == 0))
    func apply() async throws {
        let run = try RealRun("echo before the gate; read go < gate")
        let log = "\(run.scratch.path)/followed"
        let child = try Child(
            [Child.program, "apply", "--yes"] + run.options, environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
            files: [("/dev/null", O_RDONLY), (log, O_WRONLY | O_CREAT), ("/dev/null", O_WRONLY)], ownsSession: false)
        try await eventually("the step and its output are told of") {
            let text = try String(contentsOfFile: log, encoding: .utf8)
            return text.contains("[ .. ] s.one: A long command\n") && text.contains("| before the gate\n")
        }
        #expect(run.isRunning)
        try await run.open()
        let end = await withCheckedContinuation { continuation in child.whenEnded { continuation.resume(returning: $0) } }
        #expect(end == .exited(0))
    }
}
