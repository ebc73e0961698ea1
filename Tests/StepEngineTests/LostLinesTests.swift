import FaultLedger
import Foundation
import Guidebook
import StepEngine
import Testing

@testable import Machines

/// A journal that has lost its end, while everything else of the run is still there.
@Suite("A journal that has lost lines")
struct LostLinesTests {
    private let guide: () throws -> Guide = {
        try Guide.of(
            [
                "one": "directory: { path: /srv/one }",
                "two": "file: { path: /etc/hosts.allow, template: two }\nthen: [restart ssh]",
                "three": "packages: [nfs-common]",
            ], templates: ["two": "ours\n"])
    }

    private func finish(_ engine: Engine, _ plan: Plan) async throws {
        try await engine.recover()
        for step in plan.required where await !engine.state[step.id].isSettled {
            // A file that somebody has changed since is asked about; here it is taken.
            if try await engine.perform(step.id) == .failed { try await engine.perform(step.id, taking: true) }
        }
    }

    @Test(
        "However many lines are lost, the run goes on to its end, and neither a log nor a kept file of it is overwritten",
        arguments: ["the server as it was", "a server that knows nothing of it"])
    func everyLine(server: String) async throws {
        let bed = try Bed(guide())
        try await bed.put("theirs\n", at: "/etc/hosts.allow")
        do { try await finish(bed.engine(), bed.plan) }
        let whole = try #require(bytes(of: bed.path + "/journal.jsonl"))
        let ends = whole.indices.filter { whole[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        #expect(ends.count > 15, "or there is little to lose")
        var held = 0
        for (index, end) in ends.dropLast().enumerated() {
            let path = bed.scratch["cut-\(index)"]
            try FileManager.default.copyItem(atPath: bed.path, toPath: path)
            // Half of the next line is there.
            try write(Array(whole[..<((end + ends[index + 1]) / 2)]), to: path + "/journal.jsonl")
            let traces = try files(below: path)
            let machine = RehearsalMachine(seed: Bed.seed(bed.plan.server, bed.plan.cluster))
            if server.hasPrefix("a server") {
                try await machine.replace("/etc/hosts.allow", with: Array("changed since\n".utf8), attributes: .init())
            }
            let engine = try await bed.engine(at: path, machine: server.hasPrefix("a server") ? machine : nil, events: EventLog())
            try await finish(engine, bed.plan)
            let state = await engine.state
            let open = bed.plan.required.filter { !state[$0.id].isSettled }.map { "\($0.id): \(state[$0.id].reason ?? "?")" }
            let lost = try lost(traces, among: files(below: path))
            let isTold = state.repairs.count == 1 && state.repairs[0].contains("\(path)/journal.jsonl.damaged.")
            #expect(open.isEmpty && lost.isEmpty && isTold, "line \(index + 1): \(open) \(lost) \(state.repairs)")
            held += open.isEmpty && lost.isEmpty && isTold ? 1 : 0
        }
        FaultLedger.note(2, "runs gone on with after the journal had lost lines", tried: ends.count - 1, held: held)
    }

    private func files(below path: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for folder in ["logs", "originals"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)") {
                files["\(folder)/\(name)"] = bytes(of: "\(path)/\(folder)/\(name)")
            }
        }
        return files
    }

    /// Files of which some bytes are gone, wherever they may have been moved to.
    private func lost(_ before: [String: [UInt8]], among now: [String: [UInt8]]) -> [String] {
        before.filter { name, bytes in
            // What we wrote ourselves is compared by digest, and written again each time.
            !name.hasSuffix(".result") && now[name]?.starts(with: bytes) != true
                && !now.contains { $0.key.hasPrefix("\(name).earlier") && $0.value == bytes }
        }.keys.sorted()
    }
}
