/// A directive of nginx's settings, with those inside of it where it is a block.
struct NginxDirective: Hashable {
    var words: [String]
    var children: [NginxDirective]?
    var file: String
    var line: Int

    var name: String { words[0] }

    func all(_ wanted: String) -> [NginxDirective] { (children ?? []).filter { $0.name == wanted } }
}

/// nginx: its settings and its own test of them.
extension RehearsalServer {
    private static let main = "/etc/nginx/nginx.conf"

    private static let directives: Set<String> = [
        "user", "worker_processes", "pid", "error_log", "include", "events", "worker_connections", "http", "sendfile", "tcp_nopush",
        "types_hash_max_size", "default_type", "ssl_protocols", "ssl_prefer_server_ciphers", "access_log", "gzip", "types", "server",
        "listen",
        "server_name", "location", "root", "index", "try_files", "proxy_pass", "proxy_set_header", "proxy_http_version",
        "proxy_read_timeout",
        "proxy_send_timeout", "proxy_connect_timeout", "proxy_buffering", "proxy_next_upstream", "proxy_next_upstream_tries",
        "proxy_redirect",
        "proxy_request_buffering", "client_max_body_size", "upstream", "map", "return", "rewrite", "keepalive", "keepalive_timeout",
        "ip_hash",
        "hash", "least_conn", "zone", "server_tokens", "add_header", "log_format", "set", "default", "proxy_next_upstream_timeout",
        "resolver",
        "proxy_cookie_path", "large_client_header_buffers", "ssl_certificate", "ssl_certificate_key",
    ]

    mutating func nginxCommand(_ command: Command) throws(MachineError) -> RehearsalReply {
        guard Array(command.arguments.dropFirst()) == ["-t"] else { throw unknown(command) }
        do throws(WebServerRefusal) {
            _ = try nginxSettings()
            return RehearsalReply(
                "nginx: the configuration file \(Self.main) syntax is ok", "nginx: configuration file \(Self.main) test is successful")
        } catch {
            var reply = RehearsalReply(status: 1)
            reply.say(error.lines.map { "2025/06/15 12:00:00 [emerg] 771#771: \($0)" })
            reply.say("nginx: configuration file \(Self.main) test failed")
            return reply
        }
    }

    /// The settings as a server that listens; what nginx refuses is an error.
    func nginxSettings() throws(WebServerRefusal) -> RehearsalWebServer {
        let all = try nginxDirectives(of: Self.main)
        guard let http = all.first(where: { $0.name == "http" }) else {
            return RehearsalWebServer(product: .nginx, listeners: [], sites: [])
        }
        var upstreams: [String: [RehearsalWebServer.Member]] = [:]
        for upstream in http.all("upstream") {
            let servers = upstream.all("server")
            let ordered = servers.filter { !$0.words.contains("backup") } + servers.filter { $0.words.contains("backup") }
            upstreams[upstream.words[1]] = ordered.compactMap { $0.words.count > 1 ? Self.nginxMember($0.words[1]) : nil }
        }
        let maps = Dictionary(http.all("map").map { ($0.words.last ?? "", $0) }) { first, _ in first }
        var sites: [RehearsalWebServer.Site] = []
        var defaults: Set<String> = []
        for block in http.all("server") {
            for listen in block.all("listen") where listen.words.count > 1 {
                let place = listen.words[1].contains(":") ? listen.words[1] : "0.0.0.0:\(listen.words[1])"
                let isDefault = listen.words.contains("default_server")
                if isDefault, !defaults.insert(place).inserted {
                    throw WebServerRefusal(lines: ["a duplicate default server for \(place) in \(listen.file):\(listen.line)"])
                }
                guard let port = Int(place.split(separator: ":").last ?? ""), !place.hasPrefix("[") else { continue }
                sites.append(try site(block, port, isDefault, upstreams, maps))
            }
        }
        let ports = Set(sites.map(\.port)).sorted()
        return RehearsalWebServer(product: .nginx, listeners: ports.map { Listener(address: "0.0.0.0", port: $0) }, sites: sites)
    }

    private func site(
        _ block: NginxDirective, _ port: Int, _ isDefault: Bool, _ upstreams: [String: [RehearsalWebServer.Member]],
        _ maps: [String: NginxDirective]
    ) throws(WebServerRefusal) -> RehearsalWebServer.Site {
        var site = RehearsalWebServer.Site(port: port, isDefault: isDefault)
        site.names = block.all("server_name").flatMap { $0.words.dropFirst() }.filter { $0 != "_" }.map { $0.lowercased() }
        site.root = block.all("root").first?.words.last ?? "/usr/share/nginx/html"
        for location in block.all("location") {
            guard let pass = location.all("proxy_pass").first, pass.words.count > 1 else { continue }
            guard location.words.count == 2 else { throw Self.strange(location) }
            var route = RehearsalWebServer.Route(prefix: location.words[1])
            let target = String(pass.words[1].dropFirst("http://".utf8.count).prefix { $0 != "/" })
            if target.hasPrefix("$") {
                guard let map = maps[target], map.words[1] == "$cookie_JSESSIONID" else { throw Self.strange(pass) }
                try choose(map, upstreams, &route)
            } else {
                route.members = upstreams[target] ?? Self.nginxMember(target).map { [$0] } ?? []
            }
            site.routes.append(route)
        }
        return site
    }

