import FaultLedger
import Foundation
import Testing

@testable import Guidebook

@Suite("Damaged and hostile documents", .serialized, .timeLimit(.minutes(10)))
struct LoaderFuzzTests {
    private static let words = [
        "version", "name", "servers", "address", "roles", "route", "application", "[", "]", "{", "}", ": ", "- ", "\n", "\n  - ", "&a ",
        "*a",
        "!!int ", "<<: *a", "---\n", "...\n", "%YAML 1.2\n", "|\n", ">-\n", "? ", "\"", "'", "#", "\\x00", "\"\\u0000\"", "127.0.0.1", "~",
    ]

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// What is wrong with a refusal; nil where each mistake is one plain line with the file's name, and its line where there is one.
    static func problem(_ error: DocumentError, file: String, hasLines: Bool = true) -> String? {
        if error.problems.count > 102 { return "\(error.problems.count) mistakes are named" }
        for problem in error.problems {
            let text = problem.description
            if !problem.file.contains(file) { return "the refusal does not name the file: \(text)" }
            if hasLines, problem.line < 1, !problem.message.hasPrefix("the file is empty") { return "the refusal names no line: \(text)" }
            if problem.message.isEmpty || text.utf8.count > 4500 { return "the refusal says too little or too much: \(text)" }
            if text.contains("\n") || hasControls(text) { return "the refusal is not one plain line: \(text)" }
        }
        return nil
    }

    /// A text of a file as the program reads it: what is no UTF-8 is refused before.
    private static func text(_ input: [UInt8]) -> String? { String(validating: input, as: UTF8.self) }

