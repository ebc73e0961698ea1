import Testing

@testable import ConfigEditing

@Suite("Editing any server.xml")
struct ServerXMLPropertyTests {
    @Test("Only the intended lines change, and the second edit changes nothing", arguments: 0..<400 as Range<UInt64>)
    func holdsForAnyFile(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let file = AnyServerXML(using: &generator)
        let edited = try ServerXML.setting(route: "node-\(seed)", cluster: AnyServerXML.cluster, port: 9080, in: file.text)
        #expect(cut(edited) == cut(file.expected(route: "node-\(seed)", port: 9080)))
        #expect(try ServerXML.setting(route: "node-\(seed)", cluster: AnyServerXML.cluster, port: 9080, in: edited) == edited)

        #expect(try ServerXML.route(in: edited) == "node-\(seed)")
        #expect(try ServerXML.ports(in: edited) == [9080])
        #expect(try ServerXML.route(in: file.text) == file.route)
        #expect(try ServerXML.ports(in: file.text) == [8080])
        #expect(try ServerXML.clusterIsSet(in: file.text) == file.hasCluster)

        let moved = try ServerXML.setting(route: "other", cluster: "<Cluster className=\"other\"/>", port: 9090, in: edited)
        #expect(try ServerXML.setting(route: "node-\(seed)", cluster: AnyServerXML.cluster, port: 9080, in: moved) == edited)
    }
}

/// A server.xml of any shape whose right edit is known, because it was put together from lines.
struct AnyServerXML {
    static let cluster = "<Cluster className='c' a=\"&lt;'>\">\n  <!-- <Cluster> -->\n\n  <Channel>ä</Channel>\n</Cluster>"

    /// Lines that look like what is edited, and are not live.
    private static let decoys = [
        "<!-- <Engine jvmRoute=\"no\"> -->", "<!--\n<Cluster className='x'/>\n-->", "<![CDATA[ <Engine> <Cluster/> ]]>", "", "   ",
        "<?tomcat <Engine jvmRoute='no'/> ?>", "<!-- <Connector port=\"8080\"/> > ' \" & ä -->",
        "<Realm a='/>&lt;\n\t' b = \"'\"><Engine/></Realm>",
    ]

    private let lines: [String]
    private let shape: TextShape
    private let engine: Int
    private let connector: Int
    private let indent: String
    private let bare: Int?
    /// The route that the engine has.
    let route: String?
    /// Whether the bare cluster is live.
    var hasCluster: Bool { bare != nil }

    init(using generator: inout SeededGenerator) {
        shape = TextShape(using: &generator)
        route = generator.chance(40) ? generator.pick(["old", "node.1"]) : nil
        let step = generator.pick(["  ", "\t", "", "    "])
        let newline = String(decoding: shape.ending, as: UTF8.self)
        func decoys(_ depth: Int, _ generator: inout SeededGenerator) -> [String] {
            (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                String(repeating: step, count: depth) + generator.pick(Self.decoys).replacing("\n", with: newline)
            }
        }
        var lines = generator.chance(50) ? ["<?xml version='1.0' encoding='utf-8'?>"] : []
        if generator.chance(30) { lines.append("<!DOCTYPE Server [ <!-- ' > --> <!ENTITY x '<Engine>'> ]>") }
        lines += ["<Server port=\"8005\">"] + decoys(1, &generator) + [step + "<Service>"] + decoys(2, &generator)
        connector = lines.count
        lines.append(step + step + "<Connector port=\"8080\" a='>' protocol=\"HTTP/1.1\"/>")
        lines += decoys(2, &generator)
        engine = lines.count
        let quote = generator.pick(["'", "\""])
        lines.append(
            step + step + "<Engine n='x>'" + (route.map { " jvmRoute=\(quote)\($0)\(quote)" } ?? "") + generator.pick(["", " "]) + ">")
        let inside = decoys(3, &generator)
        lines += inside
        bare = generator.chance(30) ? lines.count : nil
        if bare != nil { lines.append(step + "<Cluster className='org.apache.catalina.ha.tcp.SimpleTcpCluster' />") }
        lines += [step + step + step + "<Host/>", step + step + "</Engine>", step + "</Service>", "</Server>"]
        self.lines = lines
        let next = lines[(engine + 1)...].first { !$0.allSatisfy { " \t".contains($0) } } ?? ""
        indent = String(next.prefix { " \t".contains($0) })
    }

    /// The file before the edit.
    var text: [UInt8] { shape.text(of: lines.map(bytes)) }

    /// The file after it.
    func expected(route wanted: String, port: Int) -> [UInt8] {
        var lines = lines
        lines[connector] = lines[connector].replacing("8080", with: String(port))
        if let bare { lines.remove(at: bare) }
        if let route {
            lines[engine] = lines[engine].replacing(route, with: wanted)
        } else {
            lines[engine] = lines[engine].replacing("n='x>'", with: "n='x>' jvmRoute=\"\(wanted)\"")
        }
        let block = ServerXMLTests.block(Self.cluster, indent: indent, ending: "").map { String(decoding: $0, as: UTF8.self) }
        lines.insert(contentsOf: block, at: engine + 1)
        return shape.text(of: lines.map(bytes))
    }
}
