import Foundation
import FoundationXML
import Testing

/// An HTML report taken apart by an XML parser, which forgives nothing.
final class HTMLPage: NSObject, XMLParserDelegate {
    /// An element.
    struct Element {
        var name: String
        var attributes: [String: String]
        /// The text within it.
        var text = ""
        /// The places of the elements around it, outermost first.
        var parents: [Int]
        /// Where its text begins.
        fileprivate var start = 0
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []
    private var bytes: [UInt8] = []
    private let source: String

    init(_ source: String) throws {
        self.source = source
        super.init()
        let parser = XMLParser(data: Data(source.utf8))
        parser.delegate = self
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        elements.append(Element(name: name, attributes: attributes, parents: open, start: bytes.count))
        open.append(elements.count - 1)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        let place = open.removeLast()
        elements[place].text = String(decoding: bytes[elements[place].start...], as: UTF8.self)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { bytes += string.utf8 }

    /// The elements of a kind, and of a class where one is given.
    func all(_ name: String, _ kind: String? = nil) -> [Element] {
        elements.filter { element in
            let kinds = element.attributes["class"]?.split(separator: " ").map(String.init) ?? []
            return element.name == name && (kind.map(kinds.contains) ?? true)
        }
    }

    /// The elements of a kind that stand within another one.
    func all(_ name: String, _ kind: String? = nil, within around: Element) -> [Element] {
        guard
            let place = elements.firstIndex(where: {
                $0.parents == around.parents && $0.attributes == around.attributes && $0.text == around.text
            })
        else { return [] }
        return all(name, kind).filter { $0.parents.contains(place) }
    }

    /// All text that a reader sees.
    var text: String { all("body").first?.text ?? "" }

    /// The section under a heading, by the heading's anchor.
    func section(_ anchor: String) -> Element? { all("section").first { $0.attributes["aria-labelledby"] == anchor } }
}

extension HTMLPage.Element {
    subscript(attribute: String) -> Double { attributes[attribute].flatMap(Double.init) ?? .nan }
}
