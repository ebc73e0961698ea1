import Foundation
import Testing

/// How little is sent, for those who sit at a serial line of 960 bytes a second.
struct ThriftTests {
    static let types = ["xterm-256color", "vt100"]

    /// Opens the main page and returns what was sent for it.
    private func openMain(_ terminal: Terminal) async throws -> (bytes: Int, places: Int) {
        try await terminal.expect("Enter begins.")
        try await terminal.expect("q leave")
        return try await spend(terminal, typing: "\r") { $0.shows("step 1 of") && $0.shows("[ OK ] running as root") && $0.shows("a all") }
    }

    /// What is sent from typing something until the screen is as wanted, and in how many places the screen is another one then.
    private func spend(
        _ terminal: Terminal, typing text: String, until isReached: @escaping @Sendable (Screen) -> Bool
    ) async throws -> (bytes: Int, places: Int) {
        let before = terminal.view
        terminal.type(text)
        let isThere = await terminal.wait { isReached($0.screen) }
        try #require(isThere, "\(terminal.view.screen.text)")
        let after = terminal.view
        return (after.sent.count - before.sent.count, after.screen.differences(from: before.screen))
    }

    @Test("The first main screen costs little more than its letters", arguments: types)
    func first(type: String) async throws {
        try await Terminal.run(["--rehearse"], type: type) { terminal in
            let (bytes, places) = try await openMain(terminal)
            #expect(places > 500, "or nothing was measured")
            // What is looked up for the page comes in a second picture.
            #expect(bytes < 2500 && bytes < 3 * places + 300, "\(bytes) bytes for \(places) places")
        }
    }

    @Test("Another step costs what its text costs, and another button next to nothing", arguments: types)
    func moving(type: String) async throws {
        try await Terminal.run(["--rehearse"], type: type) { terminal in
            _ = try await openMain(terminal)
            let move = try await spend(terminal, typing: "j") { $0.shows("step 2 of") && $0.shows("[ OK ] operating system") }
            #expect(move.bytes < 2500 && move.bytes < 3 * move.places + 300, "\(move.bytes) bytes for \(move.places) places")
            terminal.type("q")
            _ = try await terminal.end()
        }
        try await Terminal.run(["--rehearse"], type: type) { terminal in
            let full = try await openMain(terminal)
            terminal.type("\u{3}")
            try await terminal.expect("Enter choose")
            let cursor = terminal.view.screen.cursor
            let before = terminal.view.sent.count
            terminal.type("\t")
            let isMoved = await terminal.wait { $0.screen.cursor != cursor && $0.sent.count > before + 20 }
            #expect(isMoved)
            #expect(terminal.view.sent.count - before < full.bytes / 4)
        }
    }

    @Test("A turn of the spinner costs a few letters", arguments: types)
    func ticking(type: String) async throws {
        // So slow that nothing but the spinner and the clock changes.
        try await Terminal.run(["--rehearse"], type: type, environment: ["JOGET_REHEARSAL_PACE": "60000"]) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("running 0:01")
            let (bytes, places) = try await spend(terminal, typing: "") { $0.shows("running 0:03") }
            #expect(places >= 1 && bytes > 20)
            // Two seconds are at most twenty turns and the change of the words about the silence.
            #expect(bytes < 20 * 40 + 200, "\(bytes)")
        }
    }
}
