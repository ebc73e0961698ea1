import Foundation
import Testing

import TerminalUI

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The screen as a picture")
struct SVGTests {
    private func svg(rows: Int = 3, columns: Int = 20, theme: Theme = .standard, title: String = "A screen", _ draw: (inout Frame) -> Void)
        -> String
    {
        var frame = Frame(size: Size(rows: rows, columns: columns))
        draw(&frame)
        return frame.svg(theme: theme, title: title)
    }

    @Test("It is well-formed, has a title, and its texts come in reading order")
    func order() throws {
        let picture = try Outline(
            svg {
                $0.put("plain ", row: 0, column: 2)
                $0.put("red", row: 0, column: 8, style: .failure)
                $0.put("below", row: 2, column: 0, style: .selected)
            })
        #expect(picture.title == "A screen" && picture.root["role"] == "img" && picture.root["xmlns"] == "http://www.w3.org/2000/svg")
        #expect(picture.texts.map(\.text) == ["plain", "red", "below"])
        let x = picture.texts.compactMap { $0.attributes["x"].flatMap { Int($0) } }
        #expect(x[1] - x[0] == 6 * 8 && x[0] - x[2] == 2 * 8, "a column is a column, whatever the font")
        #expect(picture.texts.map { $0.attributes["textLength"] } == ["40", "24", "40"])
        #expect(picture.texts[1].attributes["font-weight"] == "bold")
        #expect(
            picture.texts[0].attributes["y"] == picture.texts[1].attributes["y"]
                && picture.texts[0].attributes["y"] != picture.texts[2].attributes["y"])
    }

    @Test("Hostile characters stay text, in the screen and in the title")
    func hostile() throws {
        let nasty = "<a href='x'>&\"]]>"
        let picture = try Outline(svg(title: "\u{0}\u{1B}[2J</title><script>\u{FFFF}") { $0.put(nasty, row: 0, column: 0) })
        #expect(picture.texts.map(\.text) == [nasty])
        #expect(picture.title == "\u{FFFD}\u{FFFD}[2J</title><script>\u{FFFD}")
        #expect(picture.elements == ["svg", "title", "rect", "text"])
    }

    @Test("Wide characters have a text of their own, twice as wide each")
    func wide() throws {
        let picture = try Outline(svg { $0.put("a世界b", row: 0, column: 0) })
        #expect(picture.texts.map(\.text) == ["a", "世界", "b"])
        #expect(picture.texts.map { $0.attributes["textLength"] } == ["8", "32", "8"])
        let x = picture.texts.compactMap { $0.attributes["x"].flatMap { Int($0) } }
        #expect(x.map { ($0 - x[0]) / 8 } == [0, 1, 5])
    }

    @Test("Reversed text has a ground of its own, and colours come from the theme", arguments: Theme.allCases)
    func colours(theme: Theme) throws {
        let picture = try Outline(
            svg(theme: theme) {
                $0.put("ok", row: 0, column: 0, style: .success)
                $0.put("no", row: 0, column: 3, style: .failure)
                $0.put("here", row: 1, column: 0, style: Style(isReversed: true))
            })
        #expect(picture.rects.count >= 2 && picture.rects.last?["width"] == "32")
        #expect(picture.texts[2].attributes["fill"] == picture.rects[0]["fill"] && picture.rects.last?["fill"] != picture.rects[0]["fill"])
        let colours = Set(picture.texts.prefix(2).compactMap { $0.attributes["fill"] })
        #expect(theme == .monochrome ? colours.count == 1 : colours.count == 2)
    }

    @Test("The same screen gives the same bytes, and a full one stays small")
    func small() {
        let draw: (inout Frame) -> Void = { frame in
            for row in 0..<24 { frame.put(String(repeating: "x", count: 80), row: row, column: 0) }
            frame.cursor = Point(row: 3, column: 3)
        }
        let picture = svg(rows: 24, columns: 80, draw)
        #expect(
            picture == svg(rows: 24, columns: 80, draw)
                && picture
                    == svg(rows: 24, columns: 80) {
                        draw(&$0); $0.cursor = nil
                    }
        )
        #expect(picture.utf8.count < 24 * 220 + 700)
        #expect(Frame(size: Size(rows: 0, columns: 0)).svg(title: "").hasSuffix("</svg>\n"))
    }
}

/// What an XML parser finds in a picture.
private final class Outline: NSObject, XMLParserDelegate {
    private(set) var root: [String: String] = [:]
    private(set) var title = ""
    private(set) var texts: [(text: String, attributes: [String: String])] = []
    private(set) var rects: [[String: String]] = []
    private(set) var elements: Set<String> = []
    private var path: [String] = []

    init(_ svg: String) throws {
        super.init()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = self
        let isParsed = parser.parse()
        try #require(isParsed, "\(String(describing: parser.parserError))\n\(svg)")
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
        if path.isEmpty { root = attributes }
        path.append(name)
        elements.insert(name)
        if name == "text" { texts.append(("", attributes)) }
        if name == "rect" { rects.append(attributes) }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { path.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if path.last == "title" { title += string }
        if path.last == "text" { texts[texts.count - 1].text += string }
    }
}
