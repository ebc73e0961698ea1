extension WebReply {
    private static let largestBody = 1 << 16

    /// Reads an answer as it came over the wire, past what only announces it; nil where it is no HTTP.
    init?(parsing bytes: [UInt8]) {
        var rest = bytes[...]
        while true {
            guard let status = Self.status(Self.line(&rest)) else { return nil }
            var headers: [Header] = []
            while let line = Self.line(&rest), !line.isEmpty { headers += Self.header(line).map { [$0] } ?? [] }
            // 100 to 199 announce the answer that follows.
            if (100..<200).contains(status), rest.starts(with: "HTTP/".utf8) { continue }
            self.init(status: status, headers: headers, body: String(decoding: rest.prefix(Self.largestBody), as: UTF8.self))
            return
        }
    }

    /// Takes the next line, without its end; nil where nothing is left.
    private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        var line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest.dropFirst(line.count + 1)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }

    /// The number in `HTTP/1.1 200 OK`.
    private static func status(_ line: ArraySlice<UInt8>?) -> Int? {
        guard let line, line.starts(with: "HTTP/".utf8) else { return nil }
        let words = line.split(separator: UInt8(ascii: " "))
        guard words.count > 1, let number = Int(String(decoding: words[1], as: UTF8.self)) else { return nil }
        return (100...599).contains(number) ? number : nil
    }

    private static func header(_ line: ArraySlice<UInt8>) -> Header? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        return Header(name, String(decoding: line[(colon + 1)...], as: UTF8.self).trimmed)
    }
}
