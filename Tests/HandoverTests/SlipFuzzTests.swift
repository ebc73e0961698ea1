import FaultLedger
import Guidebook
import Reporting
import StepEngine
import Testing

@testable import Handover

@Suite("Slips with damage of every kind", .serialized, .timeLimit(.minutes(10)))
struct SlipFuzzTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// What is wrong with how a text was taken or refused; nil where nothing is.
    private static func problem(_ text: String) -> String? {
        switch reading(text) {
        case .failure(let error):
            let line = error.description
            let isPlain = line.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
            return isPlain && line.utf8.count < 4000 && !error.remedy.isEmpty ? nil : "the refusal is not one plain line: \(line)"
        case .success(let slips):
            for slip in slips {
                guard case .success(let again) = Result(catching: { () throws(SlipError) in try Slip.text(of: slip) }) else {
                    return "what was taken cannot be written again: \(slip)"
                }
                if reading(again) != .success([slip]) { return "what was taken is read back as something else: \(slip)" }
            }
            return nil
        }
    }

    @Test("Lines that were changed on their way are taken as they were written, or refused in one line")
    func lines() throws {
        let sealed = try SealedSecrets(["database.password": Secret("a b'c")], of: "shop", passphrase: Secret("long enough"), work: 10)
        let slips = [Slip.cluster(Clusters.shop), .status(StatusSlipTests.entry), .secrets(sealed)]
        let corpus = try slips.map { Self.bytes(try Slip.text(of: $0)) }
        let words = ["JOGET SLIP 1 CLUSTER", "END SLIP", " OF ", "LINES", "\n", "999", "C7Q", "\u{1B}[0m", "user@host:~# "]
        let problems = Fuzzing.run(11, "damaged slips", cases: 2500, corpus: corpus + [corpus.flatMap { $0 }], words: words) { input in
            Self.problem(String(decoding: input, as: UTF8.self))
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("Slips whose lines are right and whose content is not are refused, or taken as a whole")
    func contents() throws {
        let corpus = [
            Self.bytes(try ClusterText.text(of: Clusters.shop)), Self.bytes(try ClusterText.text(of: Clusters.large(20))),
            StatusText.bytes(of: StatusSlipTests.entry),
        ]
        let words = [
            "\"steps\":[", "\"d.x\"", "{", "}", "[", "]", "\\u0000", "servers:\n", "roles: [application]", "\"facts\":{", "name: ",
        ]
        let problems = Fuzzing.run(11, "slips with damaged content and right check words", cases: 2500, corpus: corpus, words: words) {
            input in
            let kind: SlipKind = input.first == UInt8(ascii: "{") ? .status : .cluster
            guard
                case .success(let text) = Result(catching: { () throws(SlipError) in try SlipWriter.text(of: Payload(kind, packing: input))
                })
            else { return nil }
            return Self.problem(text)
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("Packed bytes of any kind are unpacked within the limit or refused")
    func packed() throws {
        let corpus = [
            Packing.packed(Self.bytes(try ClusterText.text(of: Clusters.shop))), Packing.packed([]),
            Packing.packed([UInt8](repeating: 0, count: 200_000)),
        ]
        let problems = Fuzzing.run(11, "damaged packed texts", cases: 2500, corpus: corpus) { input in
            (Packing.unpacked(input)?.count ?? 0) <= Packing.limit ? nil : "more than the limit was unpacked"
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("Sealed bytes that were changed do not open, whatever the passphrase")
    func sealed() throws {
        let whole = try SealedSecrets(["database.password": Secret("abc")], of: "shop", passphrase: Secret("long enough"), work: 10)
        let problems = Fuzzing.run(11, "damaged sealed secrets", cases: 60, corpus: [whole.bytes]) { input in
            // More work than that is the next test's.
            guard input != whole.bytes, input.count < 2 || input[1] == 10 else { return nil }
            do throws(SlipError) {
                _ = try SealedSecrets(bytes: input, "a slip").opened(with: Secret("long enough"))
                return "changed bytes were opened"
            } catch {
                return nil
            }
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test(
        "A secret with a line end, a zero byte or a broken letter is not taken out of a slip, whoever sealed it",
        arguments: ["a\nworkflowUser=root", "a\r", "a\0b", "\u{FFFD}", "a\u{85}b", "a\u{2028}b", "\u{1B}[2J", ""])
    func hostileSecret(text: String) throws {
        let sealed = try SealedSecrets(["database.password": Secret(text)], of: "shop", passphrase: Secret("long enough"), work: 10)
        let error = #expect(throws: SlipError.self) { _ = try sealed.opened(with: Secret("long enough")) }
        #expect(error?.kind == .unusable && error?.what.hasPrefix("database.password cannot be used: ") == true)
        FaultLedger.note(11, "hostile secrets in sealed slips", tried: 1, held: error == nil ? 0 : 1)
    }

    @Test("Many slips in one text, and many beginnings of one, take no longer than the text is long")
    func many() throws {
        let slip = try Slip.text(of: .cluster(Clusters.shop))
        let head = try #require(slip.split(separator: "\n").map(String.init).first)
        let giants = [
            String(repeating: head + "\n", count: 20_000), String(repeating: slip, count: 300),
            (0..<20_000).map { "C\($0 % 1000 + 100) \($0 % 999 + 1) OF 999 AAAAA BBBBB\n" }.joined(),
            String(repeating: "A", count: 1 << 20), String(repeating: "\u{1B}[", count: 1 << 19),
            String(repeating: "JOGET SLIP ", count: 90_000),
            String(repeating: "\u{301}", count: 1 << 18),
        ]
        var held = 0
        for text in giants { held += Self.problem(text) == nil ? 1 : 0 }
        #expect(held == giants.count)
        FaultLedger.note(11, "giant texts with slips in them", tried: giants.count, held: held)
    }
}
