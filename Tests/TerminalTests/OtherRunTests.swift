import FaultLedger
import Foundation
import Testing

/// State that was begun by another guide or for another cluster than those that are given now.
@Suite(.enabled(if: geteuid() == 0, "a real run needs root"))
struct OtherRunTests {
    enum Change: String, CaseIterable, Sendable {
        case step, cluster

        var file: String { self == .step ? "Guide/10-s.yaml" : "cluster.yaml" }
        var words: (String, String) { self == .step ? ("s.one", "s.other") : ("name: demo", "name: trial") }
        var refusal: String {
            self == .step ? "tells of a step 's.one' that this guide does not have" : "server app1 in cluster demo, not of app1 in trial"
        }
    }

    @Test("No command says anything of a run that was made by another guide, or for another cluster", arguments: Change.allCases)
    func refused(change: Change) async throws {
        let run = try RealRun("echo done")
        #expect(try await Headless.run(["apply"] + run.options).code == 0)
        let path = "\(run.scratch.path)/\(change.file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data(text.replacing(change.words.0, with: change.words.1).utf8).write(to: URL(filePath: path))
        let journal = try JournalFile(run.scratch.state).bytes
        let commands = [["status"], ["report"], ["report", "--json"], ["apply"], ["verify"], ["board"]]
        for words in commands {
            try await Headless.run(words + run.options).expectRefusal(65, change.refusal)
        }
        let isLeft = try JournalFile(run.scratch.state).bytes == journal
        #expect(isLeft)
        FaultLedger.note(
            7, "commands beside the guide or cluster of another run, refused", tried: commands.count, held: isLeft ? commands.count : 0)
    }
}
