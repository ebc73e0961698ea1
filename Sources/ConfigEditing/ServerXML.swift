/// Edits of Tomcat's conf/server.xml that touch only the attributes and the one element that must differ.
///
/// What stands in comments is not live: Tomcat's and Joget's own files carry a `<Cluster/>` and an `<Engine>` there as examples.
public enum ServerXML {
    /// `bytes` in which the engine has the attribute jvmRoute, and where given the element `cluster` and the port of its HTTP connector.
    ///
    /// `cluster` is one whole `<Cluster>` element. It stands between two marker comments behind the engine's start tag and is
    /// replaced there only when it differs by more than its indentation; nil removes nothing.
    public static func setting(
        route: String, cluster: String?, port: Int?, in bytes: [UInt8]
    ) throws(EditError) -> [UInt8] {
        try check(route: route, port: port)
        let outline = try XMLOutline(bytes)
        let engine = try engine(of: outline)
        var splices = changes(setting: "jvmRoute", to: route, of: engine, in: outline)
        if let port { splices += try changes(settingPort: port, in: outline) }
        if let cluster { splices += try ClusterElement(cluster, for: outline).changes(in: outline, engine: engine) }
        return Splice.applied(splices, to: bytes)
    }

    /// The engine's jvmRoute; nil where it has none.
    public static func route(in bytes: [UInt8]) throws(EditError) -> String? {
        let outline = try XMLOutline(bytes)
        return outline.attribute("jvmRoute", of: try engine(of: outline))
    }

    /// The ports of the live HTTP/1.1 connectors in order; one that is left to a `${variable}` is not among them.
    public static func ports(in bytes: [UInt8]) throws(EditError) -> [Int] {
        let outline = try XMLOutline(bytes)
        return connectors(of: outline).compactMap { port(of: $0, in: outline) }
    }

    /// Whether a live `<Cluster>` stands in the engine or in one of its hosts, ours or another.
    public static func clusterIsSet(in bytes: [UInt8]) throws(EditError) -> Bool {
        try !ClusterElement.live(in: XMLOutline(bytes)).isEmpty
    }

    /// The live `<Cluster>` elements in order, each without its indentation.
    public static func clusters(in bytes: [UInt8]) throws(EditError) -> [String] {
        let outline = try XMLOutline(bytes)
        return ClusterElement.live(in: outline).map { element in
            let lines = bytes[outline.elements[element].range].split(whereSeparator: XMLScanner.isWhite)
            return lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }
    }

    // MARK: - Reading

    /// The one live engine.
    private static func engine(of outline: XMLOutline) throws(EditError) -> Int {
        let engines = outline.elements(at: "Server", "Service", "Engine")
        guard let engine = engines.first else {
            throw EditError(what: "there is no live <Engine> in <Server><Service>", remedy: "name Tomcat's own conf/server.xml")
        }
        guard engines.count == 1 else {
            throw EditError(
                what: "\(lines(of: engines, in: outline)) each hold an <Engine>",
                line: outline.line(of: outline.elements[engines[1]].tag.lowerBound),
                remedy: "keep the one that serves Joget, or skip the step with a reason and edit the file by hand")
        }
        return engine
    }

    /// The live connectors that speak HTTP/1.1, which is also what one without a protocol does.
    private static func connectors(of outline: XMLOutline) -> [Int] {
        outline.elements(at: "Server", "Service", "Connector").filter { connector in
            let name = outline.attribute("protocol", of: connector) ?? "HTTP/1.1"
            return name == "HTTP/1.1" || name.contains("Http11")
        }
    }

    private static func port(of element: Int, in outline: XMLOutline) -> Int? {
        outline.attribute("port", of: element).flatMap { Int($0) }
    }

    /// `lines 5 and 9`.
    private static func lines(of elements: [Int], in outline: XMLOutline) -> String {
        "lines " + elements.map { String(outline.line(of: outline.elements[$0].tag.lowerBound)) }.joined(separator: " and ")
    }

    // MARK: - Refusing

    /// The route is a part of the session's cookie and a word in the balancer's file.
    private static func check(route: String, port: Int?) throws(EditError) {
        guard !route.isEmpty, route.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }) else {
            throw EditError(what: "\"\(route)\" is no route", remedy: "use letters, digits, dots, hyphens and underscores")
        }
        if let port, !(1...65535).contains(port) {
            throw EditError(what: "\(port) is no port", remedy: "give a number from 1 to 65535")
        }
    }

    /// Tomcat would not start with two sockets on one port.
    private static func refuseRival(of connector: Int, port wanted: Int, in outline: XMLOutline) throws(EditError) {
        let others = outline.elements(at: "Server") + outline.elements(at: "Server", "Service", "Connector").filter { $0 != connector }
        guard let rival = others.first(where: { port(of: $0, in: outline) == wanted }) else { return }
        throw EditError(
            what: "<\(outline.elements[rival].name)> has the port \(wanted) already",
            line: outline.line(of: outline.elements[rival].tag.lowerBound), remedy: "choose another port for Joget, or move that one")
    }

    // MARK: - Writing

    private static func changes(settingPort wanted: Int, in outline: XMLOutline) throws(EditError) -> [Splice] {
        let connectors = connectors(of: outline)
        if connectors.contains(where: { port(of: $0, in: outline) == wanted }) { return [] }
        guard let connector = connectors.first else {
            throw EditError(
                what: "there is no live HTTP/1.1 <Connector>", remedy: "add <Connector port=\"\(wanted)\" protocol=\"HTTP/1.1\"/> by hand")
        }
        guard connectors.count == 1 else {
            throw EditError(
                what: "\(lines(of: connectors, in: outline)) each hold an HTTP/1.1 <Connector>, none with the port \(wanted)",
                line: outline.line(of: outline.elements[connectors[1]].tag.lowerBound),
                remedy: "set the port of the one that serves Joget by hand")
        }
        try refuseRival(of: connector, port: wanted, in: outline)
        return changes(setting: "port", to: String(wanted), of: connector, in: outline)
    }

    /// `value` holds nothing that would have to be escaped.
    private static func changes(setting name: String, to value: String, of element: Int, in outline: XMLOutline) -> [Splice] {
        let element = outline.elements[element]
        guard let attribute = element.attributes.first(where: { $0.name == name }) else {
            let end = element.attributes.last?.place.upperBound ?? element.tag.lowerBound + 1 + element.name.utf8.count
            return [Splice(place: end..<end, bytes: Array(" \(name)=\"\(value)\"".utf8))]
        }
        let isEqual = isSame(XMLReference.decoded(outline.bytes[attribute.value]), value)
        return isEqual ? [] : [Splice(place: attribute.value, bytes: Array(value.utf8))]
    }
}
