import Glibc
import Testing

@testable import TerminalUI

@Suite("The terminal")
struct TerminalTests {
    @Test("What is sent arrives in order, and closing ends it")
    @MainActor
    func events() async {
        let terminal = MemoryTerminal(size: Size(rows: 24, columns: 80))
        terminal.send(.key(.enter))
        terminal.send(.resized(Size(rows: 10, columns: 40)))
        terminal.close()
        var seen: [TerminalEvent] = []
        for await event in terminal.events { seen.append(event) }
        #expect(seen == [.key(.enter), .resized(Size(rows: 10, columns: 40))])
        #expect(terminal.size == Size(rows: 10, columns: 40))
    }

    @Test("What is drawn is remembered")
    @MainActor
    func drawing() {
        let terminal = MemoryTerminal(size: Size(rows: 1, columns: 5))
        var frame = Frame(size: terminal.size)
        frame.put("hello", row: 0, column: 0)
        terminal.draw(frame)
        #expect(terminal.lastFrame?.lines == ["hello"] && terminal.drawnCount == 1)
        terminal.close()
        terminal.draw(Frame(size: terminal.size))
        #expect(terminal.drawnCount == 1)
    }

    @Test("On a seven-bit terminal nothing but seven-bit characters is left")
    func substitutes() {
        #expect(String("┌─ “Größe” – é … 世 ✓".map(\.asciiSubstitute)) == "+- \"Gro?e\" - e ~ ? +")
        let drawn = [Palette.ascii.horizontal, Palette.ascii.bullet, Palette.ascii.ellipsis, Palette.ascii.moreBelow]
        #expect((drawn + Palette.ascii.spinner).allSatisfy { $0.isASCII })
    }

    @Test("Every character of every palette takes one column", arguments: [Palette.unicode, .ascii, .linuxConsole])
    func palettes(palette: Palette) {
        let drawn = Mirror(reflecting: palette).children.compactMap { $0.value as? Character } + palette.spinner
        #expect(drawn.count > 20)
        #expect(drawn.allSatisfy { $0.columnWidth == 1 })
    }

    @Test("In monochrome a failure, a warning and the selection still look different from plain text, and from each other")
    func monochrome() {
        let looks = [Tone.normal, .failure, .warning, .selected, .accent].map { Theme.monochrome.look(of: $0) }
        #expect(Set(looks).count == looks.count)
        #expect(Tone.allCases.allSatisfy { Theme.monochrome.look(of: $0).foreground == .own })
    }

    @Test("The themes follow one another in a circle")
    func themes() {
        var theme = Theme.standard
        var seen: Set<Theme> = []
        for _ in Theme.allCases { seen.insert(theme); theme = theme.next }
        #expect(seen.count == Theme.allCases.count && theme == .standard)
    }

    @Test("An error says what is wrong, for which TERM, and what to do")
    func errors() {
        let error = TerminalError(reason: .dumb, type: "dumb")
        #expect(error.isDumb && !error.isNotATerminal)
        #expect(error.description == "the terminal cannot place the cursor (TERM=dumb); \(error.remedy)")
        #expect(TerminalError(reason: .unknownType, type: "").description.contains("TERM=unset"))
        #expect(!TerminalError(reason: .notATerminal, type: "").isDumb)
    }

    @Test(
        "Without a terminal there is no full screen, and the reason is named",
        .enabled(if: isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0, "the tests were started in a terminal"))
    @MainActor
    func noTerminal() {
        let error = #expect(throws: TerminalError.self) {
            try CursesTerminal(options: CursesTerminal.Options())
        }
        #expect(error?.isNotATerminal == true)
    }
}
