import Guidebook
import Machines
import StepEngine
import Testing

@Suite("The processes of the command that a step runs")
struct RunningProcessesTests {
    @Test("They can be asked for while it runs, and only then; a stubborn one is ended by KILL alone")
    func silent() async throws {
        let bed = try Bed(
            Guide.of(["one": "packages: [nfs-common]"]), faults: [.fallsSilent(program: "apt-get", onlyKillEnds: true)])
        let engine = try await bed.engine()
        #expect(await engine.processes() == [])
        let step = Task { try await engine.perform("s.one") }
        var entries = await engine.processes()
        while entries.last?.waitsFor == nil {
            await Task.yield()
            entries = await engine.processes()
        }
        #expect(entries.map(\.depth) == [0, 1] && entries[0].waitsFor == "its command to end")
        #expect(entries[1].state == "D" && entries[1].command.hasPrefix("apt-get "))
        await engine.cancel(.terminate)
        #expect(await engine.processes() == entries, "TERM does not reach it")
        await engine.cancel(.kill)
        #expect(try await step.value == .cancelled)
        #expect(await engine.processes() == [])
        #expect(await engine.state["s.one"].runs.last?.end == .signaled(9))
        #expect(try await engine.perform("s.one") == .changed, "the retry goes well")
    }
}
