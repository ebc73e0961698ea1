import Testing

import TerminalUI

@Suite("Wrapped text")
struct ParagraphTests {
    @Test("Text wraps at words and keeps its own newlines")
    func words() {
        let text = "The application servers mount this directory.\n\nOnce.\n"
        #expect(
            Paragraph.wrap(text, columns: 20) == ["The application", "servers mount this", "directory.", "", "Once."])
    }

    @Test("A line that fits keeps the spaces of its columns")
    func tables() {
        #expect(Paragraph.wrap("a    b    c", columns: 11) == ["a    b    c"])
    }

    @Test("A word that is too long is broken, and nothing of it is lost")
    func longWords() {
        #expect(Paragraph.wrap("see /var/lib/joget-cluster now", columns: 10) == ["see", "/var/lib/j", "oget-clust", "er now"])
    }

    @Test("The lines of a list item stand under its first word")
    func items() {
        #expect(Paragraph.wrap("  - one two three four", columns: 12) == ["  - one two", "    three", "    four"])
    }

    @Test("Wide characters count twice")
    func wide() {
        #expect(Paragraph.wrap("世界 世界世界", columns: 4) == ["世界", "世界", "世界"])
    }

    @Test("No line is ever wider than asked, down to one column", arguments: 1...30)
    func bounds(columns: Int) {
        let text = "    - Größe of the world: 12 ab/cdefghijklmnop — and\tso on, e\u{301}e\u{301}e\u{301}e\u{301}\n\n  x"
        let lines = Paragraph.wrap(text, columns: columns)
        #expect(lines.allSatisfy { $0.columnWidth <= columns })
        #expect(lines.joined().filter { $0 != " " && $0 != "\t" } == text.filter { !" \t\n".contains($0) })
    }

    @Test("A paragraph shows its lines from the offset on")
    func offset() {
        let lines = picture(rows: 2, columns: 5) { rect, frame in
            Paragraph("one two three four", offset: 1).paint(in: rect, of: &frame, palette: .unicode)
        }
        #expect(lines == ["two", "three"])
    }
}
