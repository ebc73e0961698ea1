import FaultLedger
import Foundation
import Testing

@testable import Guidebook

@Suite("Hostile values")
struct HostileValueTests {
    /// Texts to be tried as a value: alone, around a good one, and very long.
    static func texts(around good: String) -> [String] {
        let long = [String(repeating: "a", count: 65_536), "/" + String(repeating: "a/", count: 32_768) + "a", String(repeating: "9", count: 65_536)]
        return Mutator.hostile.flatMap { [$0, good + $0, $0 + good, good + $0 + good] } + long
            + ["", "localhost", "0x7f.1", "127.1", "10.0.0.300", "1.2.3", "::1", "nas1:/../etc", "nas1:/a b", "-o:/x", "/../etc/passwd", "/a/..", "/a%n", "/-rf"]
    }

    /// So many accepted texts of a place are followed; they keep the same rule.
    private static let mostAccepted = 6

    /// A place of the description: how a text is put there, and what was read there.
    struct Place: Sendable {
        var name: String
        var good: String
        var put: @Sendable (String, inout Cluster) -> Void
        var found: @Sendable (Cluster) -> String?
    }

    /// Every place in which the operator writes: each question of the guide, and what there is to say of a server.
    static var places: [Place] {
        let answers = Parameter.all.map { parameter in
            let samples: [TextRule: String] = [
                .path: "/srv/x", .host: "h1", .shareSource: "nas1:/vol", .sha256: String(repeating: "a", count: 64), .identifier: "x",
            ]
            let good = parameter.standard.isEmpty ? samples[parameter.rule] ?? "x" : parameter.standard
            return Place(name: parameter.id, good: good, put: { $1.answers[parameter.id] = $0 }, found: { $0.answers[parameter.id] })
        }
        return answers + [
            Place(name: "name", good: "shop", put: { $1.name = $0 }, found: { $0.name }),
            Place(name: "servers[2].name", good: "app1", put: { $1.servers[2].name = $0 }, found: { $0.servers[2].name }),
            Place(name: "servers[2].address", good: "10.0.0.13", put: { $1.servers[2].address = $0 }, found: { $0.servers[2].address }),
            Place(name: "servers[2].route", good: "node01", put: { $1.servers[2].route = $0 }, found: { $0.servers[2].route }),
        ]
    }

    /// The description with a text at a place, and what came of it.
    private static func tried(_ text: String, at place: Place) throws -> (cluster: Cluster?, problem: String?) {
        var cluster = try soundCluster()
        place.put(text, &cluster)
        do throws(DocumentError) {
            let written = ClusterWriter.text(of: cluster)
            let read = try ClusterLoader.cluster(from: written, file: "cluster.yaml")
            let isSame = place.found(read).map { $0.utf8.elementsEqual(text.utf8) } == true
            return isSame ? (read, nil) : (nil, "\(place.name): \(text.debugDescription) is read as another text")
        } catch {
            return (nil, LoaderFuzzTests.problem(error, file: "cluster.yaml").map { "\(place.name): \($0)" })
        }
    }

    @Test("Each is refused by file and line, or is read as it was meant")
    func refusedOrRead() throws {
        var (tried, refused, held) = (0, 0, 0)
        for place in Self.places {
            for text in Self.texts(around: place.good) {
                let (cluster, problem) = try Self.tried(text, at: place)
                #expect(problem == nil)
                tried += 1
                refused += cluster == nil ? 1 : 0
                held += problem == nil ? 1 : 0
            }
        }
        #expect(refused > tried / 2, "hostile texts are hostile")
        FaultLedger.note(11, "hostile texts at every place of a description", tried: tried, held: held)
    }

    @Test("What is accepted is nothing but a value in every file and statement in which it stands")
    func arrivesInFiles() throws {
        let guide = try GuideFolder(path: shippedResources).load()
        var (tried, held) = (0, 0)
        for place in Self.places {
            var accepted = 0
            for text in Self.texts(around: place.good) {
                guard accepted < Self.mostAccepted, let cluster = try Self.tried(text, at: place).cluster else { continue }
                accepted += 1
                for server in [cluster.servers[2], cluster.servers[4]] {
                    let values = Vocabulary.values(
                        cluster: cluster, server: server, platform: Platform(distribution: "debian", release: "12"))
                    for (name, template) in guide.templates {
                        tried += 1
                        let problem = Self.difference(name, template, values)
                        #expect(problem == nil, "\(place.name) = \(text.debugDescription)")
                        held += problem == nil ? 1 : 0
                    }
                }
            }
        }
        #expect(tried > 1000)
        FaultLedger.note(11, "files and statements made with accepted values, tokenised", tried: tried, held: held)
    }

