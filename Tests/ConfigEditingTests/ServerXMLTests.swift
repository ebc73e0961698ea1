import Testing

@testable import ConfigEditing

@Suite("Editing server.xml")
struct ServerXMLTests {
    static let begin = "<!-- joget-cluster: begin (what stands up to the end mark is replaced by joget-cluster) -->"
    static let end = "<!-- joget-cluster: end -->"

    static let cluster = """
        <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster" channelSendOptions="8">
          <Channel className="org.apache.catalina.tribes.group.GroupChannel"/>

          <Valve className="org.apache.catalina.ha.tcp.ReplicationValve" filter=".*\\.gif;.*\\.js"/>
        </Cluster>
        """

    @Test(
        "In the files as delivered one attribute and one block of lines are added",
        arguments: [StockServerXML.joget, StockServerXML.tomcat])
    func editsDeliveredFiles(_ text: [UInt8]) throws {
        let edited = try ServerXML.setting(route: "node01", cluster: Self.cluster, port: 8080, in: text)
        var expected = cut(text)
        let engine = try #require(expected.firstIndex(of: bytes("    <Engine name=\"Catalina\" defaultHost=\"localhost\">\n")))
        expected[engine] = bytes("    <Engine name=\"Catalina\" defaultHost=\"localhost\" jvmRoute=\"node01\">\n")
        expected.insert(contentsOf: Self.block(Self.cluster, indent: "      "), at: engine + 1)
        #expect(cut(edited) == expected)
        #expect(try ServerXML.setting(route: "node01", cluster: Self.cluster, port: 8080, in: edited) == edited)
        #expect(try ServerXML.clusterIsSet(in: text) == false)
        #expect(try ServerXML.clusterIsSet(in: edited))
    }

    @Test("Route and ports are read from live tags only")
    func reads() throws {
        #expect(try ServerXML.route(in: StockServerXML.tomcat) == nil)
        #expect(try ServerXML.ports(in: StockServerXML.tomcat) == [8080])
        let text = Self.file(
            "<Engine jvmRoute='n&#x31;'/>",
            before: "<Connector port='1'/><Connector port=\"2\" protocol=\"org.apache.coyote.http11.Http11Nio2Protocol\"/>"
                + "<Connector port='3' protocol='AJP/1.3'/><Connector port='${http}'/><!-- <Connector port='4'/> -->")
        #expect(try ServerXML.route(in: text) == "n1")
        #expect(try ServerXML.ports(in: text) == [1, 2])
    }

    @Test("Another route is replaced between its own quotes; the same one keeps its spelling")
    func replacesRoute() throws {
        let text = Self.file("<Engine\tjvmRoute = 'old'\r\n  name='a>b' >x</Engine>")
        let expected = Self.file("<Engine\tjvmRoute = 'node01'\r\n  name='a>b' >x</Engine>")
        #expect(try ServerXML.setting(route: "node01", cluster: nil, port: nil, in: text) == expected)
        let spelt = Self.file("<Engine jvmRoute='node&#48;1'/>")
        #expect(try ServerXML.setting(route: "node01", cluster: nil, port: nil, in: spelt) == spelt)
    }

    @Test(
        "An engine is found in every spelling, and the attribute stands behind its last one",
        arguments: [
            ("<Engine></Engine>", "<Engine jvmRoute=\"n1\"></Engine>"),
            ("<Engine/>", "<Engine jvmRoute=\"n1\"/>"),
            ("<Engine name=\"x\" />", "<Engine name=\"x\" jvmRoute=\"n1\" />"),
            ("<Engine\n  a='1'\n  b='2'\n>\n</Engine\n>", "<Engine\n  a='1'\n  b='2' jvmRoute=\"n1\"\n>\n</Engine\n>"),
            ("<!-- <Engine> --><?x <Engine> ?><Engine/>", "<!-- <Engine> --><?x <Engine> ?><Engine jvmRoute=\"n1\"/>"),
            ("<![CDATA[<Engine>]]><Engine></Engine>", "<![CDATA[<Engine>]]><Engine jvmRoute=\"n1\"></Engine>"),
            ("<Host><Engine/></Host><Engine/>", "<Host><Engine/></Host><Engine jvmRoute=\"n1\"/>"),
        ])
    func findsEngine(text: String, expected: String) throws {
        #expect(try ServerXML.setting(route: "n1", cluster: nil, port: nil, in: Self.file(text)) == Self.file(expected))
    }

    @Test(
        "The block stands behind the engine's tag, indented as what follows it, with the file's line ends",
        arguments: [
            ("<Engine>\n\t\t<Host/>\n</Engine>", "<Engine jvmRoute=\"n1\">\n\t\tBEGIN\n\t\tCLUSTER\n\t\tEND\n\t\t<Host/>\n</Engine>"),
            ("<Engine>\r\n  <Host/>\r\n</Engine>", "<Engine jvmRoute=\"n1\">\r\n  BEGIN\r\n  CLUSTER\r\n  END\r\n  <Host/>\r\n</Engine>"),
            ("<Engine>  \n\n\n  <Host/></Engine>", "<Engine jvmRoute=\"n1\">  \n  BEGIN\n  CLUSTER\n  END\n\n\n  <Host/></Engine>"),
            ("<Engine><Host/></Engine>", "<Engine jvmRoute=\"n1\">\n  BEGIN\n  CLUSTER\n  END\n  <Host/></Engine>"),
            ("\n  <Engine>\n  </Engine>", "\n  <Engine jvmRoute=\"n1\">\n    BEGIN\n    CLUSTER\n    END\n  </Engine>"),
        ])
    func placesBlock(text: String, expected: String) throws {
        let bare = "<Cluster className=\"c\"/>"
        let wanted = expected.replacing("BEGIN", with: Self.begin).replacing("CLUSTER", with: bare).replacing("END", with: Self.end)
        let edited = try ServerXML.setting(route: "n1", cluster: "\n  \(bare)\n\n", port: nil, in: Self.file(text))
        #expect(edited == Self.file(wanted))
        #expect(try ServerXML.setting(route: "n1", cluster: bare, port: nil, in: edited) == edited)
    }