    /// What a map makes of the session.
    private func choose(
        _ map: NginxDirective, _ upstreams: [String: [RehearsalWebServer.Member]], _ route: inout RehearsalWebServer.Route
    ) throws(WebServerRefusal) {
        for entry in map.children ?? [] where entry.words.count == 2 {
            let members = upstreams[entry.words[1]] ?? []
            if entry.name == "default" {
                route.members = members
            } else {
                guard entry.name.hasPrefix("~\\."), entry.name.hasSuffix("$") else { throw Self.strange(entry) }
                route.choices.append(RehearsalWebServer.Choice(suffix: "." + entry.name.dropFirst(3).dropLast(), members: members))
            }
        }
    }

    private static func strange(_ directive: NginxDirective) -> WebServerRefusal {
        WebServerRefusal(lines: ["the rehearsal machine does not know this form in \(directive.file):\(directive.line)"])
    }

    private static func nginxMember(_ place: String) -> RehearsalWebServer.Member? {
        let parts = place.split(separator: ":").map(String.init)
        return parts.first.map { RehearsalWebServer.Member(host: $0, port: parts.count > 1 ? Int(parts[1]) ?? 80 : 80, route: nil) }
    }

    // MARK: - Reading

    private func nginxDirectives(of path: String) throws(WebServerRefusal) -> [NginxDirective] {
        var tokens = NginxTokens(files.text(of: path))[...]
        let found = try block(&tokens, path, isInside: false)
        return found
    }

    /// Directives up to the end of a block, or of the file.
    private func block(
        _ tokens: inout ArraySlice<NginxTokens.Token>, _ path: String, isInside: Bool, _ within: String = ""
    ) throws(WebServerRefusal) -> [NginxDirective] {
        var found: [NginxDirective] = []
        var words: [String] = []
        var line = 1
        while let token = tokens.popFirst() {
            if words.isEmpty { line = token.line }
            switch token.sign {
            case ";":
                guard !words.isEmpty else { throw WebServerRefusal(lines: ["unexpected \";\" in \(path):\(token.line)"]) }
                found += try included(NginxDirective(words: words, file: path, line: line), within)
                words = []
            case "{":
                var directive = NginxDirective(words: words, file: path, line: line)
                try check(directive, within)
                directive.children = try block(&tokens, path, isInside: true, directive.name)
                found.append(directive)
                words = []
            case "}":
                guard isInside, words.isEmpty else { throw WebServerRefusal(lines: ["unexpected \"}\" in \(path):\(token.line)"]) }
                return found
            default: words.append(token.text)
            }
        }
        guard words.isEmpty else {
            throw WebServerRefusal(lines: ["directive \"\(words[0])\" is not terminated by \";\" in \(path):\(line)"])
        }
        guard !isInside else { throw WebServerRefusal(lines: ["unexpected end of file, expecting \"}\" in \(path):\(line)"]) }
        return found
    }

    private func check(_ directive: NginxDirective, _ within: String) throws(WebServerRefusal) {
        // In these blocks the first word is a value.
        guard !["map", "types"].contains(within), !Self.directives.contains(directive.name) else { return }
        throw WebServerRefusal(lines: ["unknown directive \"\(directive.name)\" in \(directive.file):\(directive.line)"])
    }

    private func included(_ directive: NginxDirective, _ within: String) throws(WebServerRefusal) -> [NginxDirective] {
        try check(directive, within)
        guard directive.name == "include", directive.words.count == 2 else { return [directive] }
        let pattern = directive.words[1].hasPrefix("/") ? directive.words[1] : "/etc/nginx/\(directive.words[1])"
        let folder = RehearsalFiles.parent(of: pattern)
        let names = names(in: folder)
        let fitting = names.filter { Self.matches($0[...], RehearsalFiles.name(of: pattern)[...]) && exists("\(folder)/\($0)") }
        guard !fitting.isEmpty || pattern.contains("*") else {
            throw WebServerRefusal(lines: [
                "open() \"\(pattern)\" failed (2: No such file or directory) in \(directive.file):\(directive.line)"
            ])
        }
        var found: [NginxDirective] = []
        for name in fitting { found += try nginxDirectives(of: "\(folder)/\(name)") }
        return found
    }
}

/// The words and signs of nginx's settings.
struct NginxTokens {
    struct Token: Hashable {
        var text: String
        /// `;`, `{` or `}`; nil for a word.
        var sign: Character?
        var line: Int
    }

    private var tokens: [Token] = []

    init(_ text: String) {
        var rest = Array(text)[...]
        var line = 1
        while let character = rest.popFirst() {
            if character == "\n" {
                line += 1
            } else if character == "#" {
                rest = rest.drop { $0 != "\n" }
            } else if ";{}".contains(character) {
                tokens.append(Token(text: "", sign: character, line: line))
            } else if character == "\"" || character == "'" {
                let word = rest.prefix { $0 != character }
                rest = rest.dropFirst(word.count + 1)
                tokens.append(Token(text: String(word), sign: nil, line: line))
            } else if !character.isWhitespace {
                let word = rest.prefix { !$0.isWhitespace && !";{".contains($0) }
                rest = rest.dropFirst(word.count)
                tokens.append(Token(text: String(character) + String(word), sign: nil, line: line))
            }
        }
    }

    subscript(_ range: UnboundedRange) -> ArraySlice<Token> { tokens[...] }
}
