import Testing

@testable import ConfigEditing

@Suite("Refusing to edit server.xml")
struct ServerXMLRefusalTests {
    private static let bare = "<Cluster className=\"org.apache.catalina.ha.tcp.SimpleTcpCluster\"/>"

    @Test(
        "A route that is no plain word is refused",
        arguments: ["", "a\"b", "a'b", "a&b", "a<b", "a>b", "a b", "a\nb", "a;b", "ä", "${route}", "a\0"])
    func refusesRoutes(_ route: String) {
        let error = #expect(throws: EditError.self) {
            try ServerXML.setting(route: route, cluster: nil, port: nil, in: StockServerXML.joget)
        }
        #expect(error?.what.hasSuffix("is no route") == true)
    }

    @Test("A port that no socket can have is refused", arguments: [0, -1, 65536])
    func refusesPorts(_ port: Int) {
        #expect(throws: EditError.self) { try ServerXML.setting(route: "n1", cluster: nil, port: port, in: StockServerXML.joget) }
    }

    @Test(
        "What is not one whole cluster element is never written",
        arguments: [
            "", "Cluster", "<Cluster>", "<Cluster/><Cluster/>", "<Host/>", "<!-- x --><Cluster/>", "<Cluster/>x", "<Cluster a='b\"/>",
            "<Cluster a='<'/>", "<Cluster a='&x;'/>", "<Cluster a='a & b'/>", "</Engine><Cluster/>", "<?xml version='1.0'?><Cluster/>",
            "<Cluster/><!--", "<Cluster>]]></Cluster>", "<Cluster a='1' a='2'/>", "<Cluster>\u{1}</Cluster>",
            "<Cluster><!-- joget-cluster: end --></Cluster>",
        ])
    func refusesFragments(_ fragment: String) {
        #expect(throws: EditError.self) { try ServerXML.setting(route: "n1", cluster: fragment, port: nil, in: StockServerXML.joget) }
    }

    @Test(
        "A cluster that somebody has filled is theirs, in the engine as in a host",
        arguments: [
            "\n<Cluster className=\"org.apache.catalina.ha.tcp.SimpleTcpCluster\" channelSendOptions=\"6\"/>",
            "\n<Cluster className=\"org.example.OwnCluster\"/>", "\n<Cluster/>",
            "\n<Cluster className='org.apache.catalina.ha.tcp.SimpleTcpCluster'><Manager/></Cluster>",
            "\n<Cluster className='org.apache.catalina.ha.tcp.SimpleTcpCluster'><!-- keep --></Cluster>",
        ])
    func refusesForeignClusters(_ cluster: String) throws {
        for content in [cluster, "<Host>\(cluster)</Host>"] {
            let text = ServerXMLTests.file("<Engine>\(content)</Engine>")
            let error = #expect(throws: EditError.self) { try ServerXML.setting(route: "n1", cluster: Self.bare, port: nil, in: text) }
            #expect(error?.line == 2)
            #expect(error?.remedy.contains("skip the step") == true)
            #expect(try ServerXML.clusterIsSet(in: text))
            #expect(try ServerXML.setting(route: "n1", cluster: nil, port: nil, in: text) != text)
        }
    }

    @Test("Marks that somebody has torn apart are refused by their line")
    func refusesTornMarks() throws {
        let (begin, end) = (ServerXMLTests.begin, ServerXMLTests.end)
        for content in [
            "\n\(begin)", "\n\(end)", "\n\(end)\(begin)", "\n\(begin)\(begin)\(end)", "\n\(begin)<Host>\(end)</Host>",
            "<Host>\n\(begin)\(Self.bare)\(end)</Host>", "\(begin)\n<Host/>\(end)",
        ] {
            let text = ServerXMLTests.file("<Engine>\(content)</Engine>")
            let error = #expect(throws: EditError.self) { try ServerXML.setting(route: "n1", cluster: Self.bare, port: nil, in: text) }
            #expect(error?.line == 2, "\(content)")
        }
    }

    @Test("No engine, and more than one, are refused")
    func refusesEngines() throws {
        let none = #expect(throws: EditError.self) { try ServerXML.route(in: bytes("<Server>\n<!-- <Engine/> --><Engine/></Server>")) }
        #expect(none?.what == "there is no live <Engine> in <Server><Service>")
        let two = #expect(throws: EditError.self) {
            try ServerXML.setting(route: "n1", cluster: nil, port: nil, in: ServerXMLTests.file("<Engine/>\n\n<Engine/>"))
        }
        #expect(two?.what == "lines 1 and 3 each hold an <Engine>")
        #expect(two?.line == 3)
        let empty = #expect(throws: EditError.self) {
            try ServerXML.setting(route: "n1", cluster: Self.bare, port: nil, in: ServerXMLTests.file("\n<Engine/>"))
        }
        #expect(empty?.line == 2)
    }

    @Test("Connectors between which only the operator can choose are named by their lines")
    func refusesConnectors() throws {
        func error(_ connectors: String, port: Int = 9080) -> EditError? {
            let text = ServerXMLTests.file("<Engine/>", before: connectors)
            return #expect(throws: EditError.self) { try ServerXML.setting(route: "n1", cluster: nil, port: port, in: text) }
        }
        #expect(error("\n<Connector port='1'/>\n<Connector port='2'/>")?.what.hasPrefix("lines 2 and 3 each hold") == true)
        #expect(error("<Connector port='1' protocol='AJP/1.3'/>")?.what == "there is no live HTTP/1.1 <Connector>")
        let rival = error("<Connector/>\n<Connector port='8009' protocol='AJP/1.3'/>", port: 8009)
        #expect(rival?.line == 2)
        #expect(error("<Connector/>", port: 8005)?.what == "<Server> has the port 8005 already")
    }

    @Test("An entity inside the engine hides what it holds")
    func refusesEntities() throws {
        let text = bytes("<!DOCTYPE Server [<!ENTITY c SYSTEM \"c.xml\"> ]>\n<Server><Service><Engine>\n&c;</Engine></Service></Server>")
        let error = #expect(throws: EditError.self) { try ServerXML.setting(route: "n1", cluster: Self.bare, port: nil, in: text) }
        #expect(error?.line == 3)
        #expect(try ServerXML.route(in: ServerXML.setting(route: "n1", cluster: nil, port: nil, in: text)) == "n1")
    }

    @Test("Letters beyond ASCII are not mixed into a Latin-1 file")
    func refusesMixedEncodings() throws {
        let declaration = bytes("<?xml version='1.0'\n encoding='ISO-8859-1'?>")
        let text = declaration + ServerXMLTests.file("<Engine><!-- X --></Engine>").map { $0 == UInt8(ascii: "X") ? 0xE9 : $0 }
        #expect(throws: EditError.self) { try ServerXML.setting(route: "n1", cluster: "<Cluster a='ä'/>", port: nil, in: text) }
        let edited = try ServerXML.setting(route: "n1", cluster: "<Cluster a='&#xE4;'/>", port: nil, in: text)
        #expect(edited.contains(0xE9))
    }
}
