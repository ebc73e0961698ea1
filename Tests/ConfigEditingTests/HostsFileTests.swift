import Testing

@testable import ConfigEditing

@Suite("Editing hosts")
struct HostsFileTests {
    static let stock = bytes(
        """
        127.0.0.1\tlocalhost
        127.0.1.1\tapp1.example.org\tapp1

        # The following lines are desirable for IPv6 capable hosts
        ::1     localhost ip6-localhost ip6-loopback
        ff02::1 ip6-allnodes
        ff02::2 ip6-allrouters

        """)

    @Test("The server's own name leaves its loopback line and gets a line of its own")
    func movesOwnName() throws {
        let edited = try HostsFile.setting(address: "10.0.0.21", names: ["app1"], in: Self.stock)
        let expected = String(decoding: Self.stock, as: UTF8.self).replacing("\tapp1\n", with: "\n")
        #expect(edited == bytes(expected + "10.0.0.21\tapp1\n"))
    }

    @Test("A loopback line that is left without names goes")
    func dropsEmptyLoopbackLine() throws {
        let edited = try HostsFile.setting(address: "10.0.0.21", names: ["app1.example.org", "app1"], in: Self.stock)
        #expect(cut(edited)[1] == bytes("\n"))
        #expect(cut(edited).last == bytes("10.0.0.21\tapp1.example.org app1\n"))
    }

    @Test("The line of the address gets only the names that it lacks, before its comment")
    func addsMissingNames() throws {
        let text = bytes("10.0.0.11   files1   # the old NAS\r\n10.0.0.12 db1\r\n")
        let edited = try HostsFile.setting(address: "10.0.0.11", names: ["FILES1", "wflow", "wflow"], in: text)
        #expect(edited == bytes("10.0.0.11   files1 wflow   # the old NAS\r\n10.0.0.12 db1\r\n"))
    }

    @Test("The first of several names leaves with the blanks behind it")
    func keepsColumn() throws {
        let text = bytes("127.0.1.1 \t app1  box # self\n")
        let edited = try HostsFile.setting(address: "10.0.0.21", names: ["app1"], in: text)
        #expect(edited == bytes("127.0.1.1 \t box # self\n10.0.0.21\tapp1\n"))
    }

    @Test("A name that stands for another server is refused by its line")
    func refusesRival() throws {
        let error = #expect(throws: EditError.self) {
            try HostsFile.setting(address: "10.0.0.22", names: ["App1"], in: bytes("# net\n10.0.0.21 app1\n"))
        }
        #expect(error?.line == 2)
        #expect(error?.what == "App1 already stands for 10.0.0.21")
    }

    @Test("The same name may have an IPv6 address beside")
    func allowsBothFamilies() throws {
        let edited = try HostsFile.setting(address: "10.0.0.21", names: ["app1"], in: bytes("fd00::21 app1\n"))
        #expect(edited == bytes("fd00::21 app1\n10.0.0.21\tapp1\n"))
    }

    @Test(
        "What is no server's address or name is refused",
        arguments: [
            ("10.0.0", "app1"), ("10.0.0.256", "app1"), ("127.0.1.1", "app1"), ("::1", "app1"), ("app1", "app1"), ("10.0.0.1", "localhost"),
            ("10.0.0.1", "a b"), ("10.0.0.1", ""), ("10.0.0.1", "a#b"), ("10.0.0.1", "-a"), ("10.0.0.1", "a\nb"), ("+1.0.0.1", "app1"),
        ])
    func refusesNonsense(address: String, name: String) {
        #expect(throws: EditError.self) { try HostsFile.setting(address: address, names: [name], in: Self.stock) }
    }

    @Test("Many addresses at once are the same as one after the other", arguments: 0..<200 as Range<UInt64>)
    func severalAtOnce(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = Self.anyFile(using: &generator)
        let hosts = (1...generator.pick([2, 3, 8])).map { number in
            (
                address: "10.0.0.\(generator.pick([1, 2, 21, 20 + number]))",
                names: generator.pick([["app\(number)"], ["files1"], ["APP1", "node1"]])
            )
        }
        let oneByOne = Result<[UInt8], any Error> {
            try hosts.reduce(text) { try HostsFile.setting(address: $1.address, names: $1.names, in: $0) }
        }
        let atOnce = Result<[UInt8], any Error> { try HostsFile.setting(hosts, in: text) }
        switch (oneByOne, atOnce) {
        case (.success(let one), .success(let other)): #expect(one == other)
        case (.failure(let one as EditError), .failure(let other as EditError)): #expect(one.what == other.what)
        default: Issue.record("\(oneByOne) is not \(atOnce)")
        }
    }

    @Test("Whatever the file looks like, the names resolve afterwards and nothing else changes", arguments: 0..<400 as Range<UInt64>)
    func holdsForAnyFile(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = Self.anyFile(using: &generator)
        let names = generator.pick([["app1"], ["app1", "node1"], ["files1", "wflow"]])
        let address = generator.pick(["10.0.0.1", "10.0.0.2", "10.9.9.9"])
        let before = HostsFile.entries(in: text)
        let isRefused = before.contains { entry in
            entry.address.hasPrefix("10.") && entry.address != address && !Set(entry.names).isDisjoint(with: names)
        }
        guard !isRefused else {
            #expect(throws: EditError.self) { try HostsFile.setting(address: address, names: names, in: text) }
            return
        }

        let edited = try HostsFile.setting(address: address, names: names, in: text)
        #expect(try HostsFile.setting(address: address, names: names, in: edited) == edited)
        let after = HostsFile.entries(in: edited)
        for name in names { #expect(after.filter { $0.names.contains(name) }.map(\.address).allSatisfy { $0 == address }) }
        #expect(Set(after.filter { $0.address == address }.flatMap(\.names)).isSuperset(of: names))
        let remarks = { (text: [UInt8]) in cut(text).map { $0.filter { $0 != 10 && $0 != 13 } }.filter { $0.first == 35 } }
        #expect(remarks(edited) == remarks(text))
        let untouched = { (entries: [HostsEntry]) in
            entries.filter { $0.address != address }.map { $0.names.filter { !names.contains($0) } }.filter { !$0.isEmpty }
        }
        #expect(untouched(after) == untouched(before))
    }

    static func anyFile(using generator: inout SeededGenerator) -> [UInt8] {
        let shape = TextShape(using: &generator)
        var lines: [[UInt8]] = [bytes("127.0.0.1\tlocalhost")]
        let pool = ["app1", "node1", "files1", "wflow", "db1", "box.example.org"]
        for address in ["127.0.1.1", "10.0.0.1", "10.0.0.2", "10.0.0.3", "::1"] where generator.chance(60) {
            if generator.chance(40) { lines.append(generator.pick(remarks)) }
            let names = pool.filter { _ in generator.chance(30) } + ["own-\(address.utf8.count)"]
            var line = bytes(address)
            for name in names { line += bytes(generator.pick([" ", "\t", "   "]) + name) }
            if generator.chance(20) { line += bytes("\t# fran") + [0xE7] }
            lines.append(line)
        }
        return shape.text(of: lines + [bytes("# end")])
    }
}
