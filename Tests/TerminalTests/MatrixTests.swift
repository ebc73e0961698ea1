import FaultLedger
import Foundation
import Testing

/// Every kind of terminal in every kind of locale, at every size, by every way out.
struct MatrixTests {
    /// One session of the matrix: it starts in one size, goes through all the others, and ends in one way.
    struct Place: Sendable, CustomTestStringConvertible {
        let type: String?
        let lang: String
        let sizes: [Window]
        let way: Way

        var testDescription: String { "\(type ?? "unset"), \(lang), from \(sizes[0].columns)x\(sizes[0].rows), \(way.rawValue)" }
    }

    /// A window; of 0x0 where the kernel does not know.
    struct Window: Sendable {
        let columns: Int
        let rows: Int
    }

    enum Way: String, Sendable, CaseIterable {
        case key = "q"
        case interrupts = "Ctrl-C twice"
        case termination = "SIGTERM"
        case hangUp = "SIGHUP"
    }

    static let types: [String?] = [
        "linux", "vt100", "vt220", "xterm", "xterm-256color", "screen", "tmux", "ansi", "dumb", "no-such-terminal", nil,
    ]
    static let locales = ["C.UTF-8", "C", "en_US.ISO-8859-1"]
    static let sizes = [(80, 24), (60, 20), (40, 10), (1, 1), (0, 0), (300, 100)].map { Window(columns: $0.0, rows: $0.1) }

    /// Each type with each way out and with each locale; locales and the sizes to start in take turns.
    static let places: [Place] = types.enumerated().flatMap { row, type in
        Way.allCases.enumerated().map { column, way in
            let number = row * Way.allCases.count + column
            let first = number % sizes.count
            return Place(
                type: type, lang: locales[(number + row) % locales.count], sizes: Array(sizes[first...] + sizes[..<first]), way: way)
        }
    }

    @Test("Each kind of terminal is met in each kind of locale, in each size and by each way out")
    func complete() {
        let met = Set(MatrixTests.places.flatMap { place in place.sizes.map { "\(place.type ?? "-") \(place.lang) \($0.columns)" } })
        #expect(met.count == MatrixTests.types.count * MatrixTests.locales.count * MatrixTests.sizes.count)
        let ways = Set(MatrixTests.places.map { "\($0.type ?? "-") \($0.way.rawValue)" })
        #expect(ways.count == MatrixTests.types.count * Way.allCases.count)
    }

    @Test("No terminal, locale or size crashes the wizard or leaves it blank, and every way out gives the terminal back", arguments: places)
    func matrix(place: Place) async throws {
        let start = place.sizes[0]
        let saysSize = start.rows > 0
        try await Terminal.run(
            ["--rehearse"], type: place.type, lang: place.lang, rows: saysSize ? start.rows : 24, columns: saysSize ? start.columns : 80,
            saysSize: saysSize
        ) { terminal in
            try await place.type == "dumb" ? beHelped(terminal) : walk(terminal, place)
            #expect(terminal.isRestored)
            #expect(LeftModes(terminal.view.sent).words == [])
            let isKnown = place.lang == "C.UTF-8" || terminal.view.sent.allSatisfy { $0 < 128 }
            #expect(isKnown, "letters that this terminal does not know")
            let isWhole = isKnown && terminal.isRestored && LeftModes(terminal.view.sent).words == []
            let sizes = place.type == "dumb" ? 1 : place.sizes.count
            FaultLedger.note(6, "terminals x locales x sizes painted and given back", tried: sizes, held: isWhole ? sizes : 0)
            FaultLedger.note(6, "ways out of a session that gave the terminal back", tried: 1, held: isWhole ? 1 : 0)
        }
    }

    private func walk(_ terminal: Terminal, _ place: Place) async throws {
        try await see(terminal, place.sizes[0].rows == 0 ? MatrixTests.sizes[0] : place.sizes[0])
        for (before, window) in zip(place.sizes, place.sizes.dropFirst()) {
            if window.rows == 0 {
                // Nobody knows of another size, so the one before stays.
                terminal.forgetSize()
                try await see(terminal, before)
            } else {
                terminal.resize(window.rows, window.columns)
                try await see(terminal, window)
            }
        }
        if place.type == "xterm" {
            #expect(LeftModes(terminal.view.sent).words.contains("private mode 1049 is on"), "or nothing can be seen to be left on")
        }
        let end = try await leave(terminal, place.way)
        #expect(end == .exited(place.way == .interrupts ? 130 : 2))
    }

    /// What there is room for must be there.
    private func see(_ terminal: Terminal, _ window: Window) async throws {
        if window.columns >= 80 && window.rows >= 24 {
            try await terminal.expect("sets up a Joget cluster")
            try await terminal.expect("q leave")
        } else if window.columns > 1 {
            try await terminal.expect("needs 80x24, have \(window.columns)x\(window.rows)")
        } else {
            // No room for a word, and some terminals cannot write on the only place there is.
            #expect(terminal.view.end == nil)
        }
    }

    private func leave(_ terminal: Terminal, _ way: Way) async throws -> Child.End {
        switch way {
        case .key: terminal.type("q")
        case .interrupts: terminal.type("\u{3}\u{3}")
        case .termination: terminal.child.send(SIGTERM)
        case .hangUp: terminal.child.send(SIGHUP)
        }
        return try await terminal.end()
    }

    /// Where the cursor cannot be placed there are words all the same, and never an escape sequence.
    private func beHelped(_ terminal: Terminal) async throws {
        let isHelped = await terminal.wait { String(decoding: $0.sent, as: UTF8.self).contains(/[Jj]oget/) }
        #expect(isHelped, "\(terminal.view.screen.text)")
        terminal.child.send(SIGTERM)
        if case .killed(let signal) = try await terminal.end() { #expect(signal == SIGTERM, "it crashed") }
        #expect(!terminal.view.sent.contains(0x1B))
    }
}
