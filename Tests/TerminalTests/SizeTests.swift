import Foundation
import Testing

/// Windows of all sizes, and windows that change theirs.
struct SizeTests {
    @Test("In a window that is too small the wizard says how much it needs", arguments: [(10, 40), (23, 80), (24, 79), (5, 30)])
    func small(rows: Int, columns: Int) async throws {
        try await Terminal.run(["--rehearse"], rows: rows, columns: columns) { terminal in
            try await terminal.expect("needs 80x24, have \(columns)x\(rows)")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
    }

    @Test("Even in a window of a few letters it lives, and goes on when there is room", arguments: [(1, 1), (2, 3), (60, 20), (1, 200)])
    func tiny(rows: Int, columns: Int) async throws {
        try await Terminal.run(["--rehearse"], rows: rows, columns: columns) { terminal in
            let isDrawn = await terminal.wait { !$0.sent.isEmpty }
            #expect(isDrawn)
            terminal.resize(24, 80)
            try await terminal.expect("sets up a Joget cluster")
            terminal.resize(rows, columns)
            terminal.resize(24, 80)
            try await terminal.expect("sets up a Joget cluster")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
    }

    @Test("In a narrow but high window the wizard says how much it needs")
    func narrow() async throws {
        try await Terminal.run(["--rehearse"], rows: 60, columns: 20) { terminal in
            try await terminal.expect("needs 80x24")
        }
    }

    @Test("Large windows are used", arguments: [(24, 80), (100, 300)])
    func large(rows: Int, columns: Int) async throws {
        try await Terminal.run(["--rehearse"], rows: rows, columns: columns) { terminal in
            try await terminal.expect("sets up a Joget cluster")
            let isFilled = await terminal.wait { $0.screen.lines.last?.contains("q leave") == true }
            #expect(isFilled, "\(terminal.view.screen.text)")
        }
    }

    @Test("A terminal that does not tell its size is taken for one of 80x24")
    func nothing() async throws {
        try await Terminal.run(["--rehearse"], rows: 24, columns: 80, saysSize: false) { terminal in
            try await terminal.expect("sets up a Joget cluster")
        }
    }

    @Test("Resizing while a step runs, and while a question is open, loses neither")
    func resizing() async throws {
        try await Terminal.run(["--rehearse"], environment: Terminal.slow) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("running 0:")
            terminal.resize(10, 40)
            try await terminal.expect("needs 80x24, have 40x10")
            terminal.resize(40, 110)
            try await terminal.expect("apt-get ended with exit status 100")
            terminal.type("\u{3}")
            try await terminal.expect("Leave?")
            terminal.resize(5, 30)
            try await terminal.expect("needs 80x24, have 30x5")
            terminal.resize(24, 80)
            try await terminal.expect("Leave?")
            terminal.type("\u{3}")
            #expect(try await terminal.end() == .exited(130))
            #expect(terminal.isRestored)
        }
    }
}
