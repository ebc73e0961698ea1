import Foundation
import Testing

@testable import ConfigEditing

/// Java reads what Tomcat and Joget will read. Set JOGET_REQUIRE_JAVA=1 where its absence must be a failure.
@Suite("Java agrees", .enabled(if: Java.isAskedFor, "java is not installed, or has no compiler"))
struct JavaOracleTests {
    @Test("Java loads from any properties file what we read, and what we have set")
    func agreesOnProperties() throws {
        var generator = SeededGenerator(seed: 1)
        var texts: [[UInt8]] = []
        for _ in 0..<1000 {
            let text = PropertiesFileTests.anyFile(using: &generator)
            let pairs = [
                (key: generator.pick(["k", "new", "a1k", "my key", "ä=€"]), value: PropertiesFileTests.anyValue(using: &generator)),
                (key: "other", value: PropertiesFileTests.anyValue(using: &generator)),
            ]
            texts += [text, try PropertiesFile.setting(pairs, in: text)]
        }
        let answers = try Java.answers(to: texts.map { "properties \(Java.hex($0))" })
        for (text, answer) in zip(texts, answers) {
            let ours = PropertiesFile.keys(in: text).map { key in
                "\(Java.hex(key))=\(Java.hex(PropertiesFile.value(of: key, in: text) ?? ""))"
            }
            // Java takes a lone backslash at the end for a property without a name, but only before a line feed.
            let (theirs, read) = (answer.split(separator: ",").map(String.init), ours)
            #expect(
                Set(theirs.filter { !$0.hasPrefix("=") }) == Set(read.filter { !$0.hasPrefix("=") }),
                "\(String(decoding: text, as: UTF8.self))")
        }
    }

    @Test("We escape keys and values as Java stores them")
    func agreesOnEscapes() throws {
        var generator = SeededGenerator(seed: 2)
        let values = (0..<500).map { _ in PropertiesFileTests.anyValue(using: &generator) }
        let answers = try Java.answers(to: values.map { "store \(Java.hex($0))" })
        for (value, answer) in zip(values, answers) {
            #expect(answer == "\(PropertyEscape.encoded(value, isKey: true))=\(PropertiesFile.escaped(value))")
        }
    }

    @Test("Java refuses the properties files that we refuse")
    func agreesOnMalformedProperties() throws {
        let texts = [
            "a=\\u12\n", "\\u12G4=1", "a=\\u +12", "a=\\u00E4", "a=\\\\u12", "#\\u12\na=1", "a=\\U12", "a=\\u12\\\n34", "a=\\uuuuu0041",
        ]
        let answers = try Java.answers(to: texts.map { "properties \(Java.hex(bytes($0)))" })
        for (text, answer) in zip(texts, answers) {
            #expect(
                (answer == "refused") == refuses { () throws(EditError) in _ = try PropertiesFile.setting([("k", "v")], in: bytes(text)) })
        }
    }

    @Test("Java finds in any server.xml the elements that we find, before and after our edit")
    func agreesOnServerXML() throws {
        var generator = SeededGenerator(seed: 3)
        var texts = [StockServerXML.joget, StockServerXML.tomcat]
        for _ in 0..<100 { texts.append(AnyServerXML(using: &generator).text) }
        for text in texts {
            texts.append(try ServerXML.setting(route: "n1", cluster: AnyServerXML.cluster, port: 9080, in: text))
        }
        let answers = try Java.answers(to: texts.map { "xml \(Java.hex($0))" })
        for (text, answer) in zip(texts, answers) {
            let outline = try XMLOutline(text)
            let ours = outline.elements.indices.map { index in
                let element = outline.elements[index]
                let attributes = element.attributes.map { "\(Java.hex($0.name))=\(Java.hex(outline.attribute($0.name, of: index) ?? ""))" }
                return ([Java.hex(element.name)] + attributes.sorted()).joined(separator: " ")
            }
            #expect(answer == ours.joined(separator: ","), "\(String(decoding: text, as: UTF8.self))")
        }
    }

    @Test("Java takes the XML that we take")
    func agreesOnWellFormedXML() throws {
        let answers = try Java.answers(to: XMLOutlineTests.wellFormed.map { "xml \(Java.hex(bytes($0.text)))" })
        for (sample, answer) in zip(XMLOutlineTests.wellFormed, answers) {
            #expect(
                answer.split(separator: ",").map { $0.prefix { $0 != " " } } == sample.names.map { Java.hex($0)[...] }, "\(sample.text)")
        }
    }

    @Test("Java refuses the XML that we refuse")
    func agreesOnMalformedXML() throws {
        let texts = XMLOutlineTests.malformed.map(\.text)
        let answers = try Java.answers(to: texts.map { "xml \(Java.hex(bytes($0)))" })
        for (text, answer) in zip(texts, answers) { #expect(answer == "refused", "\(text)") }
    }

    @Test("Java takes a damaged server.xml only where we do")
    func agreesOnDamage() throws {
        var generator = SeededGenerator(seed: 4)
        var texts: [[UInt8]] = []
        for _ in 0..<800 {
            var text = generator.chance(50) ? AnyServerXML(using: &generator).text : StockServerXML.joget
            // Of a document type only the end is looked for.
            if String(decoding: text, as: UTF8.self).contains("<!DOCTYPE") { continue }
            let place = Int.random(in: 0..<text.count, using: &generator)
            let damage = generator.pick([
                "", "<", ">", "\"", "'", "&", "-", "/", "!", "--", "]]>", "<a>", "</a>", "a", " ", "\u{B}", "=", ";",
            ])
            text.replaceSubrange(place..<min(text.count, place + generator.pick([0, 1, 1, 5, 40])), with: bytes(damage))
            texts.append(text)
        }
        let answers = try Java.answers(to: texts.map { "xml \(Java.hex($0))" })
        for (text, answer) in zip(texts, answers) {
            let isRefused = refuses { () throws(EditError) in _ = try XMLOutline(text) }
            #expect((answer == "refused") == isRefused, "\(String(decoding: text, as: UTF8.self))")
        }
    }

    private func refuses(_ body: () throws(EditError) -> Void) -> Bool {
        do throws(EditError) {
            try body()
            return false
        } catch {
            return true
        }
    }
}
