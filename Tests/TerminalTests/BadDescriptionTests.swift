import FaultLedger
import Foundation
import Testing

/// Everything that can be wrong with a description: the program says one clear thing with file and line, and ends with 65.
@Suite("Bad descriptions")
struct BadDescriptionTests {
    /// A description, the line of its mistake (0 where the whole file is meant) and words of the message.
    private struct Bad {
        var name: String
        var bytes: [UInt8]
        var line: Int
        var words: String

        init(_ name: String, _ text: String, _ line: Int, _ words: String) {
            (self.name, bytes, self.line, self.words) = (name, Array(text.utf8), line, words)
        }

        init(_ name: String, bytes: [UInt8], _ line: Int, _ words: String) {
            (self.name, self.bytes, self.line, self.words) = (name, bytes, line, words)
        }
    }

    private static var length: Int { ClusterFile.good.split(separator: "\n").count }

    /// For each question of the guide: a list, a mapping, a hostile text and a key that is nearly right.
    private static func questions(_ keys: [(section: String, key: String)]) -> [Bad] {
        keys.flatMap { section, key in
            func bad(_ name: String, _ line: String, _ words: String) -> Bad {
                Bad("\(section).\(key): \(name)", ClusterFile.good + "\(section):\n  \(line)\n", length + 2, "\(section).\(words)")
            }
            return [
                bad("a list", "\(key): [nfs, 2]", "\(key): expected a single value, found a list"),
                bad("a mapping", "\(key): { a: b }", "\(key): expected a single value, found a mapping"),
                bad("a hostile text", #"\#(key): "$(reboot)'\"]]>\n; DROP\t`x`\e[2J""#, "\(key): '$(reboot)"),
                bad("a wrong key", "\(key)s: 1", "\(key)s: there is no such key; the keys here are "),
            ]
        }
    }

    /// The questions, as the program itself writes them into a new description.
    private static func keys(in scratch: Scratch) async throws -> [(section: String, key: String)] {
        let file = try scratch.write(ClusterFile.good, to: "good.yaml")
        let shown = try await Headless.run(["cluster", "show", "--cluster", file, "--rehearse"])
        var section = ""
        var keys: [(section: String, key: String)] = []
        for line in shown.output.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("#") && line.contains(":") {
            let key = String(line.drop { $0 == " " }.prefix { $0 != ":" })
            if !line.hasPrefix(" ") { section = key } else if section != "servers" { keys.append((section, key)) }
        }
        try #require(keys.count > 30, "\(shown.output)\(shown.complaint)")
        return keys
    }

    private static var servers: [Bad] {
        let app1 = "  - name: app1\n    address: 192.0.2.13\n    roles: [application]\n"
        let more = "  - name: app2\n    address: 192.0.2.14\n    roles: [application]\n"
        func many(_ count: Int) -> String {
            ClusterFile.good
                + (0..<count).map { "  - {name: n\($0), address: 10.1.\($0 / 250).\($0 % 250 + 1), roles: [application]}\n" }.joined()
        }
        return [
            Bad("no version", ClusterFile.spoilt("version: 1\n", ""), 1, "version: is missing"),
            Bad("no name", ClusterFile.spoilt("name: demo\n", ""), 1, "name: is missing"),
            Bad("an empty name", ClusterFile.spoilt("name: demo", "name: \"\""), 2, "name: is empty"),
            Bad("no servers", "version: 1\nname: demo\n", 1, "servers: is missing"),
            Bad("an empty list of servers", "version: 1\nname: demo\nservers: []\n", 3, "servers: is empty"),
            Bad("servers as a mapping", "version: 1\nname: demo\nservers: { a: b }\n", 3, "servers: expected a list, found a mapping"),
            Bad("servers as a word", "version: 1\nname: demo\nservers: three\n", 3, "servers: expected a list, found a single value"),
            Bad("no balancer", ClusterFile.spoilt("[balancer]", "[application]"), 3, "no server has the role balancer"),
            Bad("two balancers", ClusterFile.good + more.replacing("application", with: "balancer"), 3, "2 servers have the role balancer"),
            Bad("no application server", ClusterFile.spoilt(app1, ""), 3, "no server has the role application"),
            Bad("one address twice", ClusterFile.spoilt("192.0.2.13", "192.0.2.11"), 11, "'192.0.2.11' is also the address of servers[0]"),
            Bad("one name twice", ClusterFile.spoilt("name: lb1", "name: app1"), 13, "'app1' is also the name of servers[2]"),
            Bad(
                "one name with and without domain", ClusterFile.spoilt("name: lb1", "name: app1.lan"), 13,
                "'app1.lan' is also the name of servers[2]"),
            Bad("one name in other letters", ClusterFile.spoilt("name: lb1", "name: APP1"), 13, "'APP1' is also the name of servers[2]"),
            Bad(
                "a route that another server has by its place", ClusterFile.good + more + "    route: node01\n", 19,
                "'node01' is also the route of app1"),
            Bad("a server without a name", ClusterFile.spoilt("- name: db1\n    address", "- address"), 7, "servers[1].name: is missing"),
            Bad("a server without an address", ClusterFile.spoilt("    address: 192.0.2.12\n", ""), 7, "servers[1].address: is missing"),
            Bad(
                "a server without roles", ClusterFile.good + "  - name: app2\n    address: 192.0.2.14\n", 16, "servers[4].roles: is missing"
            ),
            Bad("a role twice", ClusterFile.spoilt("[application]", "[application, application]"), 12, "names a role twice"),
            Bad("a loopback address", ClusterFile.spoilt("192.0.2.13", "127.0.1.1"), 11, "is a loopback address"),
            Bad("a multicast address", ClusterFile.spoilt("192.0.2.13", "224.0.0.1"), 11, "is not the address of a server"),
            Bad("an address of IPv6", ClusterFile.spoilt("192.0.2.13", "\"::1\""), 11, "is not an IPv4 address"),
            Bad("localhost for a name", ClusterFile.spoilt("name: app1", "name: localhost"), 10, "is not a host name"),
            Bad("a number for a name", ClusterFile.spoilt("name: app1", "name: 10.1"), 10, "is not a host name"),
            Bad("an option for a name", ClusterFile.spoilt("name: app1", "name: -rf"), 10, "is not a host name"),
            Bad("a path for a name", ClusterFile.spoilt("name: app1", "name: ../../etc"), 10, "is not a host name"),
            Bad(
                "64 kB for a name", ClusterFile.spoilt("name: app1", "name: " + String(repeating: "a", count: 65_536)), 10,
                "is not a host name"),
            Bad("letters that turn the line around", ClusterFile.spoilt("name: app1", "name: \"a\u{202E}b\""), 10, "is not a host name"),
            Bad("a name on two lines", ClusterFile.spoilt("name: app1", "name: \"app1\\nroles\""), 10, "is not a host name"),
            Bad("1200 servers", many(1200), 3, "this program sets up at most 1000"),
            Bad(
                "a node too few connections", ClusterFile.good + "database:\n  pool: 5000\n", length + 2, "database.pool: 1 nodes with 5000"
            ),
            Bad("a share that leaves a node out", ClusterFile.good + "share:\n  clients: 10.9.9.0/24\n", length + 2, "leaves out app1"),
            Bad("a mount on itself", ClusterFile.good + "share:\n  mount: /export/wflow\n", length + 2, "is the exported directory itself"),
        ]
    }

    private static var texts: [Bad] {
        let good = Array(ClusterFile.good.utf8)
        return [
            Bad("an open quote", ClusterFile.spoilt("name: demo", "name: \"demo"), 2, "what begins here has no end"),
            Bad("an open bracket", ClusterFile.spoilt("[file-server]", "[file-server"), 7, "not valid YAML"),
            Bad(
                "a key twice", ClusterFile.spoilt("name: demo", "name: demo\nname: demo"), 3,
                "the key stands here a second time; the first is on line 2"),
            Bad("an anchor", ClusterFile.spoilt("name: demo", "name: &a demo"), 2, "anchors, aliases and tags are not used here"),
            Bad("an alias", ClusterFile.spoilt("name: demo", "name: *a"), 2, "anchors, aliases and tags are not used here"),
            Bad("a tag", ClusterFile.spoilt("name: demo", "name: !!int 7"), 2, "anchors, aliases and tags are not used here"),
            Bad("a merge key", ClusterFile.spoilt("name: demo", "name: demo\n<<: x"), 3, "there is no such key"),
            Bad("a second document", ClusterFile.good + "---\nname: b\n", length + 1, "a second document begins here"),
            Bad("a list as the document", "- a\n- b\n", 1, "expected a mapping of keys, found a list"),
            Bad("a mapping as a key", "? {a: b}\n: c\n", 1, "a key must be a single word"),
            Bad("100 000 brackets", String(repeating: "[", count: 100_000), 1, "nested too deep"),
            Bad("100 000 braces", String(repeating: "{a: ", count: 100_000), 1, "nested too deep"),
            Bad("a page of HTML", "<!DOCTYPE html>\n<html>\n", 1, "expected a mapping"),
            Bad("a letter", "Dear colleague,\nthe servers are up.\n", 1, "expected a mapping"),
            Bad("a zero byte", bytes: good + [0], length + 1, "not valid YAML"),
            Bad("an escape sequence", bytes: good + [0x1B, 0x5B, 0x32, 0x4A], length + 1, "not valid YAML"),
            Bad("UTF-16", bytes: [0xFF, 0xFE] + good.flatMap { [$0, 0] }, 0, "UTF-8"),
            Bad("Latin-1", bytes: good + [0x23, 0xFC, 0x0A], 0, "UTF-8"),
            Bad("nothing", "", 0, "the file is empty"), Bad("blanks", "  \n\n", 0, "the file is empty"),
            Bad("remarks", "# a\n# b\n", 0, "the file is empty"),
            Bad("2 MB", bytes: [UInt8](repeating: 35, count: 2 << 20), 0, "has more than"),
        ]
    }

    @Test("Each ends with 65 and one line that names file, line and mistake")
    func refused() async throws {
        let scratch = try Scratch()
        let file = "\(scratch.path)/cluster.yaml"
        let all = try await Self.questions(Self.keys(in: scratch)) + Self.servers + Self.texts
        var held = 0
        for bad in all {
            try Data(bad.bytes).write(to: URL(filePath: file))
            let result = try await Headless.run(["cluster", "check", file])
            let place = bad.line > 0 ? "\(file):\(bad.line): " : file
            // A file without its outermost keys lacks several things, each said on its line; only one message for any other.
            let isOne = result.complaints.count == 1 || ["a page of HTML", "a list as the document", "a letter"].contains(bad.name)
            let isPlain = result.complaint.unicodeScalars.allSatisfy {
                $0 == "\n" || $0.value >= 32 && !(127...159).contains($0.value) && $0.value != 0x202E
            }
            let isClear =
                result.code == 65 && isOne && isPlain && result.output.isEmpty && result.complaint.utf8.count < 3000
                && result.complaints.contains { $0.contains(place) && $0.contains(bad.words) }
            #expect(isClear, "\(bad.name): \(result.code) \(result.complaint.prefix(600))")
            held += isClear ? 1 : 0
        }
        FaultLedger.note(11, "bad descriptions given to the program: one line, exit 65", tried: all.count, held: held)
    }

    @Test("A folder, a pipe and a link that leads nowhere are no description")
    func noFile() async throws {
        let scratch = try Scratch()
        let pipe = "\(scratch.path)/pipe"
        mkfifo(pipe, 0o600)
        let link = "\(scratch.path)/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "\(scratch.path)/nowhere")
        for path in [scratch.path, pipe, link, "/dev/null", "/proc/self/mem"] {
            try await Headless.run(["plan", "--rehearse", "--cluster", path]).expectRefusal(65, path)
        }
        FaultLedger.note(11, "what is no file given for a description", tried: 5, held: 5)
    }

    @Test("500 application servers are no mistake")
    func many() async throws {
        let scratch = try Scratch()
        let nodes = (0..<500).map { "  - {name: n\($0), address: 10.1.\($0 / 250).\($0 % 250 + 1), roles: [application]}\n" }.joined()
        let file = try scratch.write(ClusterFile.good + nodes + "database: { max-connections: 50000 }\n", to: "cluster.yaml")
        let check = try await Headless.run(["cluster", "check", file])
        #expect(check.code == 0 && check.complaint.isEmpty, "\(check.complaint)")
        let plan = try await Headless.run(["plan", "--rehearse", "--server", "lb1", "--cluster", file])
        #expect(plan.code == 0 && plan.output.contains("n499") == plan.output.contains("n498"), "\(plan.complaint)")
        FaultLedger.note(11, "descriptions of 500 application servers", tried: 1, held: check.code == 0 && plan.code == 0 ? 1 : 0)
    }
}
