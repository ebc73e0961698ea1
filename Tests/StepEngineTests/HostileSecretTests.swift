import FaultLedger
import Foundation
import Guidebook
import Testing

@testable import Machines
@testable import StepEngine

@Suite("Hostile secrets")
struct HostileSecretTests {
    /// What a secret may be: every hostile text that the rule lets through, with something around it.
    static let accepted: [String] = Mutator.hostile.flatMap { ["ab\($0)cd", "\($0)abcdefgh", "abcdefgh\($0)"] }.filter {
        Secret($0).problem == nil
    }

    @Test("One with a line end, a zero byte or another control character is never kept, whoever hands it in")
    func refused() async throws {
        let scratch = try Scratch()
        let store = try await SecretStore(StateDirectory(path: scratch["state"], creating: true))
        let hostile =
            Mutator.hostile.map { "ab\($0)cd" }.filter { Secret($0).problem != nil } + [
                "a\nb=c", "", String(repeating: "x", count: 65_536),
            ]
        #expect(hostile.count > 10)
        var held = 0
        for text in hostile {
            let error = await #expect(throws: EngineError.self) { try await store.keep(Secret(text), as: "database.password") }
            let isOne = error.map { !$0.description.contains("\n") && !$0.description.contains(text.isEmpty ? "\u{0}" : text) } ?? false
            held += isOne ? 1 : 0
        }
        #expect(held == hostile.count)
        #expect(await store["database.password"] == nil)
        FaultLedger.note(11, "hostile secrets refused", tried: hostile.count, held: held)
    }

    @Test("An accepted one stands in Joget's settings as that one value, and no other line changes")
    func properties() async throws {
        let path = "/srv/one.properties"
        let bed = try Bed(
            Guide.of(
                ["one": "edit: { path: \(path), properties: one.properties }"],
                templates: ["one.properties": "user={{database.user}}\npassword={{database.password}}\nlast=1\n"]))
        var held = 0
        for text in Self.accepted {
            try await bed.put("# ours\nuser=x\npassword=y\ntheirs=1\n", at: path)
            let engine = try await bed.engine()
            try await engine.secrets.keep(Secret(text), as: "database.password")
            #expect(try await engine.perform("s.one", taking: true) == .changed)
            let file = try #require(try await bed.text(of: path))
            let read = JavaProperties.read(file)
            let isWhole =
                read.map(\.key) == ["user", "password", "theirs", "last"] && Array(read[1].value.utf8) == Array(text.utf8)
                && read[0].value == "joget" && file.hasPrefix("# ours\nuser=joget\npassword=") && file.hasSuffix("\ntheirs=1\nlast=1\n")
            #expect(isWhole, "\(text.debugDescription): \(file)")
            held += isWhole ? 1 : 0
        }
        #expect(held > 50)
        FaultLedger.note(11, "accepted secrets in Joget's settings", tried: Self.accepted.count, held: held)
    }

    @Test("The database server sets the password that was meant, and lets in whoever gives it: by statement and by option file")
    func login() async throws {
        let body = """
            sql: { template: make.sql }
            undo: { none: Not here. }
            checks: [ { sql: { query: "SELECT 1", expected: "1" } } ]
            """
        let make =
            "{{#each-application}}\nCREATE USER IF NOT EXISTS '{{database.user}}'@'{{address}}' IDENTIFIED BY '{{database.password}}';\n"
            + "ALTER USER '{{database.user}}'@'{{address}}' IDENTIFIED BY '{{database.password}}';\n{{/each-application}}\n"
        let bed = try Bed(Guide.of(["one": body], templates: ["make.sql": make]), server: "db1")
        try await bed.byHand("apt-get", "-y", "install", "mariadb-server")
        var held = 0
        for text in Self.accepted {
            let engine = try await bed.engine()
            try await engine.secrets.keep(Secret(text), as: "database.password")
            let script = try bed.script(secret: text)
            let result = try await bed.machine.real.capture(Command(["mariadb", "--batch"], input: .bytes(Array(script.utf8))))
            #expect(result.succeeded, "\(text.debugDescription): \(result.output)")
            let account = await bed.machine.real.server.database?.accounts.first { $0.quoted.hasPrefix("'joget'@") }
            let isSet = if case .plain(let kept)? = account?.password { Array(kept.utf8) == Array(text.utf8) } else { false }
            #expect(isSet, "\(text.debugDescription)")
            held += result.succeeded && isSet ? 1 : 0
        }
        FaultLedger.note(11, "accepted secrets set by statements", tried: Self.accepted.count, held: held)
    }

    @Test("None is found in what is shown, whatever stands before or behind it")
    func redacted() async throws {
        let scratch = try Scratch()
        let store = try await SecretStore(StateDirectory(path: scratch["state"], creating: true))
        var (tried, held) = (0, 0)
        for text in Self.accepted {
            try await store.keep(Secret(text), as: "database.password")
            for line in ["x\(text)y", "=\(text)", "\(text)\u{301}", "e\(text)\u{FE0F}", "\(text)\(text)", "\u{1F468}\u{200D}\(text)"] {
                let shown = await store.redacted(line)
                let isGone = !Data(shown.utf8).contains(Data(text.utf8))
                #expect(isGone, "\(text.debugDescription) in \(line.debugDescription)")
                tried += 1
                held += isGone ? 1 : 0
            }
        }
        FaultLedger.note(11, "lines with an accepted secret, shown", tried: tried, held: held)
    }
}

extension Bed {
    /// The statements of the step, with the secret in them.
    fileprivate func script(secret: String) throws -> String {
        let template = try #require(plan.templates["make.sql"])
        return template.rendered(with: plan.values) { _ in secret }
    }
}

extension Data {
    fileprivate func contains(_ other: Data) -> Bool { range(of: other) != nil }
}

/// A reader of .properties of its own, by the words of Java's documentation: ISO 8859-1, escapes, `=`, `:` or blank.
enum JavaProperties {
    static func read(_ text: String) -> [(key: String, value: String)] {
        text.utf8.split(separator: 10).compactMap { line in
            var units = Array(line.drop { $0 == 32 || $0 == 9 })[...]
            guard let first = units.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "!") else { return nil }
            var parts: [[UInt16]] = [[], []]
            var isValue = false
            while let byte = units.popFirst() {
                if byte == UInt8(ascii: "\\"), let next = units.popFirst() {
                    if next == UInt8(ascii: "u") {
                        parts[isValue ? 1 : 0].append(UInt16(String(decoding: units.prefix(4), as: UTF8.self), radix: 16) ?? 0xFFFF)
                        units = units.dropFirst(4)
                    } else {
                        let letters: [UInt8: UInt16] = [0x74: 9, 0x6E: 10, 0x72: 13, 0x66: 12]
                        parts[isValue ? 1 : 0].append(letters[next] ?? UInt16(next))
                    }
                } else if !isValue, byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") {
                    isValue = true
                } else {
                    parts[isValue ? 1 : 0].append(UInt16(byte))
                }
            }
            return (String(decoding: parts[0], as: UTF16.self), String(decoding: parts[1], as: UTF16.self))
        }
    }
}
