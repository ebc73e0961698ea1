import Guidebook
import Testing

@Suite("Writing cluster.yaml")
struct ClusterWriterTests {
    @Test("What is written is read back as the same cluster, every answer included")
    func roundTrip() throws {
        let cluster = try soundCluster(["share.clients": "10.0.0.0/24", "database.schema": "/root/jw.war", "database.product": "mysql"])
        let again = try ClusterLoader.cluster(from: ClusterWriter.text(of: cluster), file: "again.yaml")
        #expect(again.name == cluster.name)
        #expect(again.servers == cluster.servers)
        for parameter in Parameter.all { #expect(again[parameter.id] == cluster[parameter.id], "\(parameter.id)") }
        #expect(ClusterWriter.text(of: again) == ClusterWriter.text(of: cluster))
    }

    @Test(
        "Names that YAML takes for something else come back as names",
        arguments: [
            "null", "true", "no", "1.0", "0x10", "1e3", "0777", "12:30:45", "2026-01-01", "y", "NULL", "Null", "True", "off",
        ])
    func oddNames(name: String) throws {
        var cluster = try soundCluster()
        cluster.name = name
        cluster.answers["application.profile"] = name
        guard TextRule.label.problem(with: name) == nil else { return }
        let again = try ClusterLoader.cluster(from: ClusterWriter.text(of: cluster), file: "again.yaml")
        #expect(again.name == name)
        #expect(again["application.profile"] == name)
    }

    @Test(
        "A hostile answer stays one value of its own key: it is refused by its rule, and no key or server comes in with it",
        arguments: [
            "$(reboot)", "a\"\nservers: []\nb: \"", "a\nevil: yes", "\\", "\\n", "\"", "'", "]]>", "{ a: b }", "[a]", "a # b", "a: b",
            "- a", "&a", "*a",
            "!a", "|", ">", "%TAG", "@a", "`a`", "~", "?", "\u{1}", "\t", "\r\n", "ünï", "\u{1B}[2J", "😀",
        ])
    func hostileAnswers(text: String) throws {
        var cluster = try soundCluster(["share.export": text, "database.name": text])
        cluster.servers[0].name = text
        let lines = complaints(about: ClusterWriter.text(of: cluster))
        let places = lines.map { String($0.split(separator: ":", maxSplits: 2)[2].prefix { $0 != ":" }.dropFirst()) }
        #expect(Set(places) == ["servers[0].name", "share.export", "database.name"], "found: \(lines)")
    }

    @Test(
        "An answer with characters that YAML forbids is refused by its own rule, not as bad YAML",
        arguments: [
            "\u{7F}", "\u{85}", "\u{9B}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}",
        ])
    func forbiddenCharacters(text: String) throws {
        let lines = complaints(about: ClusterWriter.text(of: try soundCluster(["share.export": "/a\(text)b"])))
        #expect(lines.count == 1 && lines[0].contains(": share.export: "), "found: \(lines)")
    }

    @Test("The file explains every question and holds no password")
    func explains() throws {
        let text = ClusterWriter.text(of: try soundCluster())
        for parameter in Parameter.all { #expect(text.contains("  # \(parameter.help)\n  \(parameter.key): ")) }
        #expect(text.contains("# It holds no password: those are asked on the server that needs them."))
        #expect(!Parameter.all.contains { Vocabulary.secrets.contains($0.id) })
    }

    @Test("Every standard answer keeps its own rule", arguments: Parameter.all)
    func standards(parameter: Parameter) {
        #expect(parameter.problem(with: parameter.standard) == nil)
    }
}

@Suite("A server finds itself in the description")
struct SelfIdentificationTests {
    @Test("The host name decides, with or without its domain")
    func byName() throws {
        var cluster = try soundCluster()
        #expect(cluster.server(hostName: "db1", addresses: [])?.address == "10.0.0.12")
        #expect(cluster.server(hostName: "db1.example.com", addresses: [])?.name == "db1")
        cluster.servers[1].name = "db1.example.com"
        #expect(cluster.server(hostName: "db1", addresses: [])?.name == "db1.example.com")
    }

    @Test("The name wins over an address that belongs to another server")
    func nameFirst() throws {
        #expect(try soundCluster().server(hostName: "db1", addresses: ["10.0.0.11"])?.name == "db1")
    }

    @Test("Without a known name the address decides")
    func byAddress() throws {
        #expect(try soundCluster().server(hostName: "vm-4711", addresses: ["172.17.0.1", "10.0.0.14"])?.name == "app2")
    }

    @Test("A stranger is nobody, and so is a server without a name")
    func stranger() throws {
        let cluster = try soundCluster()
        #expect(cluster.server(hostName: "db10", addresses: ["10.0.0.1"]) == nil)
        #expect(cluster.server(hostName: "", addresses: []) == nil)
        #expect(cluster.server(hostName: ".db1", addresses: []) == nil)
    }

    @Test("Capitals in a host name make no other server of it")
    func capitals() throws {
        #expect(try soundCluster().server(hostName: "DB1", addresses: [])?.name == "db1")
    }
}
