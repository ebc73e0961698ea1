import CZlib
import Guidebook
import Reporting
import Testing

@testable import Handover

@Suite("Hostile slips")
struct SlipHostileTests {
    @Test("Random bytes are no slip and hurt nobody", arguments: 0..<40)
    func garbage(seed: UInt64) {
        var dice = Dice(seed: seed)
        let bytes = (0..<2000).map { _ in UInt8(dice.number(256)) }
        #expect(refusal(of: String(decoding: bytes, as: UTF8.self))?.kind == .absent)
    }

    @Test("Words of slips in any mixture hurt nobody", arguments: 0..<40)
    func wordSalad(seed: UInt64) {
        var dice = Dice(seed: seed)
        let words = [
            "JOGET", "SLIP", "END", "OF", "LINES", "CLUSTER", "STATUS", "SECRETS", "C7Q", "S00", "XZZ", "1", "2", "0", "999", "1000",
            "00000",
            "ZZZZZ", "BABAB", "\n", "\u{1B}[", "é", "18446744073709551616", "-1",
        ]
        let text = (0..<600).map { _ in words[dice.number(words.count)] }.joined(separator: " ")
        let error = refusal(of: text)
        #expect(error != nil && (error?.lines.count ?? 0) <= 100)
    }

    @Test("Payloads of any bytes, with every check word and digest right, are refused and hurt nobody", arguments: 0..<60)
    func wellFormedGarbage(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let bytes = (0..<dice.number(300)).map { _ in UInt8(dice.number(256)) }
        for kind in SlipKind.allCases {
            switch reading(try SlipWriter.text(of: Payload(kind, bytes))) {
            case .failure(let error): #expect(error.kind == .unusable || error.kind == .foreign, "\(error)")
            case .success(let slips):
                // Whether it is random cannot be seen before it is opened.
                for case .secrets(let sealed) in slips {
                    #expect(throws: SlipError.self) { try sealed.opened(with: Secret("any passphrase")) }
                }
                #expect(kind == .secrets, "taken: \(slips)")
            }
        }
    }

    @Test("A few lines that would unpack to more than 256 kB are refused", arguments: [SlipKind.cluster, .status])
    func bomb(kind: SlipKind) throws {
        let packed = Packing.packed(Array(repeating: UInt8(ascii: " "), count: 8 << 20))
        let error = try #require(refusal(of: SlipWriter.text(of: Payload(kind, packed))))
        #expect(error.what == "what it carries cannot be unpacked, or is over 256 kB")
    }

    @Test("Exactly 256 kB are unpacked, one byte more is not")
    func limit() {
        let most = Array(repeating: UInt8(ascii: "a"), count: Packing.limit)
        #expect(Packing.unpacked(Packing.packed(most)) == most)
        #expect(Packing.unpacked(Packing.packed(most + [0])) == nil)
    }

    @Test("Something behind the packed text is not passed over")
    func tail() {
        let text = Array("version: 1\n".utf8)
        #expect(Packing.unpacked(Packing.packed(text)) == text)
        #expect(Packing.unpacked(Packing.packed(text) + [0]) == nil)
        #expect(Packing.unpacked(Array(Packing.packed(text).dropLast())) == nil)
        #expect(Packing.unpacked([]) == nil)
    }

    @Test("A first line that promises the most lines is told at once what is missing")
    func promise() throws {
        let line = "JOGET SLIP 1 CLUSTER C7Q 999 LINES"
        let error = try #require(refusal(of: "\(line) \(SlipWriter.checkWord(of: line))"))
        #expect(error.what == "lines 1 to 999 of 999 are missing" && error.lines.count == 100)
    }

    @Test("Far too much text is refused")
    func tooMuch() throws {
        let error = try #require(refusal(of: String(repeating: "C7Q 1 OF 1 ", count: 200_000)))
        #expect(error.kind == .unusable)
    }

    @Test("A status with words that would write on the terminal is refused", arguments: ["\u{1B}[2J", "\u{9B}1m", "a\nb", "\u{7F}"])
    func terminal(text: String) throws {
        var entry = StatusSlipTests.entry
        entry.facts["share.id"] = text
        #expect(refusal(of: try Slip.text(of: .status(entry)))?.kind == .unusable)
        entry = StatusSlipTests.entry
        entry.server.name = text
        #expect(refusal(of: try Slip.text(of: .status(entry)))?.kind == .unusable)
    }
}
