/// What the programs that read our files make of their text, by rules written down here anew: words, and what is no plain word.
enum Tokens {
    /// The tokens of a file made from the template of that name.
    static func of(_ text: String, template: String) -> [String] {
        if template.hasSuffix(".sql") { return sql(text) }
        if template.hasSuffix(".properties") { return properties(text) }
        if template.hasSuffix(".cnf") { return optionFile(text) }
        if template.hasSuffix(".sh") { return shell(text) }
        if template.hasSuffix(".exports") { return exports(text) }
        if template.hasSuffix(".xml") { return xml(text) }
        // Units of systemd, and sites of web servers and balancers.
        if ["joget.service", "multicast-route.service", "wait-for-share.conf", "wait-for-network.conf", "haproxy-options.conf"].contains(
            template)
        {
            return unit(text)
        }
        return site(text)
    }

    /// MariaDB and MySQL: literals in quotes with their values, names in backticks, comments, single marks.
    static func sql(_ text: String) -> [String] {
        var (tokens, rest) = ([String](), Array(text.unicodeScalars)[...])
        while let first = rest.popFirst() {
            switch first {
            case "'", "\"", "`":
                var value = ""
                while let scalar = rest.popFirst() {
                    if scalar == "\\", first != "`", let next = rest.popFirst() {
                        value.unicodeScalars.append(contentsOf: escaped(next))
                    } else if scalar == first {
                        if rest.first == first { value.unicodeScalars.append(rest.removeFirst()) } else { break }
                    } else {
                        value.unicodeScalars.append(scalar)
                    }
                }
                tokens.append("\(first)\(value)")
            case "#": tokens.append("comment " + taken(&rest) { $0 != "\n" })
            case "-" where rest.first == "-": tokens.append("comment " + taken(&rest) { $0 != "\n" })
            case "/" where rest.first == "*": tokens.append("comment")
            case " ", "\n", "\t", "\r": continue
            case _ where isWord(first): tokens.append(String(Character(first)) + taken(&rest, while: isWord))
            default: tokens.append(String(Character(first)))
            }
        }
        return tokens
    }

    /// What stands for what after a backslash in a string of the database server's; `\%` and `\_` keep the backslash.
    private static func escaped(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar {
        case "0": ["\0"]
        case "n": ["\n"]
        case "r": ["\r"]
        case "t": ["\t"]
        case "b": ["\u{8}"]
        case "Z": ["\u{1A}"]
        case "%", "_": ["\\", scalar]
        default: [scalar]
        }
    }

    /// The template of our properties: a key and a value to the end of the line. What Java makes of the file is another test's.
    static func properties(_ text: String) -> [String] {
        text.utf8.split(separator: 10).flatMap { line -> [String] in
            let parts = line.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return parts.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// An option file of the database's: groups, names and values, unquoted and unescaped as the client does it.
    static func optionFile(_ text: String) -> [String] {
        text.utf8.split(separator: 10).flatMap { bytes -> [String] in
            let line = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
            guard let first = line.first, first != "#", first != ";", first != "[", let sign = line.firstIndex(of: "=") else {
                return [String(String.UnicodeScalarView(line))]
            }
            let name = plain(line[..<sign])
            return [name, value(ofOption: Array(line[(sign + 1)...]))]
        }
    }

    private static func value(ofOption text: [Unicode.Scalar]) -> String {
        var rest = text.drop { $0 == " " || $0 == "\t" }
        let quote = rest.first.flatMap { $0 == "\"" || $0 == "'" ? $0 : nil }
        if quote != nil { rest.removeFirst() }
        var value = ""
        while let scalar = rest.popFirst() {
            if scalar == quote { break }
            if scalar == "#", quote == nil { break }
            guard scalar == "\\", let next = rest.popFirst() else {
                value.unicodeScalars.append(scalar)
                continue
            }
            let known: [Unicode.Scalar: Unicode.Scalar] = [
                "n": "\n", "t": "\t", "r": "\r", "b": "\u{8}", "s": " ", "\"": "\"", "'": "'", "\\": "\\",
            ]
            if let meant = known[next] {
                value.unicodeScalars.append(meant)
            } else {
                value.unicodeScalars.append(contentsOf: [scalar, next])
            }
        }
        return quote == nil ? plain(Array(value.unicodeScalars)[...]) : value
    }

    /// A unit of systemd: keys, and the words of values; what begins a specifier or a variable is no word.
    static func unit(_ text: String) -> [String] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix(";") }.flatMap { line in
            words(Array(line.unicodeScalars), ends: "= ", special: "%$\\;", quotes: "\"'")
        }
    }

