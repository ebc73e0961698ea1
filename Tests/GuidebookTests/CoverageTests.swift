import Guidebook
import Testing

@Suite("What became of the published guide")
struct CoverageTests {
    static let sound = """
        chapters:
          - title: Files
            instructions:
              - text: Make the directory
                steps: [s.one]
              - text: Sing while it is made
                left-out: Nobody hears it
        beyond:
          - reason: The published guide forgets to look
            steps: [s.two]

        """

    private static func guide(erratum: String? = nil) throws -> Guide {
        let line = erratum.map { "\nerratum: \($0)" } ?? ""
        let first = SampleGuide.step.replacing("title: One", with: "title: One\(line)")
        let second = SampleGuide.step.replacing("s.one", with: "s.two")
        let text = SampleGuide.section(first) + SampleGuide.section(second, head: "").replacing("\nsteps:\n", with: "")
        return try GuideLoader.guide(sections: [.init(name: "10-s.yaml", text: text)], templates: [])
    }

    private static func coverage(_ text: String = sound) throws(DocumentError) -> Coverage {
        try CoverageLoader.coverage(from: .init(name: "p.yaml", text: text))
    }

    private static func spoilt(_ old: String, _ new: String) throws -> String {
        try #require(sound.contains(old), "the file has no '\(old)' to spoil")
        return sound.replacing(old, with: new, maxReplacements: 1)
    }

    @Test("Instructions are numbered through all chapters, and every one says what became of it")
    func reading() throws {
        let more = "  - title: Music\n    instructions:\n      - text: Play\n        steps: [s.two, s.one]\nbeyond:"
        let coverage = try Self.coverage(try Self.spoilt("beyond:", more))
        #expect(coverage.chapters.map(\.title) == ["Files", "Music"])
        #expect(coverage.instructions.map(\.number) == [1, 2, 3])
        #expect(coverage.instructions.map(\.treatment) == [.steps(["s.one"]), .leftOut("Nobody hears it"), .steps(["s.two", "s.one"])])
        #expect(coverage.instructions[1].text == "Sing while it is made")
        #expect(coverage.additions.map(\.steps) == [["s.two"]])
    }

    @Test("An instruction counts as corrected where a step of it has an erratum, else as a step")
    func counting() throws {
        let coverage = try Self.coverage()
        let plain = coverage.count(in: try Self.guide())
        #expect([plain.asSteps, plain.corrected, plain.leftOut, plain.total] == [1, 0, 1, 2])
        let corrected = try Self.guide(erratum: "It is a file.")
        let count = coverage.count(in: corrected)
        #expect([count.asSteps, count.corrected, count.leftOut, count.total] == [0, 1, 1, 2])
        #expect(coverage.corrections(of: coverage.instructions[0], in: corrected).map(\.id) == ["s.one"])
    }

    @Test("Where file and guide agree there is no gap")
    func noGap() throws { #expect(try Self.coverage().gaps(in: try Self.guide()).isEmpty) }

    @Test("An entry that names a step which the guide has not is a gap, with its line", arguments: [("s.one", 4), ("s.two", 9)])
    func stranger(step: String, line: Int) throws {
        let text = try Self.spoilt("[\(step)]", "[\(step), s.three]")
        let gaps = try Self.coverage(text).gaps(in: try Self.guide())
        #expect(gaps.map(\.description) == ["p.yaml:\(line): s.three: the guide has no such step"])
    }

    @Test("A step that no entry names is a gap", arguments: ["s.one", "s.two"])
    func forgotten(step: String) throws {
        let other = step == "s.one" ? "s.two" : "s.one"
        let gaps = try Self.coverage(try Self.spoilt("[\(step)]", "[\(other)]")).gaps(in: try Self.guide())
        #expect(gaps.map(\.description) == ["p.yaml: \(step): no entry names this step; add it to an instruction or to 'beyond'"])
    }

    @Test(
        "A spoilt file is refused with line, place and what is wrong",
        arguments: [
            (
                "    instructions:", "    colour: red\n    instructions:",
                "p.yaml:3: chapters[0].colour: there is no such key; the keys here are title, instructions"
            ),
            (
                "steps: [s.one]", "step: [s.one]",
                "p.yaml:4: chapters[0].instructions[0].steps: is missing; name the steps, or give 'left-out' with the reason"
            ),
            ("steps: [s.one]", "steps: []", "p.yaml:5: chapters[0].instructions[0].steps: is missing; name at least one step"),
            ("steps: [s.one]", "steps: [s.one, s.one]", "p.yaml:5: chapters[0].instructions[0].steps: names a step twice"),
            (
                "steps: [s.one]", "steps: [s.one]\n        left-out: both",
                "p.yaml:6: chapters[0].instructions[0].left-out: stands beside 'steps'; give one of the two"
            ),
            (
                "left-out: Nobody hears it", "left-out: \"\"",
                "p.yaml:6: chapters[0].instructions[1].steps: is missing; name the steps, or give 'left-out' with the reason"
            ),
            ("text: Make the directory", "text: \"\"", "p.yaml:4: chapters[0].instructions[0].text: is empty"),
            ("title: Files", "title: \"\"", "p.yaml:2: chapters[0].title: is empty"),
            ("reason: The published guide forgets to look", "cause: none", "p.yaml:9: beyond[0].reason: is missing"),
            ("steps: [s.two]", "steps: {}", "p.yaml:10: beyond[0].steps: expected a list, found a mapping"),
            ("beyond:", "further:", "p.yaml:8: further: there is no such key; the keys here are chapters, beyond"),
        ])
    func spoilt(old: String, new: String, complaint: String) throws {
        let text = try Self.spoilt(old, new)
        let error = #expect(throws: DocumentError.self) { try Self.coverage(text) }
        let problems = error?.problems.map(\.description) ?? []
        #expect(problems.contains { $0.hasPrefix(complaint) }, "\(problems)")
    }

    @Test(
        "A file without chapters, a chapter without instructions and an empty file are refused",
        arguments: [
            ("beyond: []\n", "chapters: is missing; list the chapters of the published guide"),
            ("chapters:\n  - title: Files\n", "chapters[0].instructions: is missing; a chapter needs at least one instruction"),
            ("", "the file is empty; it has chapters with instructions, and 'beyond'"),
        ])
    func empty(text: String, complaint: String) throws {
        let error = #expect(throws: DocumentError.self) { try Self.coverage(text) }
        #expect(error?.description.contains(complaint) == true, "\(error?.description ?? "")")
    }

    @Test("A folder without the file is refused with what to do")
    func missing() {
        let error = #expect(throws: DocumentError.self) { try GuideFolder(path: "/nonexistent").coverage() }
        #expect(error?.description.hasPrefix("/nonexistent/Coverage/published-guide.yaml: the file cannot be read; ") == true)
    }
}
