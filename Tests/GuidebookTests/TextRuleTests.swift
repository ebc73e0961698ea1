import Guidebook
import Testing

@Suite("Rules for text from outside")
struct TextRuleTests {
    @Test(
        "A host name has letters, digits, hyphens and dots",
        arguments: ["fs1", "a", "fs-1.example.com", "1a", "A1", String(repeating: "a", count: 63)])
    func hostNames(text: String) { #expect(TextRule.hostName.problem(with: text) == nil) }

    @Test(
        "What no host can be called is refused",
        arguments: [
            "", "-a", "a-", "a..b", ".a", "a.", "a_b", "a b", "10.0.0.1", "ä", String(repeating: "a", count: 64), "a\n", "a;b", "a/b",
            Array(repeating: "abcdefghi", count: 30).joined(separator: "."),
        ])
    func noHostNames(text: String) { #expect(TextRule.hostName.problem(with: text) != nil) }

    @Test("A server's address is dotted, without leading zeros", arguments: ["10.0.0.1", "192.168.255.254", "172.16.0.1", "8.8.8.8"])
    func addresses(text: String) { #expect(TextRule.address.problem(with: text) == nil) }

    @Test(
        "What no server can have as its address is refused",
        arguments: [
            "", "10.0.0", "10.0.0.1.1", "10.0.0.256", "10.0.0.01", "10.0.0.+1", "10.0.0.-1", " 10.0.0.1", "10.0.0.1 ", "0.0.0.0",
            "127.0.0.1", "127.0.1.1",
            "224.0.0.1", "255.255.255.255", "::1", "10.0.0.1\n", "١٠.0.0.1", "0x0a.0.0.1",
        ])
    func noAddresses(text: String) { #expect(TextRule.address.problem(with: text) != nil) }

    @Test("A path is absolute and plain", arguments: ["/a", "/export/wflow", "/srv/a-b_c.d+e@f", "/..a/b"])
    func paths(text: String) { #expect(TextRule.path.problem(with: text) == nil) }

    @Test(
        "A path that some file would read another way is refused",
        arguments: [
            "", "/", "a", "a/b", "/a/", "/a//b", "/a/../b", "/a/.", "/a b", "/a\tb", "/a\n", "/a#b", "/a,b", "/a'b", "/a\"b", "/a\\b",
            "/a(b)", "/a*", "/a:b", "/ü", "/$HOME", "/a{b}",
        ])
    func noPaths(text: String) { #expect(TextRule.path.problem(with: text) != nil) }

    @Test("Database names are short and plain")
    func identifiers() {
        for text in ["jwedb", "a", "A_1", String(repeating: "x", count: 32)] {
            #expect(TextRule.identifier.problem(with: text) == nil, "\(text)")
        }
        for text in ["", "_a", "a-b", "a.b", "a`b", "a'b", String(repeating: "x", count: 33), "a b"] {
            #expect(TextRule.identifier.problem(with: text) != nil, "\(text)")
        }
    }

    @Test("Labels allow dots, hyphens and underscores, but not first")
    func labels() {
        for text in ["default", "a.b-c_d", "1"] { #expect(TextRule.label.problem(with: text) == nil, "\(text)") }
        for text in ["", ".a", "-a", "_a", "a/b", "a b", String(repeating: "x", count: 64)] {
            #expect(TextRule.label.problem(with: text) != nil, "\(text)")
        }
    }

    @Test("A number is written plainly and lies within bounds")
    func numbers() {
        let rule = TextRule.number(1...65535)
        for text in ["1", "3306", "65535"] { #expect(rule.problem(with: text) == nil, "\(text)") }
        for text in ["", "0", "65536", "-1", "+1", "01", "1.0", " 1", "0x1", "99999999999999999999", "一"] {
            #expect(rule.problem(with: text) != nil, "\(text)")
        }
    }

    @Test("Memory is a plain number with M or G", arguments: ["1M", "1024M", "2G", "1048576M"])
    func memory(text: String) { #expect(TextRule.memory.problem(with: text) == nil) }

    @Test(
        "What Java would not take as a heap size is refused",
        arguments: ["", "M", "0M", "-1G", "+1G", "01G", "1024", "1024m", "1.5G", "1 G", "2000000M", "1G\n"])
    func noMemory(text: String) { #expect(TextRule.memory.problem(with: text) != nil) }

    @Test("Clients are the word 'servers' or a subnet")
    func clients() {
        for text in ["servers", "10.0.0.0/24", "10.0.0.13/32", "10.0.0.0/8"] {
            #expect(TextRule.clients.problem(with: text) == nil, "\(text)")
        }
        for text in [
            "", "*", "server", "10.0.0.0", "10.0.0.1/24", "0.0.0.0/0", "10.0.0.0/33", "10.0.0.0/255.255.255.0", "10.0.0.0/+24",
            "10.0.0.0/024", "10.0.0.0/24 *",
        ] {
            #expect(TextRule.clients.problem(with: text) != nil, "\(text)")
        }
    }

    @Test("A choice is one of its words")
    func choices() {
        #expect(TextRule.choice(["nfs"]).problem(with: "nfs") == nil)
        #expect(TextRule.choice(["nfs", "glusterfs"]).problem(with: "NFS") == "'NFS' is not a choice; choose from nfs, glusterfs")
    }

    @Test("Only a question that may stay open takes an empty answer")
    func optional() throws {
        let schema = try #require(Parameter.named("database.schema"))
        let name = try #require(Parameter.named("database.name"))
        #expect(schema.problem(with: "") == nil)
        #expect(name.problem(with: "") != nil)
        #expect(Parameter.named("database.nothing") == nil)
    }

    @Test("A message shows at most sixty characters of the text and none that moves the cursor")
    func shown() throws {
        let long = try #require(TextRule.path.problem(with: String(repeating: "x", count: 9000)))
        #expect(long.count < 130 && long.contains("..."))
        for scalar in ["\u{0}", "\u{7}", "\u{1B}", "\u{7F}", "\u{9B}", "\r", "\n"] {
            let message = try #require(TextRule.path.problem(with: "/a\(scalar)b"))
            #expect(!hasControls(message) && !message.contains("\n"), "\(scalar.unicodeScalars.map(\.value))")
        }
    }
}

@Suite("Subnets")
struct SubnetTests {
    @Test(
        "A subnet holds its own addresses and no others",
        arguments: [
            ("10.0.0.0/24", "10.0.0.255", "10.0.1.0"), ("10.0.0.128/25", "10.0.0.128", "10.0.0.127"),
            ("10.0.0.7/32", "10.0.0.7", "10.0.0.6"),
            ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"), ("192.168.0.0/31", "192.168.0.1", "192.168.0.2"),
        ])
    func bounds(text: String, inside: String, outside: String) throws {
        let subnet = try #require(Subnet(text))
        #expect(try subnet.contains(#require(IPv4Address(inside))))
        #expect(try !subnet.contains(#require(IPv4Address(outside))))
    }

    @Test("Two spellings of an address do not exist, so that equal addresses are equal texts")
    func oneSpelling() throws {
        #expect(IPv4Address("10.0.0.1") == IPv4Address("10.0.0.1"))
        #expect(IPv4Address("10.0.0.01") == nil)
        #expect(try #require(IPv4Address("1.2.3.4")).number == 0x0102_0304)
    }
}
