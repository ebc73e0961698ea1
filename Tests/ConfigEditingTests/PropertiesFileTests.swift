import Testing

@testable import ConfigEditing

@Suite("Editing properties files")
struct PropertiesFileTests {
    /// As Joget delivers it: `Properties.store` has written it.
    static let stock = bytes(
        """
        #Wed Mar 06 10:00:00 UTC 2024
        workflowDriver=com.mysql.cj.jdbc.Driver
        workflowUrl=jdbc\\:mysql\\://localhost\\:3307/jwdb?characterEncoding\\=UTF-8&useSSL\\=false
        workflowUser=root
        workflowPassword=
        profileName=

        """)

    @Test("Of the delivered file only the lines of the given keys change")
    func setsTheDataSource() throws {
        let url = "jdbc:mysql://db1:3306/jwedb?characterEncoding=UTF-8&useSSL=false"
        let edited = try PropertiesFile.setting([("workflowUrl", url), ("workflowPassword", "p=1#!\\ä")], in: Self.stock)
        var expected = cut(Self.stock)
        expected[2] = bytes("workflowUrl=jdbc\\:mysql\\://db1\\:3306/jwedb?characterEncoding\\=UTF-8&useSSL\\=false\n")
        expected[4] = bytes("workflowPassword=p\\=1\\#\\!\\\\\\u00E4\n")
        #expect(cut(edited) == expected)
        #expect(PropertiesFile.value(of: "workflowUrl", in: edited) == url)
        #expect(PropertiesFile.value(of: "workflowPassword", in: edited) == "p=1#!\\ä")
    }

    @Test("A value that reads the same keeps its spelling")
    func leavesSpellingAlone() throws {
        let text = bytes("url : jdbc:mysql://db1:3306/jwedb\npassword = s\\u0065cr\\\n      et\n")
        #expect(try PropertiesFile.setting([("url", "jdbc:mysql://db1:3306/jwedb"), ("password", "secret")], in: text) == text)
    }

    @Test(
        "Every way of writing a property is understood, and only its value is replaced",
        arguments: [
            ("k=old\n", "old", "k=new\n"),
            ("k:old\r\nx=1\r\n", "old", "k:new\r\nx=1\r\n"),
            ("  k   old\n", "old", "  k   new\n"),
            ("\tk \t=  old  \n", "old  ", "\tk \t=  new\n"),
            ("k", "", "k=new"),
            ("k\nx=1\n", "", "k=new\nx=1\n"),
            ("k  \n", "", "k  new\n"),
            ("k=\n", "", "k=new\n"),
            ("k==old\n", "=old", "k=new\n"),
            ("k: = old\n", "= old", "k: new\n"),
            ("k=one,\\\n    two,\\\r\n\tthree\nx=1\n", "one,two,three", "k=new\nx=1\n"),
            ("k=\\\n  old\n", "old", "k=\\\n  new\n"),
            ("k\\\n  \\\n =old\n", "old", "k\\\n  \\\n =new\n"),
            ("k=old\\\n\nx=1\n", "old", "k=new\nx=1\n"),
            ("k=old\\\n# no comment\n", "old# no comment", "k=new\n"),
            ("k=old\\\\\nx=1\n", "old\\", "k=new\nx=1\n"),
            ("k=old\\", "old", "k=new"),
            ("k=\\", "", "k=new"),
            ("k\\", "", "k=new"),
            ("k=old\\\n", "old", "k=new\n"),
            ("\\u006B=old\n", "old", "\\u006B=new\n"),
            ("\\k=\\o\\l\\d\n", "old", "\\k=new\n"),
            ("k=first\rk=old\rx=1\r", "old", "k=first\rk=new\rx=1\r"),
            ("k=first\n!k=no\nk=old\n# k=no\n", "old", "k=first\n!k=no\nk=new\n# k=no\n"),
            ("# k=no\\\nk=old", "old", "# k=no\\\nk=new"),
        ])
    func replacesTheValue(text: String, old: String, expected: String) throws {
        #expect(PropertiesFile.value(of: "k", in: bytes(text)) == old)
        let edited = try PropertiesFile.setting([("k", "new")], in: bytes(text))
        #expect(edited == bytes(expected))
        #expect(PropertiesFile.value(of: "k", in: edited) == "new")
    }

    @Test(
        "A missing key is a new line at the end, ended as the others are",
        arguments: [
            ("", "k=v\n"), ("x=1\n", "x=1\nk=v\n"), ("x=1\r\n", "x=1\r\nk=v\r\n"), ("x=1\ry=2\r", "x=1\ry=2\rk=v\r"),
            ("x=1\r\ny=2", "x=1\r\ny=2\r\nk=v"), ("# only a remark\\\n", "# only a remark\\\nk=v\n"),
            ("x=1\\\n", "x=1\\\n\nk=v\n"), ("x=1\\", "x=1\\\n\nk=v"), ("x=1\\\n   ", "x=1\\\n   \nk=v"), ("#k=old\n", "#k=old\nk=v\n"),
        ])
    func appends(text: String, expected: String) throws {
        let edited = try PropertiesFile.setting([("k", "v")], in: bytes(text))
        #expect(edited == bytes(expected))
        #expect(PropertiesFile.value(of: "k", in: edited) == "v")
        #expect(PropertiesFile.value(of: "x", in: edited) == PropertiesFile.value(of: "x", in: bytes(text)))
    }