    /// Plain words in place of all texts make the same tokens, with the words in the places of the texts; nil where they do.
    private static func difference(_ name: String, _ template: Template, _ values: Values) -> String? {
        var (plain, meant) = (Values(), [String: String]())
        func word(for text: String) -> String {
            guard !text.isEmpty else { return "" }
            let word = "w\(meant.count)w"
            meant[word] = text
            return word
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
        let wanted = Tokens.of(template.rendered(with: plain) { _ in "s3cret" }, template: name).map { token in
            meant.reduce(token) { $0.replacing($1.key, with: $1.value) }
        }
        // A value that is cut up by its file's own marks is cut up in both, or it is no value there.
        let (one, other) = (found.joined(separator: "\u{1}"), wanted.joined(separator: "\u{1}"))
        return Self.united(one) == Self.united(other) ? nil : "\(name): \(found) instead of \(wanted)"
    }

    /// Without the borders of tokens around marks that are part of harmless values: addresses, paths and unique ids hold none but these.
    private static func united(_ tokens: String) -> String {
        ["-", "@", "=", "{", "}", ",", ";"].reduce(tokens) { text, mark in
            text.replacing("\u{1}mark \(mark)\u{1}", with: mark).replacing("mark \(mark)\u{1}", with: mark).replacing("\u{1}mark \(mark)", with: mark)
        }
    }

    @Test("What is accepted fills exactly one argument of a command, and none that a shell would read")
    func arrivesInCommands() throws {
        let guide = try GuideFolder(path: shippedResources).load()
        let steps = guide.sections.flatMap(\.steps).filter { !Self.commands(of: $0).isEmpty }
        // The text of a shell's command is the guide's alone.
        for step in steps {
            for command in Self.commands(of: step) where ["sh", "bash", "dash", "env", "su"].contains(command[0].split(separator: "/").last ?? "") {
                #expect(command.allSatisfy { Placeholder.names(in: $0).isEmpty }, "\(step.id)")
            }
        }
        var (tried, held) = (0, 0)
        for place in Self.places {
            var accepted = 0
            for text in Self.texts(around: place.good) {
                guard accepted < Self.mostAccepted, let cluster = try Self.tried(text, at: place).cluster else { continue }
                accepted += 1
                for server in [cluster.servers[2], cluster.servers[4]] {
                    let values = Vocabulary.values(
                        cluster: cluster, server: server, platform: Platform(distribution: "debian", release: "12"))
                    for step in steps {
                        for (raw, filled) in zip(Self.commands(of: step), Self.commands(of: step.filled(values.filled))) {
                            tried += 1
                            let isWhole = raw.count == filled.count && zip(raw, filled).allSatisfy { Self.isFilled($0, $1, values) }
                            #expect(isWhole, "\(step.id): \(raw) becomes \(filled)")
                            held += isWhole ? 1 : 0
                        }
                    }
                }
            }
        }
        #expect(tried > 1000)
        FaultLedger.note(11, "commands filled with accepted values", tried: tried, held: held)
    }

    /// Whether an argument is what the guide says with each name replaced once; a value at its beginning must not look like an option.
    private static func isFilled(_ raw: String, _ filled: String, _ values: Values) -> Bool {
        let names = Placeholder.names(in: raw)
        var expected = raw
        for name in names where name != "candidate" {
            expected = expected.replacing("{{\(name)}}", with: values.text(name))
        }
        let beginsWithValue = raw.hasPrefix("{{")
        return names.contains("candidate") || expected.utf8.elementsEqual(filled.utf8) && !(beginsWithValue && filled.hasPrefix("-")) && !filled.contains("\0")
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
            let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) && !(0x2028...0x2029).contains($0.value) }
            #expect((Secret("ab" + text + "c").problem == nil) == isPlain, "\(text.debugDescription)")
        }
        #expect(Secret("").problem != nil && Secret("\u{FFFD}abc").problem != nil && Secret(String(repeating: "x", count: 201)).problem != nil)
    }
}