    @Test("A description is taken as it will be written again, or refused by file and line")
    func cluster() throws {
        let full = ClusterWriter.text(of: try soundCluster(["balancer.product": "nginx", "application.bundle": "/root/a.tar.gz"]))
        let problems = Fuzzing.run(
            11, "damaged cluster descriptions", cases: 4000, corpus: [soundDescription, full].map(Self.bytes), words: Self.words
        ) { input in
            guard let text = Self.text(input) else { return nil }
            do throws(DocumentError) {
                let cluster = try ClusterLoader.cluster(from: text, file: "cluster.yaml")
                let written = ClusterWriter.text(of: cluster)
                let again = try ClusterLoader.cluster(from: written, file: "again")
                return again.describesSame(as: cluster) ? nil : "it is read back as another one:\n\(written)"
            } catch {
                return Self.problem(error, file: "cluster.yaml")
            }
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("A guide is taken or refused by file and line, and its steps can be filled in")
    func guide() throws {
        let folder = URL(filePath: shippedResources).appending(path: "Guide")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let sections = try names.map { try Array(Data(contentsOf: folder.appending(path: $0))) }
        let words =
            Self.words + ["{{", "}}", "{{self.name}}", "run:", "command:", "undo:", "checks:", "timeout: 30s", "edit:", "file:", "when:"]
        let template = GuideLoader.File(name: "x.cnf", text: "a={{database.port}}\n")
        let cluster = try soundCluster()
        let values = Vocabulary.values(
            cluster: cluster, server: cluster.servers[2], platform: Platform(distribution: "debian", release: "12"))
        // The sample first: it is small, so that changes hit something.
        let sample = Self.bytes(SampleGuide.section(SampleGuide.step))
        let corpus = Array(repeating: sample, count: 8) + sections
        let problems = Fuzzing.run(11, "damaged guides", cases: 1500, corpus: corpus, words: words) { input in
            guard let text = Self.text(input) else { return nil }
            do throws(DocumentError) {
                let guide = try GuideLoader.guide(sections: [.init(name: "10-s.yaml", text: text)], templates: [template])
                let steps = guide.sections.flatMap(\.steps).map { $0.filled(values.filled) }
                return steps.isEmpty ? "a guide without steps was taken" : nil
            } catch {
                let isWhole = error.problems.allSatisfy { $0.file == "guide" }
                return isWhole ? nil : Self.problem(error, file: "10-s.yaml", hasLines: true)
            }
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("A coverage file is taken or refused by file and line")
    func coverage() throws {
        let path = "\(shippedResources)/\(CoverageLoader.path)"
        let shipped = try Array(Data(contentsOf: URL(filePath: path)))
        let small = Self.bytes(
            "chapters:\n  - title: One\n    instructions:\n      - text: Do it.\n        steps: [s.one]\n      - text: Not.\n        left-out: No.\n"
        )
        let words = Self.words + ["chapters:", "beyond:", "steps:", "left-out:", "reason:", "text:"]
        let corpus = Array(repeating: small, count: 6) + [shipped]
        let problems = Fuzzing.run(11, "damaged coverage files", cases: 1200, corpus: corpus, words: words) { input in
            guard let text = Self.text(input) else { return nil }
            do throws(DocumentError) {
                _ = try CoverageLoader.coverage(from: GuideLoader.File(name: "c.yaml", text: text)).gaps(in: Guide.none)
                return nil
            } catch {
                return Self.problem(error, file: "c.yaml")
            }
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    @Test("A template is rendered with nothing left of its tags, or refused by name")
    func templates() throws {
        let folder = URL(filePath: shippedResources).appending(path: "Templates")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let corpus = try names.map { try Array(Data(contentsOf: folder.appending(path: $0))) }
        let cluster = try soundCluster()
        let values = Vocabulary.values(
            cluster: cluster, server: cluster.servers[2], platform: Platform(distribution: "debian", release: "12"))
        let words = [
            "{{", "}}", "{{{", "}}}", "{{#each-application}}", "{{/each-application}}", "{{^if-static}}", "{{! x }}", "{{> x}}",
            "{{=<% %>=}}",
            "{{&self.name}}", "{{ self.name }}", "{{self .name}}", "{{address}}", "{{database.password}}", "{{.}}",
        ]
        let problems = Fuzzing.run(11, "damaged templates", cases: 2500, corpus: corpus, words: words) { input in
            guard let text = Self.text(input) else { return nil }
            do throws(DocumentError) {
                let template = try Template(name: "x.cnf", source: text)
                let rendered = template.rendered(with: values) { _ in "secret" }
                return rendered == template.rendered(with: values) { _ in "secret" } ? nil : "it is rendered differently the second time"
            } catch {
                return Self.problem(error, file: "x.cnf", hasLines: false)
            }
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    /// Documents of which nothing is right but their size.
    private static let giants: [(name: String, text: String)] = [
        ("100 000 lists deep", String(repeating: "[", count: 100_000)),
        ("100 000 mappings deep", String(repeating: "{a: ", count: 100_000)),
        ("100 000 items deep", String(repeating: "- ", count: 100_000)),
        ("100 000 keys deep", (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
        ("a bomb of aliases", "a: &a [x,x]\n" + (0..<50).map { "b\($0): &b\($0) [*a,*a]\n" }.joined()),
        ("1 MB on one line", "name: " + String(repeating: "x", count: 1 << 20)),
        ("1 MB in quotes", "name: \"" + String(repeating: "\\n", count: 1 << 19)),
        ("100 000 unknown keys", (0..<100_000).map { "key\($0): 1\n" }.joined()),
        ("the same key 100 000 times", String(repeating: "name: a\n", count: 100_000)),
        ("20 000 servers", "version: 1\nname: a\nservers:\n" + (0..<20_000).map(server).joined()),
        ("20 000 empty servers", "version: 1\nname: a\nservers:\n" + String(repeating: "  -\n", count: 20_000)),
        ("100 000 documents", String(repeating: "---\n", count: 100_000)),
        ("a zero byte", "version: 1\nname: a\0b\n"), ("a mark in the middle", "version: 1\nname: \u{FEFF}a\n"),
        ("a huge number", "version: " + String(repeating: "9", count: 100_000)),
        ("100 000 sections in each other", String(repeating: "{{#each-application}}", count: 100_000)),
        (
            "a bomb of sections",
            String(repeating: "{{#each-application}}", count: 30) + "x" + String(repeating: "{{/each-application}}", count: 30)
        ),
        ("100 000 open tags", String(repeating: "{{", count: 100_000)),
        ("a million line ends", String(repeating: "\n", count: 1_000_000)),
    ]

    private static func server(_ number: Int) -> String {
        "  - {name: n\(number), address: 10.\(number / 62_500).\(number / 250 % 250).\(number % 250 + 1), roles: [application]}\n"
    }

    @Test("The size of a document, or how deep it is nested, is no obstacle")
    func giant() {
        var held = 0
        for (name, text) in Self.giants {
            let file = GuideLoader.File(name: "x.yaml", text: text)
            let loads: [() throws -> Void] = [
                { _ = try ClusterLoader.cluster(from: text, file: "x.yaml") },
                { _ = try GuideLoader.guide(sections: [file], templates: []) },
                { _ = try CoverageLoader.coverage(from: file) },
                { _ = try GuideLoader.guide(sections: [file], templates: [file]) },
            ]
            var isRefused = true
            for load in loads {
                let error = #expect(throws: DocumentError.self, "\(name)") { try load() }
                let problem = error.flatMap { Self.problem($0, file: "x.yaml", hasLines: false) }
                #expect(problem == nil, "\(name): \(problem ?? "")")
                isRefused = isRefused && error != nil && problem == nil
            }
            #expect(isRefused, "\(name) is refused by every loader")
            held += isRefused ? 1 : 0
        }
        FaultLedger.note(11, "giant documents given to each loader", tried: Self.giants.count, held: held)
    }

    @Test("A cluster of 500 application servers is taken, and planned for each kind of server")
    func largeCluster() throws {
        let text =
            "version: 1\nname: large\nservers:\n  - {name: base, address: 192.0.2.1, roles: [file-server, database, balancer]}\n"
            + (0..<500).map(Self.server).joined() + "database: { max-connections: 20000 }\n"
        let cluster = try ClusterLoader.cluster(from: text, file: "cluster.yaml")
        let guide = try GuideFolder(path: shippedResources).load()
        var held = 0
        for server in [cluster.servers[0], cluster.servers[1], cluster.servers[500]] {
            let plan = Plan(
                guide: guide, cluster: cluster, server: server, platform: Platform(distribution: "debian", release: "12"))
            #expect(!plan.steps.isEmpty && plan.values.text("applications.count") == "500")
            held += plan.steps.isEmpty ? 0 : 1
        }
        FaultLedger.note(11, "servers planned in a cluster of 500 nodes", tried: 3, held: held)
    }
}

extension Guide {
    /// A guide that has nothing in it.
    static let none = Guide(sections: [], templates: [:], digest: "")
}
