import Foundation
import Guidebook
import TerminalUI
import Testing

@testable import Wizard

/// Reading files of answers.
struct AnswersLoaderTests {
    /// A mistake in the list of entries, and what is said about it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let entry: String
        let words: String
        var testDescription: String { entry }
    }

    @Test("A file says which keys to press, as the key bar names them, and what to wait for")
    func whole() throws {
        let answers = try AnswersLoader.answers(
            from: """
                answers: 1
                limit: 5s
                do:
                  - expect: [one, two words]
                  - press: [Enter, a, Space, Shift-Tab, PgDn, F10, Ctrl-N, Esc, "@", ü]
                  - press: Down
                    until: "step 3 of"
                    limit: 2m
                  - type: "rented machine"
                  - paste: "a\\nb"
                  - refuse: "[FAIL]"
                  - wait: step
                  - screen: main-1
                at-end: leave
                """, file: "x.yaml")
        #expect(
            answers.entries.map(\.action) == [
                .expect(["one", "two words"]),
                .press([
                    .enter, .character("a"), .character(" "), .backTab, .pageDown, .function(10), .control("n"), .escape,
                    .character("@"), .character("ü"),
                ]),
                .pressUntil([.down], "step 3 of"), .type("rented machine"), .paste("a\nb"), .refuse(["[FAIL]"]), .wait, .screen("main-1"),
            ])
        #expect(answers.entries.map(\.line) == [4, 5, 6, 9, 10, 11, 12, 13])
        #expect(answers.entries.map(\.limit) == [5, 5, 120, 5, 5, 5, 5, 5].map { .seconds($0) })
        #expect(answers.ending == .leave)
    }

    @Test("Every key that the key bar or the help page can name is a key that can be written")
    func names() {
        for key in Bindings.all.flatMap(\.keys) { #expect(Key(name: key.name) == key) }
        for name in ["", "Entre", "F13", "F0", "Ctrl-1", "ctrl-a", " ", "\t", "\u{7F}"] { #expect(Key(name: name) == nil, "\(name)") }
    }

    @Test(
        "Each mistake is named with its line",
        arguments: [
            Mistake(entry: "pres: [Enter]", words: "pres: there is no such key; the keys here are expect, refuse, press"),
            Mistake(entry: "press: [Entre]", words: "press: 'Entre' is no key; write one character or one of Enter, Esc, Tab"),
            Mistake(entry: "press: []", words: "press: has no keys"),
            Mistake(entry: "press:", words: "press: says nothing"),
            Mistake(entry: "limit: 3s", words: "says nothing; it has one of expect, refuse, press"),
            Mistake(entry: "expect: ''", words: "expect: has a text without words"),
            Mistake(entry: "{expect: a, press: [b]}", words: "press: stands beside 'expect'; write an entry for each"),
            Mistake(entry: "{expect: a, until: b}", words: "until: is for 'press' only"),
            Mistake(entry: "{expect: a, limit: soon}", words: "limit: 'soon' is not a time"),
            Mistake(entry: "{press: [a], until: [b, c]}", words: "until: expected a single value, found a list"),
            Mistake(entry: "wait: 3s", words: "wait: can be 'step' only"),
            Mistake(entry: "screen: ../main", words: "screen: '../main' is no name for a file here"),
            Mistake(entry: "type: [a]", words: "type: expected a single value, found a list"),
            Mistake(entry: "type-secret: /no/such/file", words: "type-secret: /no/such/file: it cannot be opened"),
        ])
    func mistakes(mistake: Mistake) throws {
        let error = try #require(throws: DocumentError.self) {
            _ = try AnswersLoader.answers(from: "answers: 1\ndo:\n  - wait: step\n  - \(mistake.entry)\n", file: "x.yaml")
        }
        #expect(error.problems.allSatisfy { $0.line == 4 && $0.file == "x.yaml" }, "\(error)")
        #expect(error.description.contains("x.yaml:4: do[1]") && error.description.contains(mistake.words), "\(error)")
    }

    @Test("What is wrong with the file as a whole is named too, all of it at once")
    func wholeMistakes() throws {
        let error = try #require(throws: DocumentError.self) {
            _ = try AnswersLoader.answers(
                from: "answers: 2\nquit: true\nat-end: go\ndo:\n  - screen: a\n  - screen: a\n", file: "x.yaml")
        }
        for words in [
            "x.yaml:1: answers: '2' is not a version", "x.yaml:2: quit: there is no such key", "x.yaml:3: at-end: 'go' is not known",
            "x.yaml:6: screen: 'a' is kept on line 5 already",
        ] { #expect(error.description.contains(words), "\(error)") }
        for (text, words) in [("", "the file is empty"), ("answers: 1\n", "x.yaml:1: do: is missing")] {
            let error = try #require(throws: DocumentError.self) { _ = try AnswersLoader.answers(from: text, file: "x.yaml") }
            #expect(error.description.contains(words), "\(error)")
        }
    }

    @Test("A secret comes from a file that only its owner can read; what is wrong with it never shows its text")
    func secretFile() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let path = fixture.path + "/password"
        func read(_ text: String, mode: Int) throws -> Answers {
            try text.write(toFile: path, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            return try AnswersLoader.answers(from: "answers: 1\ndo:\n  - type-secret: password\n", file: fixture.path + "/x.yaml")
        }
        #expect(try read("battery staple\nno more\n", mode: 0o600).entries.map(\.action) == [.typeSecret(Secret("battery staple"))])
        #expect(try !"\(read("battery staple", mode: 0o400))".contains("battery"))
        for (text, mode, words) in [
            ("battery staple\n", 0o640, "others than its owner can use it"), ("\nbattery staple\n", 0o600, "its first line is empty"),
            ("battery\u{1B}staple\n", 0o600, "characters that control a terminal"),
        ] {
            let error = try #require(throws: DocumentError.self) { _ = try read(text, mode: mode) }
            #expect(error.description.contains(words) && !error.description.contains("battery"), "\(error)")
        }
    }
}
