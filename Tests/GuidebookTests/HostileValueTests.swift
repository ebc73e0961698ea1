import FaultLedger
import Foundation
import Testing

@testable import Guidebook

@Suite("Hostile values")
struct HostileValueTests {
    /// Texts to be tried as a value: alone, around a good one, and very long.
    static func texts(around good: String) -> [String] {
        let long = [
            String(repeating: "a", count: 65_536), "/" + String(repeating: "a/", count: 32_768) + "a",
            String(repeating: "9", count: 65_536),
        ]
        return Mutator.hostile.flatMap { [$0, good + $0, $0 + good, good + $0 + good] } + long
            + [
                "", "localhost", "0x7f.1", "127.1", "10.0.0.300", "1.2.3", "::1", "nas1:/../etc", "nas1:/a b", "-o:/x", "/../etc/passwd",
                "/a/..", "/a%n", "/-rf",
            ]
    }

    /// So many accepted texts of a place are followed; they keep the same rule.
    private static let mostAccepted = 4

    /// A place of the description, something good for it, and what was read there.
    struct Place: Sendable {
        var name: String
        var good: String
        var found: @Sendable (Cluster) -> String?
    }

    /// Every place in which the operator writes: each question of the guide, and what there is to say of a server.
    static var places: [Place] {
        let answers = Parameter.all.map { parameter in
            let samples: [TextRule: String] = [
                .path: "/srv/x", .host: "h1", .shareSource: "nas1:/vol", .sha256: String(repeating: "a", count: 64), .identifier: "x",
            ]
            let good = parameter.standard.isEmpty ? samples[parameter.rule] ?? "x" : parameter.standard
            return Place(name: parameter.id, good: good, found: { $0.answers[parameter.id] })
        }
        return answers + [
            Place(name: "name", good: "shop", found: { $0.name }),
            Place(name: "servers[2].name", good: "app1", found: { $0.servers[2].name }),
            Place(name: "servers[2].address", good: "10.0.0.13", found: { $0.servers[2].address }),
            Place(name: "servers[2].route", good: "node01", found: { $0.servers[2].route }),
        ]
    }

