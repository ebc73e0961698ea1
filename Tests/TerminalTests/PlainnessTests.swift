import Foundation
import Testing

/// Operators who want no colours or no letters beyond ASCII.
struct PlainnessTests {
    @Test("Without colours no colour is sent", arguments: [(["--no-color"], [:]), ([], ["NO_COLOR": "1"])])
    func colorless(options: [String], environment: [String: String]) async throws {
        #expect(try await colors(in: []) > 0, "colours are sent when nobody minds, or the test sees nothing")
        #expect(try await colors(in: options, environment) == 0)
    }

    @Test("An empty NO_COLOR does not count")
    func empty() async throws {
        #expect(try await colors(in: [], ["NO_COLOR": ""]) > 0)
    }

    @Test("With --ascii every byte is ASCII, from the first page to a failed step")
    func ascii() async throws {
        try await Terminal.run(["--rehearse", "--ascii"]) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("apt-get ended with exit status 100")
            terminal.type("?")
            try await terminal.expect("Keys that count here")
            #expect(terminal.view.sent.allSatisfy { $0 < 128 })
        }
        try await Terminal.run(["--rehearse"]) { terminal in
            try await terminal.expect("Enter begins.")
            #expect(!terminal.view.sent.allSatisfy { $0 < 128 }, "lines are drawn when nobody minds")
        }
    }

    /// How many colour sequences a walk to a failed step sends.
    private func colors(in options: [String], _ environment: [String: String] = [:]) async throws -> Int {
        var count = 0
        try await Terminal.run(["--rehearse"] + options, environment: environment) { terminal in
            try await terminal.beginAll()
            try await terminal.expect("apt-get ended with exit status 100")
            let text = String(decoding: terminal.view.sent, as: UTF8.self)
            count = text.matches(of: /\u{1B}\[([0-9;]*)m/).count { match in
                let numbers = match.1.split(separator: ";").compactMap { Int($0) }
                return numbers.contains { (30...38).contains($0) || (40...48).contains($0) || (90...107).contains($0) }
            }
        }
        return count
    }
}
