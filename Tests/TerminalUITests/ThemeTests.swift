import Testing

@testable import TerminalUI

@Suite("The themes")
struct ThemeTests {
    @Test(
        "What went well, what did not, and what is selected look different from one another and from plain text", arguments: Theme.allCases)
    func tones(theme: Theme) {
        let looks = [Tone.success, .warning, .failure, .selected].map { theme.look(of: $0) }
        #expect(Set(looks).count == looks.count)
        for tone in [Tone.warning, .failure, .selected, .heading, .accent] {
            #expect(theme.look(of: tone) != theme.look(of: .normal), "\(tone)")
        }
    }

    @Test("What is taken away does not look like what is put in its place, nor like the place's name", arguments: Theme.allCases)
    func changes(theme: Theme) {
        #expect(Set([Tone.success, .failure, .accent].map { theme.look(of: $0) }).count == 3)
    }

    @Test("Colours are never the same for letters and ground", arguments: Theme.allCases)
    func legible(theme: Theme) {
        for look in Tone.allCases.map({ theme.look(of: $0) }) {
            #expect(look.foreground != look.background || look.foreground == .own)
        }
    }

    @Test("Mono uses no colours at all")
    func mono() {
        let looks = Tone.allCases.map { Theme.monochrome.look(of: $0) }
        #expect(looks.allSatisfy { $0.foreground == .own && $0.background == .own })
    }

    @Test("A theme is found by its name, and only by a name that exists")
    func names() {
        for theme in Theme.allCases { #expect(Theme(name: theme.name) == theme) }
        #expect(Theme(name: "contrast") == .highContrast && Theme(name: "mono") == .monochrome)
        #expect(Theme(name: "") == nil && Theme(name: "Default") == nil)
        #expect(Theme.names == "default, contrast, mono, light")
    }
}
