import FaultLedger
import Testing

@testable import ConfigEditing

@Suite("Damaged and hostile files", .serialized, .timeLimit(.minutes(10)))
struct EditorFuzzTests {
    /// An editor, good files for it, and the words of its format.
    struct Editor: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var corpus: [[UInt8]]
        var words: [String]
        var cases = 1500
        /// What the file says, to be compared; and what an edit makes of it.
        var read: @Sendable ([UInt8]) throws(EditError) -> [String]
        var edit: @Sendable ([UInt8]) throws(EditError) -> [UInt8]
    }

    static let editors = [
        Editor(
            testDescription: "hosts", corpus: StockFiles.hosts, words: ["10.0.0.21", "app1", "::1", "127.0.1.1", "localhost"],
            read: { text throws(EditError) in HostsFile.entries(in: text).map { "\($0)" } },
            edit: { text throws(EditError) in try HostsFile.setting(address: "10.0.0.21", names: ["app1"], in: text) }),
        Editor(
            testDescription: "fstab", corpus: StockFiles.fstab, words: ["/mnt/x", "a:/x /mnt/x nfs rw 0 0\n", "\\040", "\\777", "nfs"],
            read: { text throws(EditError) in Fstab.entries(in: text).map { "\($0)" } },
            edit: { text throws(EditError) in
                try Fstab.setting(FstabEntry(source: "a:/x", target: "/mnt/x", type: "nfs", options: ["rw"]), in: text)
            }),
        Editor(
            testDescription: "exports",
            corpus: [bytes("/export/wflow 10.0.0.21(rw,sync)\n\"/a b\" -ro *.lan(rw) \\\n  @net\n"), bytes("/srv\\040x (ro)\n# no\n")],
            words: ["(", ")", "-", "\\\n", "\\040", "\"", "@", "*"],
            read: { text throws(EditError) in ExportsFile.entries(in: text).map { "\($0)" } }, edit: { text throws(EditError) in text }),
        Editor(
            testDescription: "properties", corpus: StockFiles.properties,
            words: ["\\u00e4", "\\u", "\\\n", "workflowUser", "=", ":", "\\"],
            read: { text throws(EditError) in
                PropertiesFile.keys(in: text).map { "\($0)=\(PropertiesFile.value(of: $0, in: text) ?? "")" }
            },
            edit: { text throws(EditError) in try PropertiesFile.setting([("workflowUser", "ä=\n "), ("my key", "")], in: text) }),
        Editor(
            testDescription: "server.xml", corpus: StockFiles.serverXML,
            words: [
                "<Engine>", "</Engine>", "<Cluster/>", "<![CDATA[", "<!DOCTYPE x [", "]>", "<?x ?>", "<Host/>", "jvmRoute='a'",
                "port=\"8081\"",
                "<!-- joget-cluster: begin -->", "<!-- joget-cluster: end -->", "&#0;", "&#x10FFFF;",
            ], cases: 1200,
            read: { text throws(EditError) in
                [try ServerXML.route(in: text) ?? ""] + (try ServerXML.ports(in: text).map(String.init))
                    + (try ServerXML.clusters(in: text))
            },
            edit: { text throws(EditError) in
                try ServerXML.setting(route: "node01", cluster: "<Cluster className=\"c\"><Channel/></Cluster>", port: 8081, in: text)
            }),
    ]

    @Test("No editor falls over one: it is edited, once and no further, or refused in one line", arguments: editors)
    func damaged(editor: Editor) {
        let problems = Fuzzing.run(
            11, "damaged \(editor.testDescription) files read and edited", cases: editor.cases, corpus: editor.corpus, words: editor.words
        ) { input in
            do throws(EditError) {
                _ = try editor.read(input)
                let edited = try editor.edit(input)
                if try editor.edit(edited) != edited { return "the second edit changes something" }
                let rows = LineDiff.unified(from: input, to: edited, label: "x")
                if rows.isEmpty != (input == edited) { return "the difference is not shown" }
                return nil
            } catch {
                return EditorFuzzTests.fault(in: error)
            }
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    /// What is wrong with a refusal; nil where it is one clear line.
    private static func fault(in error: EditError) -> String? {
        if error.remedy.isEmpty || error.what.isEmpty { return "the refusal says too little: \(error)" }
        if error.description.utf8.count > 2500 { return "the refusal has \(error.description.utf8.count) bytes" }
        return error.description.unicodeScalars.contains { $0.value < 32 } ? "the refusal is not one plain line: \(error)" : nil
    }

    /// Files of which nothing is right but their size. More than 4 MB are not read at all.
    static let giants: [(name: String, text: [UInt8])] = [
        ("1 MB on one line", [UInt8](repeating: 120, count: 1 << 20)),
        ("100 000 elements deep", bytes(String(repeating: "<Engine>", count: 100_000))),
        ("100 000 elements deep and up again", bytes(String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000))),
        ("50 000 attributes", bytes("<a " + (0..<50_000).map { "b\($0)='' " }.joined() + "/>")),
        ("50 000 marks", bytes("<Server>" + String(repeating: "<!-- joget-cluster: begin -->", count: 25_000) + "</Server>")),
        ("100 000 references", bytes("<a b='" + String(repeating: "&amp;", count: 100_000) + "'/>")),
        ("100 000 ampersands", [UInt8](repeating: UInt8(ascii: "&"), count: 100_000)),
        ("50 000 loopback lines", bytes(String(repeating: "127.0.0.1 app1\n", count: 50_000))),
        ("100 000 continued lines", bytes(String(repeating: "a\\\n", count: 100_000))),
        ("100 000 backslashes", [UInt8](repeating: UInt8(ascii: "\\"), count: 100_000)),
        ("100 000 words", bytes(String(repeating: "a ", count: 100_000))),
        ("100 000 brackets", bytes(String(repeating: "a(", count: 100_000))),
        ("100 000 zero bytes", [UInt8](repeating: 0, count: 100_000)),
        ("100 000 line ends", [UInt8](repeating: 10, count: 100_000)),
    ]

    @Test("The size of a file, or how deep it is nested, is no obstacle", arguments: giants.indices)
    func giant(index: Int) {
        let giant = Self.giants[index]
        let (name, text) = (giant.name, giant.text)
        var held = 0
        for editor in Self.editors {
            do throws(EditError) {
                held += try editor.edit(text).isEmpty ? 0 : 1
            } catch {
                #expect(Self.fault(in: error) == nil, "\(editor.testDescription): \(name)")
                held += Self.fault(in: error) == nil ? 1 : 0
            }
        }
        #expect(held == Self.editors.count, "\(name)")
        FaultLedger.note(11, "giant configuration files given to each editor", tried: Self.editors.count, held: held)
    }
}