    /// Apache, nginx and HAProxy: words, quotes, braces; what interpolates is no word.
    static func site(_ text: String) -> [String] {
        text.split(separator: "\n").flatMap { line in
            words(Array(line.unicodeScalars), ends: " \t", special: "$%\\;{}<>#()~*!", quotes: "\"'") + ["\n"]
        }
    }

    /// A shell script: words, quotes, and every mark that a shell takes for more than itself.
    static func shell(_ text: String) -> [String] {
        text.split(separator: "\n").flatMap { line in
            words(Array(line.unicodeScalars), ends: " \t", special: "$`\\;&|<>(){}*?[]#~!=", quotes: "\"'") + ["\n"]
        }
    }

    /// exports(5): a path and clients with options.
    static func exports(_ text: String) -> [String] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.flatMap { line in
            words(Array(line.unicodeScalars), ends: " \t", special: "(),=\\@*?[]#-", quotes: "\"") + ["\n"]
        }
    }

    /// XML: tags, names, and attribute values and texts with their references resolved.
    static func xml(_ text: String) -> [String] {
        var (tokens, rest) = ([String](), Array(text.unicodeScalars)[...])
        while let first = rest.popFirst() {
            if first == "<" {
                while let scalar = rest.first, scalar != ">" {
                    if scalar == "\"" || scalar == "'" {
                        rest.removeFirst()
                        tokens.append("\"" + resolved(taken(&rest) { $0 != scalar }))
                        rest = rest.dropFirst()
                    } else if " \n\t=".unicodeScalars.contains(scalar) {
                        rest.removeFirst()
                    } else {
                        tokens.append("<" + taken(&rest) { !" \n\t=>\"'".unicodeScalars.contains($0) })
                    }
                }
                rest = rest.dropFirst()
                tokens.append(">")
            } else {
                let content = resolved(String(Character(first)) + taken(&rest) { $0 != "<" })
                if content.contains(where: { !$0.isWhitespace }) { tokens.append("text " + content) }
            }
        }
        return tokens
    }

    private static func resolved(_ text: String) -> String {
        // The ampersand last, or what it brings would be read again.
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    // MARK: - Parts

    /// Words of a line: cut at `ends`, quoted parts whole, each of `special` a token of its own.
    private static func words(_ line: [Unicode.Scalar], ends: String, special: String, quotes: String) -> [String] {
        var (tokens, word, rest) = ([String](), "", line[...])
        func close() {
            if !word.isEmpty { tokens.append(word) }
            word = ""
        }
        while let scalar = rest.popFirst() {
            if ends.unicodeScalars.contains(scalar) {
                close()
            } else if special.unicodeScalars.contains(scalar) && (scalar != "-" || word.isEmpty) || quotes.unicodeScalars.contains(scalar) {
                close()
                tokens.append("mark \(scalar)")
            } else {
                word.unicodeScalars.append(scalar)
            }
        }
        close()
        return tokens
    }

    private static func taken(_ rest: inout ArraySlice<Unicode.Scalar>, while isTaken: (Unicode.Scalar) -> Bool) -> String {
        let part = rest.prefix(while: isTaken)
        rest = rest.dropFirst(part.count)
        return String(String.UnicodeScalarView(part))
    }

    private static func plain(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var scalars = scalars.drop { $0 == " " || $0 == "\t" }
        while let last = scalars.last, last == " " || last == "\t" || last == "\r" { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}
