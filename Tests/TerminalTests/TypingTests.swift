import Foundation
import Testing

/// Text that is pasted and typed into the form.
struct TypingTests {
    private func openForm(_ terminal: Terminal) async throws {
        try await terminal.expect("Enter begins.")
        terminal.type("c")
        try await terminal.expect("Cluster name")
        // The last row, so that all of the page is there.
        try await terminal.expect("F1 help")
    }

    /// The row with the name, without its label.
    private static func name(_ screen: Screen) -> String {
        guard let line = screen.lines.first(where: { $0.contains("Cluster name") }), let label = line.range(of: "Cluster name") else {
            return ""
        }
        return line[label.upperBound...].trimmingCharacters(in: .whitespaces)
    }

    @Test("Ten kilobytes that are pasted become one value of the length that fits, and press nothing")
    func paste() async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await openForm(terminal)
            let others = terminal.view.screen.lines.filter { !$0.contains("Cluster name") }
            // Everything that would be a key: lines, escapes, arrows, Tab, leave, interrupt, and a NUL.
            let hostile = "\r\n\u{1B}\u{1B}[A\u{1B}[B\u{1B}OP\u{1B}8\tq\u{3}\u{0}!\u{1B}[200~\u{7F}\u{1A}"
            let text = "start-" + hostile + String(repeating: "abcdefg" + hostile, count: 400)
            #expect(text.utf8.count > 10_000)
            terminal.type("\u{15}\u{1B}[200~\(text)\u{1B}[201~")
            let isThere = await terminal.wait { TypingTests.name($0.screen).contains("abcdefg") }
            #expect(isThere, "\(terminal.view.screen.text)")
            terminal.type("\u{1}")
            let isAtStart = await terminal.wait { TypingTests.name($0.screen).hasPrefix("start-") }
            #expect(isAtStart, "\(terminal.view.screen.text)")
            // The field is full, so that a letter has room only where another one went.
            terminal.type("\u{5}XYZ\u{1}\u{4}\u{5}W")
            let isFull = await terminal.wait { TypingTests.name($0.screen).hasSuffix("W") }
            #expect(isFull && !TypingTests.name(terminal.view.screen).contains("XYZ"), "\(terminal.view.screen.text)")
            let lines = terminal.view.screen.lines
            let later = lines.filter { !$0.contains("Cluster name") }
            // Likely answers may have come in meanwhile; which questions there are has not changed.
            #expect(zip(others, later).prefix(15).allSatisfy { $0.prefix(26) == $1.prefix(26) }, "\(terminal.view.screen.text)")
            #expect(terminal.view.end == nil)
        }
    }

    @Test("Wide letters, marks and letters of other directions stand where they are typed, and the cursor is behind them")
    func letters() async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await openForm(terminal)
            terminal.type("\u{15}")
            let isEmpty = await terminal.wait { TypingTests.name($0.screen).isEmpty }
            #expect(isEmpty, "\(terminal.view.screen.text)")
            let start = terminal.view.screen.cursor
            let text = "名前e\u{301}a\u{308}שלום-x"
            terminal.type(text)
            let isShown = await terminal.wait { TypingTests.name($0.screen) == text }
            #expect(isShown, "\(terminal.view.screen.text)")
            let isBehind = await terminal.wait { $0.screen.cursor == (start.row, start.column + 4 + 2 + 4 + 2) }
            #expect(isBehind, "\(terminal.view.screen.cursor) and not behind \(start)")
            terminal.type("\u{7F}\u{7F}\u{7F}\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{7F}")
            let isShorter = await terminal.wait { TypingTests.name($0.screen) == "名前a\u{308}שלו" }
            #expect(isShorter, "\(terminal.view.screen.text)")
        }
    }

    @Test("Marks that turn the writing round are seen as what they are")
    func turning() async throws {
        try await Terminal.run(["--rehearse"]) { terminal in
            try await openForm(terminal)
            terminal.type("\u{15}a\u{202E}b")
            let isShown = await terminal.wait { TypingTests.name($0.screen) == "a\u{FFFD}b" }
            #expect(isShown, "\(terminal.view.screen.text)")
        }
    }
}
