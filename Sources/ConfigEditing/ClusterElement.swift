/// The `<Cluster>` element that server.xml is to have, between two comments that mark it as ours.
struct ClusterElement {
    private static let beginMark = "joget-cluster: begin"
    private static let endMark = "joget-cluster: end"
    private static let begin = Array("<!-- \(beginMark) (what stands up to the end mark is replaced by joget-cluster) -->".utf8)
    private static let end = Array("<!-- \(endMark) -->".utf8)

    /// The element, line by line.
    private let lines: [[UInt8]]

    /// Takes one whole `<Cluster>` element that can be put into `outline`.
    init(_ fragment: String, for outline: XMLOutline) throws(EditError) {
        lines = TextLines(Self.stripped(Array(fragment.utf8))).lines.map(\.content)
        let text = Array(lines.joined(separator: [TextLines.lineFeed]))
        let own: XMLOutline
        do throws(EditError) {
            own = try XMLOutline(text)
        } catch {
            throw EditError(
                what: "the cluster element is not well-formed: \(error.what)", remedy: "correct the element that is to be added")
        }
        guard own.elements[0].name == "Cluster", own.elements[0].range == text.indices,
            own.comments.allSatisfy({ Self.mark(of: $0, in: own) == nil })
        else {
            throw EditError(what: "what is to be added is not one <Cluster> element", remedy: "give that element and nothing around it")
        }
        guard outline.encoding == "UTF-8" || text.allSatisfy({ $0 < 0x80 }) else {
            throw EditError(
                what: "the cluster element holds letters beyond ASCII, and the file is not in UTF-8", remedy: "save the file as UTF-8")
        }
    }

    /// The live elements, in the engine and in its hosts.
    static func live(in outline: XMLOutline) -> [Int] {
        outline.elements(at: "Server", "Service", "Engine", "Cluster")
            + outline.elements(at: "Server", "Service", "Engine", "Host", "Cluster")
    }

    /// What must change so that this element, and no other, stands in the engine.
    func changes(in outline: XMLOutline, engine: Int) throws(EditError) -> [Splice] {
        let element = outline.elements[engine]
        if let entity = outline.entities.first(where: element.range.contains) {
            throw EditError(
                what: "an entity brings text into <Engine> that is not read here, perhaps a <Cluster>", line: outline.line(of: entity),
                remedy: "put the text in its place, or skip the step with a reason")
        }
        guard !element.isOneTag else {
            throw EditError(
                what: "the <Engine> is empty", line: outline.line(of: element.tag.lowerBound),
                remedy: "give it the <Host> that serves Joget first")
        }
        let block = try Self.block(in: outline, engine: engine)
        let strangers = Self.live(in: outline).filter { block?.contains(outline.elements[$0].tag.lowerBound) != true }
        for stranger in strangers { try Self.refuseUnlessBare(stranger, in: outline) }
        let removals = strangers.map { Splice(place: Self.wholeLines(of: outline.elements[$0].range, in: outline.bytes), bytes: []) }
        return removals + (block.map { replacement(of: $0, in: outline) } ?? [insertion(into: element, of: outline.bytes)])
    }

    // MARK: - What stands there

    private enum Mark { case begin, end }

    private static func mark(of comment: XMLOutline.Comment, in outline: XMLOutline) -> Mark? {
        let text = String(decoding: outline.bytes[comment.range].dropFirst(4).dropLast(3).drop(while: XMLScanner.isWhite), as: UTF8.self)
        return text.hasPrefix(beginMark) ? .begin : text.hasPrefix(endMark) ? .end : nil
    }

    /// What stands between our marks; nil where there are none.
    private static func block(in outline: XMLOutline, engine: Int) throws(EditError) -> Range<Int>? {
        let marks = outline.comments.filter { mark(of: $0, in: outline) != nil }
        guard let first = marks.first else { return nil }
        guard marks.map({ mark(of: $0, in: outline) }) == [.begin, .end], marks.allSatisfy({ $0.parent == engine }) else {
            throw EditError(
                what: "the marks of joget-cluster do not stand as one pair in <Engine>", line: outline.line(of: first.range.lowerBound),
                remedy: "remove these comments and the <Cluster> between them")
        }
        let block = first.range.upperBound..<marks[1].range.lowerBound
        let guest = outline.elements.first { $0.parent == engine && block.contains($0.range.lowerBound) && $0.name != "Cluster" }
        if let guest {
            throw EditError(
                what: "<\(guest.name)> stands between the marks of joget-cluster", line: outline.line(of: guest.range.lowerBound),
                remedy: "move it behind the end mark")
        }
        return block
    }