    @Test("The block is replaced where it stands, and only when it differs by more than its indentation")
    func replacesBlock() throws {
        let first = try ServerXML.setting(route: "n1", cluster: Self.cluster, port: nil, in: StockServerXML.joget)
        let indented = bytes(String(decoding: first, as: UTF8.self).replacing("        <Channel", with: "\t\t<Channel"))
        #expect(indented != first)
        #expect(try ServerXML.setting(route: "n1", cluster: Self.cluster, port: nil, in: indented) == indented)
        let second = try ServerXML.setting(route: "n1", cluster: "<Cluster className=\"x\"/>", port: nil, in: indented)
        #expect(second == (try ServerXML.setting(route: "n1", cluster: "<Cluster className=\"x\"/>", port: nil, in: StockServerXML.joget)))
        #expect(try ServerXML.setting(route: "n1", cluster: nil, port: nil, in: second) == second)
    }

    @Test(
        "The bare element that somebody has un-commented gives way to the block",
        arguments: [
            ("\n  <Host>\n    BARE  \n  </Host>\n", "\n  BEGIN\n  CLUSTER\n  END\n  <Host>\n  </Host>\n"),
            ("\r\n  BARE\r\n  <Host/>\r\n", "\r\n  BEGIN\r\n  CLUSTER\r\n  END\r\n  <Host/>\r\n"),
            ("\n  <Host/>BARE<Host/>\n", "\n  BEGIN\n  CLUSTER\n  END\n  <Host/><Host/>\n"),
            ("BARE<Host/>", "\n  BEGIN\n  CLUSTER\n  END\n  <Host/>"),
            ("\n  <Host>BARE</Host>\n  BARE\n", "\n  BEGIN\n  CLUSTER\n  END\n  <Host></Host>\n"),
        ],
        [
            "<Cluster className=\"org.apache.catalina.ha.tcp.SimpleTcpCluster\"/>",
            "<Cluster\tclassName = 'org.apache.catalina.ha.tcp.SimpleTcpCluste&#x72;' > \t</Cluster >",
        ])
    func replacesBareCluster(texts: (content: String, expected: String), bare: String) throws {
        let ours = "<Cluster className=\"c\"/>"
        let wanted = texts.expected.replacing("BEGIN", with: Self.begin).replacing("CLUSTER", with: ours).replacing("END", with: Self.end)
        let text = Self.file("<Engine>\(texts.content.replacing("BARE", with: bare))</Engine>")
        let edited = try ServerXML.setting(route: "n1", cluster: ours, port: nil, in: text)
        #expect(edited == Self.file("<Engine jvmRoute=\"n1\">\(wanted)</Engine>"))
        #expect(try ServerXML.setting(route: "n1", cluster: ours, port: nil, in: edited) == edited)
    }

    @Test(
        "The port of the one HTTP connector is set; one that is right already is left",
        arguments: [
            ("<Connector port=\"8080\" protocol=\"HTTP/1.1\"/>", "<Connector port=\"9080\" protocol=\"HTTP/1.1\"/>"),
            ("<Connector port='8080'/>", "<Connector port='9080'/>"), ("<Connector/>", "<Connector port=\"9080\"/>"),
            (
                "<Connector port='1' protocol='AJP/1.3'/><Connector a='b'/>",
                "<Connector port='1' protocol='AJP/1.3'/><Connector a='b' port=\"9080\"/>"
            ),
            ("<Connector port='8443'/><Connector port='9080'/>", "<Connector port='8443'/><Connector port='9080'/>"),
            ("<!-- <Connector port='9080'/> --><Connector port='8080'/>", "<!-- <Connector port='9080'/> --><Connector port='9080'/>"),
        ])
    func setsPort(connectors: String, expected: String) throws {
        let edited = try ServerXML.setting(route: "n1", cluster: nil, port: 9080, in: Self.file("<Engine/>", before: connectors))
        #expect(edited == Self.file("<Engine jvmRoute=\"n1\"/>", before: expected))
    }

    /// The lines of the block as they stand in a file.
    static func block(_ cluster: String, indent: String, ending: String = "\n") -> [[UInt8]] {
        let lines = [begin] + cluster.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [end]
        return lines.map { bytes(($0.isEmpty ? "" : indent + $0) + ending) }
    }

    static func file(_ engine: String, before: String = "") -> [UInt8] {
        bytes("<Server port=\"8005\"><Service>\(before)\(engine)</Service></Server>")
    }
}