    @Test("Keys with blanks, separators and letters beyond ASCII are escaped and found again")
    func escapesKeys() throws {
        let text = try PropertiesFile.setting([("my key:1=2", "a"), ("größe", "b"), ("#x", "c")], in: [])
        #expect(text == bytes("my\\ key\\:1\\=2=a\ngr\\u00F6\\u00DFe=b\n\\#x=c\n"))
        #expect(PropertiesFile.keys(in: text) == ["my key:1=2", "größe", "#x"])
        #expect(try PropertiesFile.setting([("größe", "z")], in: text) == bytes("my\\ key\\:1\\=2=a\ngr\\u00F6\\u00DFe=z\n\\#x=c\n"))
    }

    @Test("A value is escaped as Java's own store does it")
    func escapesValues() {
        #expect(PropertiesFile.escaped("  a b ") == "\\  a b ")
        #expect(PropertiesFile.escaped("a=b:c#d!e\\f") == "a\\=b\\:c\\#d\\!e\\\\f")
        #expect(PropertiesFile.escaped("\ta\nb\rc\u{C}d") == "\\ta\\nb\\rc\\fd")
        #expect(PropertiesFile.escaped("é€😀\u{7F}\0") == "\\u00E9\\u20AC\\uD83D\\uDE00\\u007F\\u0000")
    }

    @Test("Each key is named once, in order, and bytes beyond ASCII are Latin-1 as Java reads them")
    func listsKeys() {
        let text = bytes("b=1\n# c=2\na\nb=3\n") + [0xE9, 0x3D, 0xFC, 10]
        #expect(PropertiesFile.keys(in: text) == ["b", "a", "é"])
        #expect(PropertiesFile.value(of: "é", in: text) == "ü")
        #expect(PropertiesFile.value(of: "c", in: text) == nil)
    }

    @Test("A file that Java would not load is refused by its line", arguments: ["\\u12", "\\u12G4", "\\u +12", "x\\\n \\uZZZZ"])
    func refusesMalformedEscapes(_ value: String) {
        let error = #expect(throws: EditError.self) { try PropertiesFile.setting([("k", "v")], in: bytes("a=1\r\n\r\nb=\(value)\n")) }
        #expect(error?.line == (value.contains("\n") ? 4 : 3))
        #expect(throws: EditError.self) { try PropertiesFile.setting([("", "v")], in: []) }
    }

    @Test("For showing, the secret is hidden wherever it stands and every other byte stays")
    func masks() {
        let text = bytes("# pw=old one\nuser=jo\npw=first\n  \\u0070w : sec\\\n   ret \\\r\n\tpart\r\n!pw again\npwd=shown\nnone=\npw=x\\")
        let masked = PropertiesFile.masking(["pw", "none"], with: "•••", in: text)
        #expect(masked == bytes("# pw=•••\nuser=jo\npw=•••\n  \\u0070w : •••\r\n!pw •••\npwd=shown\nnone=\npw=•••"))
        #expect(PropertiesFile.masking([], with: "•••", in: text) == text)
    }

    @Test("Whatever the file looks like, one value changes and the second edit changes nothing", arguments: 0..<600 as Range<UInt64>)
    func holdsForAnyFile(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = Self.anyFile(using: &generator)
        let keys = PropertiesFile.keys(in: text)
        let key = generator.chance(60) ? keys.filter { !$0.isEmpty }.randomElement(using: &generator) ?? "new" : "new"
        let value = Self.anyValue(using: &generator)

        let edited = try PropertiesFile.setting([(key, value)], in: text)
        #expect(PropertiesFile.value(of: key, in: edited).map { isSame($0, value) } == true)
        #expect(try PropertiesFile.setting([(key, value)], in: edited) == edited)
        for other in keys where !isSame(other, key) && !other.isEmpty {
            #expect(PropertiesFile.value(of: other, in: edited) == PropertiesFile.value(of: other, in: text))
        }
        if let line = PropertyScanner.lines(of: text).last(where: { !$0.isComment && $0.key == Array(key.utf16) }) {
            #expect(edited.starts(with: text[..<line.start]))
            #expect(edited.suffix(text.count - line.end) == text[line.end...])
        } else {
            #expect(edited.starts(with: text))
        }
        for known in keys where !known.isEmpty {
            #expect(try PropertiesFile.setting([(known, PropertiesFile.value(of: known, in: text) ?? "")], in: text) == text)
        }
    }

    /// Anything that Java loads, made of what its grammar turns on.
    static func anyFile(using generator: inout SeededGenerator) -> [UInt8] {
        let ending = generator.pick(["\n", "\n", "\r\n", "\r"])
        let pieces =
            [
                "k", "key", "a1", " ", "\t", "\u{C}", "=", ":", "#", "!", "\\\\", "\\=", "\\:", "\\ ", "\\n", "\\u00e4", "\\uD83D\\uDE00",
                "\\x",
                "\\" + ending, ending, ending, "\n", "# old=1" + ending, "value",
            ].map(bytes) + [[0xE9], [0xEF, 0xBB, 0xBF]]
        let text = (0..<Int.random(in: 0...40, using: &generator)).flatMap { _ in generator.pick(pieces) }
        return generator.chance(10) ? text + bytes("\\") : text
    }

    static func anyValue(using generator: inout SeededGenerator) -> String {
        let pieces = [
            "", " ", "a", "=", ":", "#", "!", "\\", "\n", "\r", "\t", "\u{C}", "ä", "€", "😀", "\u{301}", "\\u0041", "\0", "jdbc:",
        ]
        return (0..<Int.random(in: 0...8, using: &generator)).map { _ in generator.pick(pieces) }.joined()
    }
}
