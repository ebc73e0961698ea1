import Testing

@testable import ConfigEditing

@Suite("Reading XML")
struct XMLOutlineTests {
    /// What is wrong, and its line; Java's parser is asked about the same texts.
    static let malformed: [(text: String, line: Int?, what: String)] = [
        ("", 1, "there is no element in the file"),
        ("<!-- only -->\n", 1, "there is no element in the file"),
        ("<a>\n<b>\n</a>", 3, "</a> stands where <b> of line 2 is open"),
        ("<a>\n<b></b>\n", 1, "<a> is not closed before the file ends"),
        ("<a/>\n</a>", 2, "</a> closes nothing"),
        ("<a/>\n<b/>", 2, "<b> stands behind the outermost element"),
        ("<a/>\nx", 1, "text stands outside of the outermost element"),
        ("x<a/>", 1, "text stands outside of the outermost element"),
        ("<a/>\n<![CDATA[x]]>", 2, "text stands outside of the outermost element"),
        ("<a>\n<!-- x ></a>", 2, "the comment is not closed"),
        ("<a>\n<!-- x\n -- y --></a>", 3, "-- stands inside the comment that begins on line 2"),
        ("<a><!-- x ---></a>", 1, "-- stands inside the comment that begins on line 1"),
        ("<a>\n<![CDATA[ x ]] ></a>", 2, "the CDATA section is not closed"),
        ("<a>\n<?x y ></a>", 2, "the instruction <?x is not closed"),
        ("<a>\n<b c='1></b></a>", 2, "< stands inside the value of c in <b>; perhaps a quote is missing before"),
        ("<a>\n<b c='1'\n>\n<d e=\"", 4, "the value of e in <d> is not closed"),
        ("<a>\n<b c=1/></a>", 2, "the value of c in <b> is not quoted"),
        ("<a>\n<b c/></a>", 2, "the attribute c of <b> has no value"),
        ("<a>\n<b c='1'\n c='2'/></a>", 3, "the attribute c stands twice in <b>"),
        ("<a b='1'c='2'/>", 1, "the tag <a is malformed"),
        ("<a><b\n", 1, "the tag <b is not closed"),
        ("<a>\n</a", 2, "the tag </a is not closed"),
        ("<a></ a>", 1, "a name is missing behind </"),
        ("<a>\n< b/></a>", 2, "< stands where no tag begins; in text it is written &lt;"),
        ("<a>\n1 & 2</a>", 2, "& stands where no reference begins; in text it is written &amp;"),
        ("<a b='1 &\n 2'/>", 1, "& stands where no reference begins; in text it is written &amp;"),
        ("<a>&#0;</a>", 1, "& stands where no reference begins; in text it is written &amp;"),
        ("<a>&#x110000;</a>", 1, "& stands where no reference begins; in text it is written &amp;"),
        ("<a>\n&own;</a>", 2, "&own; is not declared"),
        ("<a>]]></a>", 1, "]]> stands where no CDATA section is open"),
        ("\n<?xml version='1.0'?><a/>", 2, "the XML declaration does not stand at the very beginning"),
        ("<a/>\n<!DOCTYPE a>", 2, "the document type stands behind the first element"),
        ("<!DOCTYPE a [ <!ENTITY x '>'> \n<a/>", 1, "the document type is not closed"),
        ("<a>\n\u{1}</a>", 2, "there is a control character"),
        ("<a>\0</a>", nil, "the file is in UTF-16 or holds zero bytes"),
        ("<", 1, "< stands where no tag begins; in text it is written &lt;"),
    ]

    @Test("What no parser takes is refused, and the line is named", arguments: malformed)
    func refuses(text: String, line: Int?, what: String) {
        let error = #expect(throws: EditError.self) { try XMLOutline(bytes(text)) }
        #expect(error?.line == line)
        #expect(error?.what == what)
    }

    /// Texts that every parser takes, and the names of their elements.
    static let wellFormed: [(text: String, names: [String])] = [
        ("<a/>", ["a"]),
        ("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- <x> -->\r\n<a>\r\n</a>\r\n<?p <y> ?>\n", ["a"]),
        ("<a b='>' c=\"'/>\" d = '\"'><b\n/>ä&amp;&#65;&#x1F600;</a >", ["a", "b"]),
        ("<a><![CDATA[<b> & ]] > ]]]><c:d-1._ é='1'/>></a>", ["a", "c:d-1._"]),
        ("<!DOCTYPE a [<!-- ]> ' --><?x ]> ?><!ENTITY e \"]>\">\n]\n>\n<a>&e;<b c='&e;'/></a>", ["a", "b"]),
        ("<!DOCTYPE a SYSTEM \"a>b\"><a/>", ["a"]),
        ("<a><!----><!-- - --></a>", ["a"]),
    ]

    @Test("Comments, sections, instructions and document types hide what they hold", arguments: wellFormed)
    func reads(text: String, names: [String]) throws {
        #expect(try XMLOutline(bytes(text)).elements.map(\.name) == names)
    }

    @Test("An attribute reads as a parser gives it to Tomcat")
    func readsAttributes() throws {
        let outline = try XMLOutline(bytes("<a b='1\r\n2\t3&#10;&lt;&quot;&#x1F600;${x}' c=\"it's &gt;\"/>"))
        #expect(outline.attribute("b", of: 0) == "1 2 3\n<\"😀${x}")
        #expect(outline.attribute("c", of: 0) == "it's >")
        #expect(outline.attribute("d", of: 0) == nil)
    }

    @Test("An encoding in which bytes mean something else is refused")
    func refusesEncodings() throws {
        for text in [
            [0xFF, 0xFE] + bytes("<a/>"), bytes("<?xml version='1.0' encoding='UTF-16'?><a/>"), bytes("<a>\n") + [0xE9] + bytes("</a>"),
            bytes("<?xml version='1.0' encoding='Shift_JIS'?><a/>"),
        ] { #expect(throws: EditError.self) { try XMLOutline(text) } }
        let latin = bytes("<?xml version='1.0' encoding='iso-8859-1'?><a>") + [0xE9] + bytes("</a>")
        #expect(try XMLOutline(latin).elements.count == 1)
    }

    @Test("A delivered file that was cut anywhere inside is refused", arguments: [StockServerXML.joget, StockServerXML.tomcat])
    func refusesCutFiles(_ text: [UInt8]) {
        let whole = text.count - bytes("</Server>\n").count
        for length in stride(from: 0, through: whole, by: 61) {
            #expect(throws: EditError.self) { try XMLOutline(Array(text[..<length])) }
        }
    }
}
