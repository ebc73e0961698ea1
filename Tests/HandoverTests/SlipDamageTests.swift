import Guidebook
import Testing

@testable import Handover

@Suite("Damage in a slip")
struct SlipDamageTests {
    private static let shop = (try? Slip.text(of: .cluster(Clusters.shop))) ?? ""  // empty: every test here fails

    @Test("A wrong character anywhere is noticed: another letter, another digit, a sign, or none")
    func everyCharacter() throws {
        let text = Array(Self.shop.utf8)
        var dice = Dice(seed: 1)
        var unnoticed: [String] = []
        for place in text.indices where text[place] != 32 && text[place] != 10 {
            var spoiled: [[UInt8]] = [Array(text[..<place] + text[(place + 1)...])]
            for _ in 0..<3 {
                var other = text
                repeat {
                    other[place] = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ?$#".utf8)[dice.number(39)]
                } while SlipAlphabet.meant(other[place]) == SlipAlphabet.meant(text[place])
                spoiled.append(other)
            }
            for other in spoiled where refusal(of: String(decoding: other, as: UTF8.self)) == nil {
                unnoticed.append(String(decoding: other, as: UTF8.self))
            }
        }
        #expect(text.count > 300 && unnoticed.isEmpty, "\(unnoticed.first ?? "")")
    }

    @Test("Every other character in every place of one line is noticed by its check word")
    func everyReplacement() throws {
        let line = try #require(lines(of: Self.shop).dropFirst(2).first)
        let bytes = Array(line.utf8)
        for place in bytes.indices where bytes[place] != 32 {
            for other in UInt8(33)...126 where SlipAlphabet.meant(other) != SlipAlphabet.meant(bytes[place]) {
                var spoiled = bytes
                spoiled[place] = other
                let pieces = SlipScanner.pieces(in: String(decoding: spoiled, as: UTF8.self))
                #expect(!pieces.contains { $0.tag != nil }, "\(String(decoding: spoiled, as: UTF8.self))")
            }
        }
    }

    @Test("Two neighbouring characters that changed places are noticed")
    func swapped() throws {
        let text = Array(Self.shop.utf8)
        for place in text.indices.dropLast() {
            let pair = text[place...(place + 1)].map(SlipAlphabet.meant)
            guard pair[0] != pair[1], !pair.contains(32) else { continue }
            var other = text
            other.swapAt(place, place + 1)
            #expect(refusal(of: String(decoding: other, as: UTF8.self)) != nil, "at \(place)")
        }
    }

    @Test("A damaged line is named by its number")
    func named() throws {
        var rows = lines(of: Self.shop)
        let total = rows.count - 2
        rows[4] = rows[4].replacing(/^(\S+ \d+ OF \d+ )\w/) { $0.output.1 + (rows[4].contains("OF \(total) 7") ? "8" : "7") }
        let error = try #require(refusal(of: rows.joined(separator: "\n")))
        #expect(error.kind == .damaged && error.lines == [4])
        #expect(error.description.hasSuffix(": line 4 of \(total) is damaged; paste it again"), "\(error)")
    }

    @Test("Missing lines are named by their numbers, beside the damaged ones")
    func missing() throws {
        var rows = lines(of: Self.shop)
        let total = rows.count - 2
        rows[5] = String(rows[5].dropLast(9))
        rows.remove(at: 3)
        rows.remove(at: 1)
        let error = try #require(refusal(of: rows.joined(separator: "\n")))
        #expect(error.lines == [1, 3, 5])
        #expect(error.what == "line 5 of \(total) is damaged, lines 1 and 3 of \(total) are missing")
    }

    @Test("The first and the last line are missed too")
    func frame() throws {
        let rows = lines(of: Self.shop)
        let withoutFirst = try #require(refusal(of: rows.dropFirst().joined(separator: "\n")))
        #expect(withoutFirst.what == "its first line (JOGET SLIP …) is damaged or missing")
        let withoutLast = try #require(refusal(of: rows.dropLast().joined(separator: "\n")))
        #expect(withoutLast.what == "its last line (END SLIP …) is damaged or missing")
        let withoutBoth = try #require(refusal(of: rows.dropFirst().dropLast().joined(separator: "\n")))
        #expect(withoutBoth.what.contains("and its last line"))
    }

    @Test("A slip that breaks off anywhere is refused, and taken when the rest is pasted behind it")
    func brokenOff() throws {
        let text = Array(Self.shop.utf8)
        for end in stride(from: 1, to: text.count - 1, by: 17) {
            let part = String(decoding: text[..<end], as: UTF8.self)
            #expect(refusal(of: part) != nil, "cut at \(end)")
            let rest = Self.shop.split(separator: "\n").dropFirst(max(0, lines(of: part).count - 1)).joined(separator: "\n")
            #expect(try Slip.read(part + "\n" + rest).count == 1, "cut at \(end)")
        }
    }

    @Test("A damaged line is mended by pasting it again, before or behind the rest")
    func mended() throws {
        let rows = lines(of: Self.shop)
        var spoiled = rows
        spoiled[2] = spoiled[2].replacing("OF", with: "OF 00000")
        #expect(refusal(of: spoiled.joined(separator: "\n"))?.lines == [2])
        #expect(try Slip.read((spoiled + [rows[2]]).joined(separator: "\n")) == Slip.read(Self.shop))
        #expect(try Slip.read(([rows[2]] + spoiled).joined(separator: "\n")) == Slip.read(Self.shop))
    }

    @Test("Lines of two slips do not make a third")
    func mixed() throws {
        var other = Clusters.shop
        other.name = "other"
        let rows = lines(of: Self.shop)
        let others = try lines(of: Slip.text(of: .cluster(other)))
        #expect(refusal(of: (rows.prefix(5) + others.dropFirst(5)).joined(separator: "\n"))?.kind == .damaged)
    }

    @Test("Two different lines of the same number and tag are a contradiction that is named")
    func contradiction() throws {
        var rows = lines(of: Self.shop)
        let words = rows[3].split(separator: " ")
        let forged = (words[..<4] + ["00000"] + words[5..<10]).joined(separator: " ")
        rows.insert("\(forged) \(SlipWriter.checkWord(of: forged))", at: 3)
        let error = try #require(refusal(of: rows.joined(separator: "\n")))
        #expect(error.what == "line 3 came twice, and differently" && error.lines == [3])
    }

    @Test("Lines with right check words that were never written together are refused by the digest")
    func forged() throws {
        var rows = lines(of: Self.shop)
        let words = rows[3].split(separator: " ")
        let forged = (words[..<4] + ["00000"] + words[5..<10]).joined(separator: " ")
        rows[3] = "\(forged) \(SlipWriter.checkWord(of: forged))"
        #expect(refusal(of: rows.joined(separator: "\n"))?.what == "its lines are whole, but they do not add up to what was written")
    }
}
