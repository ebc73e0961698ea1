import Foundation
import Testing

/// The screens that the README shows.
@Suite(.timeLimit(.minutes(3)))
struct AnswerScreenTests {
    private static let kept = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Resources/Screens").standardized
    /// The state directory that 'make pictures' uses; it stands in the screens.
    private static let state = "/tmp/joget-cluster.pictures"

    @Test("The kept screens are what the program shows; 'make pictures' makes them anew")
    func kept() async throws {
        // As long a path as the kept one, so that every line ends where it does there.
        let state = "/tmp/joget-cluster.\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: state) }
        let scratch = try Scratch()
        let tour = AnswerScreenTests.kept.appending(path: "tour.yaml").path
        try await Terminal.run(
            ["--rehearse", "--state", state, "--answers", tour, "--screens", scratch.path],
            environment: ["JOGET_REHEARSAL_PACE": "300"], complaints: scratch.path + "/complaints"
        ) { terminal in
            let end = try await terminal.end(waiting: 120)
            #expect(end == .exited(0))
        }
        #expect(try String(contentsOfFile: scratch.path + "/complaints", encoding: .utf8) == "")
        let names = try FileManager.default.contentsOfDirectory(atPath: AnswerScreenTests.kept.path).filter { $0.hasSuffix(".txt") }
        #expect(names.count >= 6)
        for name in names {
            let shown = try String(contentsOfFile: "\(scratch.path)/\(name)", encoding: .utf8)
            let expected = try String(contentsOf: AnswerScreenTests.kept.appending(path: name), encoding: .utf8)
            #expect(shown.replacing(state, with: AnswerScreenTests.state) == expected, "\(name) is shown as\n\(shown)")
        }
    }
}
