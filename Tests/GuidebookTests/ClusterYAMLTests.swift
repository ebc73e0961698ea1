import Guidebook
import Testing

@Suite("cluster.yaml as YAML")
struct ClusterYAMLTests {
    @Test("An empty file is named as such, with what to do", arguments: ["", "\n\n", "# only a comment\n", "---\n...\n"])
    func emptyFile(text: String) {
        let lines = complaints(about: text)
        #expect(lines.first?.hasPrefix("cluster.yaml") == true, "found: \(lines)")
        #expect(!lines.isEmpty)
    }

    @Test("A file with nothing in it is refused with one line that says how to begin")
    func nothing() {
        #expect(complaints(about: "") == ["cluster.yaml: the file is empty; write one with 'joget-cluster cluster init'"])
    }

    @Test(
        "Malformed YAML is refused with the line of the mistake",
        arguments: [
            ("version: 1\nname: [shop\nservers: x\n", 3), ("version: 1\n\tname: x\n", 2), ("version: 1\nname: 'shop\n", 2),
            ("a: b: c\n", 1), ("version: 1\nname: @shop\n", 2),
        ])
    func malformed(text: String, line: Int) throws {
        let message = try #require(complaints(about: text).first)
        #expect(message.hasPrefix("cluster.yaml:\(line): this is not valid YAML: "), "found: \(message)")
    }

    @Test("A control character is refused with the line on which it stands")
    func controlCharacter() throws {
        let message = try #require(complaints(about: soundDescription.replacing("jwedb", with: "jw\u{1}db")).first)
        #expect(message.hasPrefix("cluster.yaml:23: "), "found: \(message)")
    }

    @Test("A file that is no mapping is refused", arguments: ["just text\n", "- a\n- b\n", "42\n"])
    func noMapping(text: String) throws {
        #expect(try #require(complaints(about: text).first).hasPrefix("cluster.yaml:1: expected a mapping of keys, found "))
    }

    @Test("A key that stands twice is refused, with both lines")
    func duplicateKey() {
        let lines = complaints(about: soundDescription.replacing("  port: 3306", with: "  name: other"))
        #expect(lines == ["cluster.yaml:24: database.name: the key stands here a second time; the first is on line 23"])
    }

    @Test(
        "Anchors, aliases, tags and merge keys are refused",
        arguments: [
            ("name: shop", "name: &n shop"), ("name: shop", "name: *n"), ("name: shop", "name: !!str shop"),
            ("roles: [file-server]", "roles: &r [file-server]"), ("name: shop", "name: !ruby/object:Gem shop"),
        ])
    func anchors(old: String, new: String) throws {
        let lines = try complaints(replacing: old, by: new)
        #expect(
            lines.count == 1 && lines[0].hasSuffix(": anchors, aliases and tags are not used here; write the value out"), "found: \(lines)")
    }

    @Test("A merge key is an unknown key")
    func mergeKey() throws {
        let lines = try complaints(replacing: "name: shop", by: "name: shop\n<<: { name: other }")
        #expect(lines.first?.hasPrefix("cluster.yaml:3: <<: there is no such key") == true, "found: \(lines)")
    }

    @Test("A second document in the file is refused")
    func secondDocument() {
        let lines = complaints(about: soundDescription + "---\nversion: 1\n")
        #expect(lines == ["cluster.yaml:25: a second document begins here; keep one document in the file"])
    }

    @Test("Nesting without end is refused instead of exhausting the stack")
    func deepNesting() throws {
        let text = "version: " + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(try #require(complaints(about: text).first).contains("cluster.yaml:1: "))
    }

    @Test("A key that is a list is refused")
    func listKey() {
        #expect(complaints(about: "? [a, b]\n: c\n") == ["cluster.yaml:1: a key must be a single word"])
    }

    @Test("CRLF, a byte order mark and flow style are read alike")
    func forms() throws {
        let plain = try ClusterLoader.cluster(from: soundDescription, file: "c")
        #expect(try ClusterLoader.cluster(from: soundDescription.replacing("\n", with: "\r\n"), file: "c") == plain)
        #expect(try ClusterLoader.cluster(from: "\u{FEFF}" + soundDescription, file: "c") == plain)
    }

    static let hostile = [
        "$(reboot)", "`reboot`", "; reboot", "a' OR '1'='1", "\\\"; DROP DATABASE x; --", "two\nlines", "]]>", "<script>", "{{self.name}}",
        "%s%n", "../../etc/passwd", "\u{1B}[2J", "\u{9B}2J", "ünï", "\u{202E}gnp", "a b", "-rf", "#", String(repeating: "a", count: 5000),
    ]

    private func quoted(_ text: String) -> String {
        "\""
            + text.unicodeScalars.map { scalar in
                switch scalar {
                case "\"", "\\": "\\" + String(scalar)
                case _ where scalar.value < 32 || (127..<160).contains(scalar.value):
                    "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                default: String(scalar)
                }
            }.joined() + "\""
    }

    @Test("A hostile value is refused by rule at every place, and the message is one line without control characters", arguments: hostile)
    func hostileValue(text: String) throws {
        let places = [
            ("name: shop", "name: "), ("- name: fs1", "- name: "), ("address: 10.0.0.11", "address: "), ("version: 1", "version: "),
            ("  export: /export/wflow", "  export: "), ("  name: jwedb", "  name: "), ("  port: 3306", "  port: "),
            ("  port: 3306", "  user: "), ("  port: 3306", "  schema: "), ("roles: [database]", "roles: "),
        ]
        for (old, key) in places {
            let lines = try complaints(replacing: old, by: key + quoted(text))
            #expect(!lines.isEmpty, "\(key) takes \(quoted(text))")
            #expect(lines.allSatisfy { !hasControls($0) && !$0.contains("\n") }, "\(key) prints \(lines.map(quoted))")
        }
    }

    @Test("A hostile key is named without its control characters")
    func hostileKey() throws {
        for text in ["\u{1B}]0;owned\u{7}", "\u{9B}2J", "two\nlines"] {
            let lines = complaints(about: soundDescription + quoted(text) + ": 1\n")
            #expect(lines.count == 1)
            #expect(lines.allSatisfy { !hasControls($0) && !$0.contains("\n") }, "prints \(lines.map(quoted))")
        }
    }
}