    /// An element that somebody has filled is theirs; the bare one, as Tomcat's example has it, says nothing that ours does not.
    private static func refuseUnlessBare(_ index: Int, in outline: XMLOutline) throws(EditError) {
        let element = outline.elements[index]
        let isPlain =
            element.attributes.count == 1 && outline.attribute("className", of: index) == "org.apache.catalina.ha.tcp.SimpleTcpCluster"
        guard isPlain, outline.bytes[element.content].allSatisfy(XMLScanner.isWhite) else {
            throw EditError(
                what: "a <Cluster> with settings of its own stands here", line: outline.line(of: element.range.lowerBound),
                remedy: "remove it, so that the one of joget-cluster takes its place, or skip the step with a reason")
        }
    }

    // MARK: - Places

    /// The lines of an element that has them for itself; else its own bytes.
    private static func wholeLines(of range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
        let start = lineStart(of: range.lowerBound, in: bytes)
        let end = bytes[range.upperBound...].firstIndex { !isBlank($0) && $0 != TextLines.carriageReturn } ?? bytes.count
        let isAlone = bytes[start..<range.lowerBound].allSatisfy(isBlank) && end < bytes.count && bytes[end] == TextLines.lineFeed
        return isAlone ? start..<(end + 1) : range
    }

    private static func lineStart(of offset: Int, in bytes: [UInt8]) -> Int {
        bytes[..<offset].lastIndex(of: TextLines.lineFeed).map { $0 + 1 } ?? 0
    }

    /// The blanks at the beginning of the line on which `offset` stands.
    private static func indent(at offset: Int, in bytes: [UInt8]) -> [UInt8] {
        Array(bytes[lineStart(of: offset, in: bytes)...].prefix(while: isBlank))
    }

    /// The indentation of the first line behind `tag` that is not empty, or one step more than the tag's own.
    private static func childIndent(of element: XMLOutline.Element, in bytes: [UInt8]) -> [UInt8] {
        let own = indent(at: element.tag.lowerBound, in: bytes)
        let inside = bytes[element.content]
        if let lineEnd = inside.firstIndex(of: TextLines.lineFeed),
            let child = inside[lineEnd...].firstIndex(where: { !XMLScanner.isWhite($0) })
        {
            return indent(at: child, in: bytes)
        }
        return own + (own.last == UInt8(ascii: "\t") ? [UInt8(ascii: "\t")] : Array("  ".utf8))
    }

    /// The line end that the lines around `offset` have.
    private static func ending(at offset: Int, in bytes: [UInt8]) -> [UInt8] {
        guard let end = bytes[offset...].firstIndex(of: TextLines.lineFeed) ?? bytes.firstIndex(of: TextLines.lineFeed) else {
            return [TextLines.lineFeed]
        }
        let hasReturn = end > 0 && bytes[end - 1] == TextLines.carriageReturn
        return hasReturn ? [TextLines.carriageReturn, TextLines.lineFeed] : [TextLines.lineFeed]
    }

    // MARK: - Writing

    private static func text(_ lines: [[UInt8]], indent: [UInt8], ending: [UInt8]) -> [UInt8] {
        lines.flatMap { ending + ($0.isEmpty ? [] : indent + $0) }
    }

    /// Nothing where the same lines stand there, however they are indented.
    private func replacement(of block: Range<Int>, in outline: XMLOutline) -> [Splice] {
        let bytes = outline.bytes
        let present = bytes[block].split(separator: TextLines.lineFeed).map { Self.stripped(Array($0)) }.filter { !$0.isEmpty }
        if present == lines.map(Self.stripped).filter({ !$0.isEmpty }) { return [] }
        let indent = Self.indent(at: block.lowerBound, in: bytes)
        let ending = Self.ending(at: block.lowerBound, in: bytes)
        return [Splice(place: block, bytes: Self.text(lines, indent: indent, ending: ending) + ending + indent)]
    }

    /// Without the white space around it.
    private static func stripped(_ text: [UInt8]) -> [UInt8] {
        guard let last = text.lastIndex(where: { !XMLScanner.isWhite($0) }) else { return [] }
        return Array(text[...last].drop(while: XMLScanner.isWhite))
    }

    private func insertion(into engine: XMLOutline.Element, of bytes: [UInt8]) -> Splice {
        let start = engine.tag.upperBound
        let indent = Self.childIndent(of: engine, in: bytes)
        let ending = Self.ending(at: start, in: bytes)
        let block = Self.text([Self.begin] + lines + [Self.end], indent: indent, ending: ending)
        let rest = bytes[start...].firstIndex { !isBlank($0) } ?? bytes.count
        let isLineEnd = XMLScanner.isWhite(bytes[rest])
        return isLineEnd ? Splice(place: rest..<rest, bytes: block) : Splice(place: start..<start, bytes: block + ending + indent)
    }
}
