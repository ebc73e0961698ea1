import Foundation
import Guidebook
import Machines
import TerminalUI
import Testing

@testable import Wizard

/// The guide that is shipped, in rehearsal.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct GuideStories {
    @Test("The shipped guide runs to its end on a file server and on a database server", arguments: ["fs1", "db1"])
    func shippedGuide(name: String) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Resources").standardized
        let guide = try GuideFolder(path: folder.path).load()
        let server = try #require(Fixture.cluster.server(named: name))
        let names = Dictionary(uniqueKeysWithValues: Fixture.cluster.servers.map { ($0.name, $0.address) })
        let machine = RehearsalMachine(seed: .debian12(server: name, address: server.address, names: names))
        let pilot = await Pilot(try fixture.workplace(machine: machine, guide: guide))
        await pilot.press(.enter, .character("a"))
        for _ in 0..<30 where pilot.model.page != .report(0) { try await answer(pilot) }
        pilot.expect(shows: "Complete: all")
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 0)
    }

    /// Agrees to whatever is asked.
    private func answer(_ pilot: Pilot) async throws {
        switch pilot.model.context {
        case .review, .question: await pilot.press(.right, .enter)
        case .secret: await pilot.press(.up, .enter)
        default:
            Issue.record("a step of the shipped guide stopped in rehearsal:\n\(pilot.screen)")
            throw CancellationError()
        }
    }
}
