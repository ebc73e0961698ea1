import FaultLedger
import Foundation
import Guidebook
import Testing

@testable import Wizard

@Suite("Damaged and hostile files of answers", .serialized, .timeLimit(.minutes(5)))
struct LoaderFuzzTests {
    private static let file = """
        answers: 1
        limit: 5s
        do:
          - expect: [one, two words]
          - press: [Enter, a, Space, Shift-Tab, F10, Ctrl-N, "@", ü]
          - press: Down
            until: "step 3 of"
            limit: 2m
          - type: "rented machine"
          - paste: "a\\nb"
          - refuse: "[FAIL]"
          - wait: step
          - screen: main-1
        at-end: leave

        """

    @Test("One is taken, or refused by file and line in a plain line each")
    func damaged() {
        let words = [
            "press", "expect", "until", "type", "paste", "screen", "wait", "secret", "Enter", "[", "]", "- ", ": ", "\n", "&a ", "*a",
            "|\n",
        ]
        let problems = Fuzzing.run(11, "damaged files of answers", cases: 2500, corpus: [Array(Self.file.utf8)], words: words) { input in
            guard let text = String(validating: input, as: UTF8.self) else { return nil }
            do throws(DocumentError) {
                let answers = try AnswersLoader.answers(from: text, file: "x.yaml")
                return answers.entries.isEmpty ? "one without entries was taken" : nil
            } catch {
                for problem in error.problems where problem.line < 1 && !problem.message.hasPrefix("the file is empty") {
                    return "no line is named: \(problem)"
                }
                let text = error.description
                let isPlain = text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 && !(127...159).contains($0.value) }
                return isPlain && text.contains("x.yaml") && error.problems.count <= 102 ? nil : "the refusal is not plain: \(text)"
            }
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("The size of one, or how deep it is nested, is no obstacle")
    func giant() {
        let texts = [
            String(repeating: "[", count: 100_000), "answers: 1\ndo: " + String(repeating: "[", count: 100_000),
            "answers: 1\ndo:\n" + String(repeating: "  - press: Entre\n", count: 50_000),
            "answers: 1\ndo:\n  - screen: \"" + String(repeating: "../", count: 300_000) + "\"\n",
            "answers: " + String(repeating: "1", count: 1_000_000),
        ]
        var held = 0
        for text in texts {
            let error = #expect(throws: DocumentError.self) { _ = try AnswersLoader.answers(from: text, file: "x.yaml") }
            held += error.map { $0.description.utf8.count < 200_000 } == true ? 1 : 0
        }
        #expect(held == texts.count)
        FaultLedger.note(11, "giant files of answers", tried: texts.count, held: held)
    }
}
