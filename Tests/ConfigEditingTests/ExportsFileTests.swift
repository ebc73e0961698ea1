import Testing

@testable import ConfigEditing

@Suite("Reading exports")
struct ExportsFileTests {
    @Test("The stock file exports nothing")
    func readsStockFile() {
        let stock = """
            # /etc/exports: the access control list for filesystems which may be exported
            #\t\tto NFS clients.  See exports(5).
            #
            # Example for NFSv2 and NFSv3:
            # /srv/homes       hostname1(rw,sync,no_subtree_check) hostname2(ro,sync,no_subtree_check)
            #

            """
        #expect(ExportsFile.entries(in: bytes(stock)).isEmpty)
    }

    @Test("A directory with two clients is read with their options")
    func readsClients() {
        let text = "\n/export/wflow 10.0.0.21(rw,sync,no_subtree_check)\t10.0.0.0/24(ro)  # the cluster\n"
        #expect(
            ExportsFile.entries(in: bytes(text)) == [
                Export(
                    path: "/export/wflow",
                    clients: [
                        .init(pattern: "10.0.0.21", options: ["rw", "sync", "no_subtree_check"]),
                        .init(pattern: "10.0.0.0/24", options: ["ro"]),
                    ], line: 2)
            ])
    }

    @Test(
        "Quotes, octal escapes, continued lines and default options are understood",
        arguments: [
            ("\"/my files\" app1(ro)", "/my files", ["app1": ["ro"]]),
            ("/my\\040files app1(ro)", "/my files", ["app1": ["ro"]]),
            ("/a \\\n  app1(ro) \\\r\n\tapp2", "/a", ["app1": ["ro"], "app2": []]),
            ("/a -rw,sync app1(ro) app2 -async app3", "/a", ["app1": ["rw", "sync", "ro"], "app2": ["rw", "sync"], "app3": ["async"]]),
            ("/a#b @group(rw)", "/a#b", ["@group": ["rw"]]),
            ("\u{FEFF}/a *.example.org(ro)", "/a", ["*.example.org": ["ro"]]),
        ] as [(String, String, [String: [String]])])
    func readsTheGrammar(text: String, path: String, clients: [String: [String]]) throws {
        let entry = try #require(ExportsFile.entries(in: bytes(text)).first)
        #expect(entry.path == path)
        #expect(Dictionary(uniqueKeysWithValues: entry.clients.map { ($0.pattern, $0.options) }) == clients)
    }

    @Test("A blank before the bracket gives the options to everybody")
    func noticesTheFamousBlank() {
        let entry = ExportsFile.entries(in: bytes("/export/wflow app1 (rw)\n")).first
        #expect(entry?.clients == [.init(pattern: "app1", options: []), .init(pattern: "*", options: ["rw"])])
    }

    @Test("An entry after a continued one carries its own line number")
    func countsLines() {
        #expect(ExportsFile.entries(in: bytes("/a \\\n app1\n# no\n/b app2")).map(\.line) == [1, 4])
    }
}