    /// A text in YAML's double quotes, everything but letters and digits escaped.
    private static func quoted(_ text: String) -> String {
        "\""
            + text.unicodeScalars.map { scalar in
                if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) { return String(scalar) }
                let digits = String(scalar.value, radix: 16)
                return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }.joined() + "\""
    }

    /// The description with a text at a place, and what came of it. The text stands on its last line.
    private static func tried(_ text: String, at place: Place) -> (cluster: Cluster?, problem: String?) {
        var fields = ["name": "shop", "servers[2].name": "app1", "servers[2].address": "10.0.0.13", "servers[2].route": "r1"].mapValues(
            quoted)
        var answer = ""
        if fields[place.name] == nil {
            let dot = place.name.firstIndex(of: ".") ?? place.name.endIndex
            answer = "\(place.name[..<dot]):\n  \(place.name[dot...].dropFirst()): \(quoted(text))\n"
        }
        if fields[place.name] != nil { fields[place.name] = quoted(text) }
        let roles = [("fs1", "file-server"), ("db1", "database"), ("", "application"), ("app2", "application"), ("lb1", "balancer")]
        let servers = roles.enumerated().map { index, server in
            index == 2
                ? "- {name: \(fields["servers[2].name"] ?? ""), address: \(fields["servers[2].address"] ?? ""), roles: [application], route: \(fields["servers[2].route"] ?? "")}"
                : "- {name: \(server.0), address: 10.0.0.1\(index + 1), roles: [\(server.1)]}"
        }
        let written = "version: 1\nname: \(fields["name"] ?? "")\nservers:\n" + servers.joined(separator: "\n") + "\n" + answer
        do throws(DocumentError) {
            let read = try ClusterLoader.cluster(from: written, file: "cluster.yaml")
            let isSame = place.found(read).map { $0.utf8.elementsEqual(text.utf8) } == true
            return isSame ? (read, nil) : (nil, "\(place.name): \(text.debugDescription) is read as another text")
        } catch {
            let line = place.name == "name" ? 2 : answer.isEmpty ? 6 : 10
            let isNamed = error.problems.contains { $0.line == line && $0.path == place.name }
            let problem =
                LoaderFuzzTests.problem(error, file: "cluster.yaml") ?? (isNamed || text.isEmpty ? nil : "not on line \(line): \(error)")
            return (nil, problem.map { "\(place.name): \($0)" })
        }
    }

    /// A few of the hostile texts that are accepted at each place, with the cluster that they make.
    private static let accepted: [(place: String, text: String, cluster: Cluster)] = places.flatMap { place in
        texts(around: place.good).lazy.compactMap { text in tried(text, at: place).cluster.map { (place.name, text, $0) } }.prefix(
            mostAccepted)
    }

    @Test("Each is refused by file and line, or is read as it was meant")
    func refusedOrRead() throws {
        var (tried, refused, held) = (0, 0, 0)
        for place in Self.places {
            for text in Self.texts(around: place.good) {
                let (cluster, problem) = Self.tried(text, at: place)
                #expect(problem == nil, "\(text.prefix(100).debugDescription)")
                tried += 1
                refused += cluster == nil ? 1 : 0
                held += problem == nil ? 1 : 0
            }
        }
        #expect(refused > tried / 2, "hostile texts are hostile")
        FaultLedger.note(11, "hostile texts at every place of a description", tried: tried, held: held)
    }

    private static func values(_ cluster: Cluster) -> Values {
        Vocabulary.values(cluster: cluster, server: cluster.servers[2], platform: Platform(distribution: "debian", release: "12"))
    }

    @Test("What is accepted is nothing but a value in every file and statement in which it stands")
    func arrivesInFiles() throws {
        let guide = try GuideFolder(path: shippedResources).load()
        var (tried, held) = (0, 0)
        for (place, text, cluster) in Self.accepted {
            let values = Self.values(cluster)
            for (name, template) in guide.templates {
                tried += 1
                let problem = Self.difference(name, template, values)
                #expect(problem == nil, "\(place) = \(text.debugDescription)")
                held += problem == nil ? 1 : 0
            }
        }
        #expect(tried > 1000)
        FaultLedger.note(11, "files and statements made with accepted values, tokenised", tried: tried, held: held)
    }

    /// Plain words in place of all texts make the same tokens, with the words in the places of the texts; nil where they do.
    private static func difference(_ name: String, _ template: Template, _ values: Values) -> String? {
        var (plain, meant) = (Values(), [String]())
        func word(for text: String) -> String {
            guard !text.isEmpty else { return "" }
            meant.append(text)
            return "Q\(meant.count - 1)Q"
        }
        for (name, value) in values.entries {
            switch value {
            case .text(let text): plain[name] = .text(word(for: text))
            case .verbatim(let text): plain[name] = .verbatim(word(for: text))
            case .list(let rows): plain[name] = .list(rows.map { $0.mapValues(word) })
            case .secret: plain[name] = .secret
            }
        }
        let found = Tokens.of(template.rendered(with: values) { _ in "s3cret" }, template: name)
        let wanted = Tokens.of(template.rendered(with: plain) { _ in "s3cret" }, template: name).map { Self.meant($0, by: meant) }
        // A value that is cut up by its file's own marks is cut up in both, or it is no value there.
        return Self.united(found) == Self.united(wanted) ? nil : "\(name): \(found) instead of \(wanted)"
    }

    /// A token with the texts in the places of the plain words `Q7Q`.
    private static func meant(_ token: String, by texts: [String]) -> String {
        guard token.utf8.contains(UInt8(ascii: "Q")) else { return token }
        let parts = token.split(separator: "Q", omittingEmptySubsequences: false)
        return parts.enumerated().map { index, part in index % 2 == 1 ? Int(part).map { texts[$0] } ?? "Q\(part)Q" : String(part) }.joined()
    }

    /// Without the borders of tokens around marks that are part of harmless values: addresses, paths and unique ids hold none but these.
    private static func united(_ tokens: [String]) -> String {
        var text = ""
        var isOpen = false
        for token in tokens {
            let isMark = token.hasPrefix("mark ") && "-@={},;".contains(token.dropFirst(5))
            if !isMark && !isOpen { text += "\u{1}" }
            text += isMark ? String(token.dropFirst(5)) : token
            isOpen = isMark
        }
        return text
    }

    @Test("What is accepted fills exactly one argument of a command, and none that a shell would read")
    func arrivesInCommands() throws {
        let guide = try GuideFolder(path: shippedResources).load()
        let steps = guide.sections.flatMap(\.steps).filter { !Self.commands(of: $0).isEmpty }
        // The text of a shell's command is the guide's alone.
        for step in steps {
            for command in Self.commands(of: step)
            where ["sh", "bash", "dash", "env", "su"].contains(command[0].split(separator: "/").last ?? "") {
                #expect(command.allSatisfy { Placeholder.names(in: $0).isEmpty }, "\(step.id)")
            }
        }
        var (tried, held) = (0, 0)
        for (_, _, cluster) in Self.accepted {
            let values = Self.values(cluster)
            for step in steps {
                for (raw, filled) in zip(Self.commands(of: step), Self.commands(of: step.filled(values.filled))) {
                    tried += 1
                    let isWhole = raw.count == filled.count && zip(raw, filled).allSatisfy { Self.isFilled($0, $1, values) }
                    #expect(isWhole, "\(step.id): \(raw) becomes \(filled)")
                    held += isWhole ? 1 : 0
                }
            }
        }
        #expect(tried > 1000)
        FaultLedger.note(11, "commands filled with accepted values", tried: tried, held: held)
    }

    /// Whether an argument is what the guide says with each name replaced once; a value at its beginning must not look like an option.
    private static func isFilled(_ raw: String, _ filled: String, _ values: Values) -> Bool {
        let names = Placeholder.names(in: raw)
        guard !names.isEmpty else { return raw == filled }
        var expected = raw
        for name in names where name != "candidate" {
            expected = expected.replacing("{{\(name)}}", with: values.text(name))
        }
        let beginsWithValue = raw.hasPrefix("{{")
        return names.contains("candidate")
            || expected.utf8.elementsEqual(filled.utf8) && !(beginsWithValue && filled.hasPrefix("-")) && !filled.contains("\0")
    }

    /// Every command that a step may run by the guide's own words.
    private static func commands(of step: Step) -> [[String]] {
        var commands: [[String]] = []
        if case .run(let action) = step.action { commands.append(action.command) }
        if case .file(let action) = step.action, let words = action.validation { commands.append(words) }
        if case .command(let words) = step.undo { commands.append(words) }
        for check in step.checks + step.requirements + step.respects {
            if case .command(let words, _, _) = check { commands.append(words) }
        }
        return commands.filter { !$0.isEmpty }
    }

    @Test("Whatever a secret is, a statement or option file holds it as one literal of that value")
    func escapes() throws {
        var mutator = Mutator(seed: Fuzzing.seed, corpus: [Array("pass word".utf8)])
        var (tried, held) = (0, 0)
        for _ in 0..<Fuzzing.cases(3000) {
            let bytes = mutator.variant().prefix(300)
            guard let text = String(validating: bytes, as: UTF8.self), Secret(text).problem == nil else { continue }
            let literal = Tokens.sql("SELECT '\(Escaping.sql.escaped(text))' x")
            let option = Tokens.optionFile("[c]\na=\"\(Escaping.optionFile.escaped(text))\"\nb=1\n")
            let element = Tokens.xml("<a b=\"\(Escaping.xml.escaped(text))\" c='\(Escaping.xml.escaped(text))'/>")
            let isWhole =
                same(literal, ["SELECT", "'\(text)", "x"]) && same(option, ["[c]", "a", text, "b", "1"])
                && same(element, ["<a", "<b", "\"\(text)", "<c", "\"\(text)", "</", ">"])
            #expect(isWhole, "\(text.debugDescription): \(literal) \(option) \(element)")
            tried += 1
            held += isWhole ? 1 : 0
        }
        #expect(tried > 500)
        FaultLedger.note(11, "accepted secrets in statements, option files and XML", tried: tried, held: held)
    }

    /// Compared byte for byte: two accents that look alike are two texts.
    private func same(_ one: [String], _ other: [String]) -> Bool { one.map { Array($0.utf8) } == other.map { Array($0.utf8) } }

    @Test("Templates that hold a secret are of a format that can quote it")
    func secretTemplates() throws {
        let guide = try GuideFolder(path: shippedResources).load()
        for (name, template) in guide.templates where template.isSecret {
            #expect(template.escaping != .none || name.hasSuffix(".properties"), "\(name)")
        }
    }

    @Test("No hostile text with a control character, and none that is no text, can be a secret")
    func secrets() {
        for text in Mutator.hostile {
            let isPlain = text.unicodeScalars.allSatisfy {
                $0.value >= 32 && !(127...159).contains($0.value) && !(0x2028...0x2029).contains($0.value)
            }
            #expect((Secret("ab" + text + "c").problem == nil) == isPlain, "\(text.debugDescription)")
        }
        #expect(
            Secret("").problem != nil && Secret("\u{FFFD}abc").problem != nil && Secret(String(repeating: "x", count: 201)).problem != nil)
    }
}
