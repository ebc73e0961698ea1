/// HAProxy: its settings and its own test of them.
extension RehearsalServer {
    /// One line of its settings.
    private struct HAProxyLine {
        var words: [String]
        var file: String
        var line: Int
    }

    /// A section, such as `backend joget`.
    private struct HAProxySection {
        var kind: String
        var name: String
        var lines: [HAProxyLine] = []

        func all(_ word: String) -> [HAProxyLine] { lines.filter { $0.words[0] == word } }
        func has(_ words: String...) -> Bool { lines.contains { $0.words.starts(with: words) } }
    }

    private static let sections: Set<String> = ["global", "defaults", "frontend", "backend", "listen"]

    private static let keywords: [String: Set<String>] = [
        "global": [
            "log", "chroot", "stats", "user", "group", "daemon", "ca-base", "crt-base", "ssl-default-bind-ciphers",
            "ssl-default-bind-ciphersuites", "ssl-default-bind-options", "maxconn", "nbthread",
        ],
        "defaults": ["log", "mode", "option", "timeout", "errorfile", "retries", "maxconn", "balance"],
        "frontend": [
            "bind", "mode", "log", "option", "timeout", "acl", "http-request", "http-response", "default_backend", "use_backend", "maxconn",
        ],
        "backend": [
            "mode", "balance", "timeout", "retries", "option", "http-check", "use-server", "server", "cookie", "default-server",
            "http-request",
            "http-response", "stick-table", "stick", "acl", "log", "errorfile", "fullconn",
        ],
    ]

    mutating func haproxyCommand(_ command: Command) throws(MachineError) -> RehearsalReply {
        var paths: [String] = []
        var rest = command.arguments.dropFirst()
        var tests = false
        while let word = rest.popFirst() {
            if word == "-c" {
                tests = true
            } else if word == "-f", let path = rest.popFirst() {
                paths.append(path)
            } else {
                throw unknown(command)
            }
        }
        guard tests, !paths.isEmpty else { throw unknown(command) }
        do throws(WebServerRefusal) {
            _ = try haproxySettings(paths)
            return RehearsalReply("Configuration file is valid")
        } catch {
            var reply = RehearsalReply(status: 1)
            reply.say(["[NOTICE]   (743) : haproxy version is \(packages["haproxy"]?.version ?? "")"])
            reply.say(
                ["[NOTICE]   (743) : path to executable is /usr/sbin/haproxy"] + error.lines.map { "[ALERT]    (743) : config : \($0)" })
            return reply
        }
    }

    /// The files that the unit's command line names.
    func haproxyFiles(of unit: RehearsalUnit) -> [String] {
        let words = unit.programs("ExecStart", environment(of: unit) ?? [:]).first?.words ?? []
        return zip(words, words.dropFirst()).filter { $0.0 == "-f" }.map(\.1)
    }

    /// The settings as a server that listens; what HAProxy refuses is an error.
    func haproxySettings(_ paths: [String]) throws(WebServerRefusal) -> RehearsalWebServer {
        var sections: [HAProxySection] = []
        for path in paths { try read(path, into: &sections) }
        var sites: [RehearsalWebServer.Site] = []
        for front in sections where front.kind == "frontend" || front.kind == "listen" {
            let name = front.kind == "listen" ? front.name : front.all("default_backend").last?.words.last
            var back: HAProxySection?
            if let name {
                back = sections.first { ["backend", "listen"].contains($0.kind) && $0.name == name }
                guard back != nil else {
                    throw WebServerRefusal(lines: [
                        "Proxy '\(front.name)': unable to find required default_backend: '\(name)'.",
                        "Fatal errors found in configuration.",
                    ])
                }
            }
            for bind in front.all("bind") where bind.words.count > 1 {
                guard let port = Int(bind.words[1].split(separator: ":").last ?? "") else { continue }
                sites.append(site(front, back, port))
            }
        }
        let ports = Set(sites.map(\.port)).sorted()
        return RehearsalWebServer(product: .haproxy, listeners: ports.map { Listener(address: "0.0.0.0", port: $0) }, sites: sites)
    }

    private func site(_ front: HAProxySection, _ back: HAProxySection?, _ port: Int) -> RehearsalWebServer.Site {
        var site = RehearsalWebServer.Site(port: port, isDefault: true, rest: 503)
        guard let back else { return site }
        let paths = front.all("acl").filter { $0.words.count == 4 && $0.words[2] == "path_beg" }
        let denial = front.all("http-request").first { $0.words.contains("deny") && $0.words.contains("unless") }
        let allowed = paths.first { $0.words[1] == denial?.words.last }?.words[3]
        if let denial, let status = denial.words.firstIndex(of: "deny_status") {
            site.rest = status + 1 < denial.words.count ? Int(denial.words[status + 1]) : 403
        }
        let members = back.all("server").compactMap(member)
        var route = RehearsalWebServer.Route(prefix: allowed ?? "/", members: members)
        route.wantsHealth = back.has("option", "httpchk")
        // use-server NAME if { req.cook(JSESSIONID) -m end .ROUTE }
        for rule in back.all("use-server") where rule.words.count == 9 && rule.words[4] == "req.cook(JSESSIONID)" && rule.words[6] == "end"
        {
            if let member = members.first(where: { $0.route == rule.words[1] }) {
                route.choices.append(RehearsalWebServer.Choice(suffix: rule.words[7], members: [member]))
            }
        }
        site.routes = [route]
        return site
    }

    /// `server NAME ADDRESS:PORT …`; its name stands for the route.
    private func member(_ line: HAProxyLine) -> RehearsalWebServer.Member? {
        guard line.words.count > 2 else { return nil }
        let parts = line.words[2].split(separator: ":").map(String.init)
        return parts.first.map {
            RehearsalWebServer.Member(host: $0, port: parts.count > 1 ? Int(parts[1]) ?? 80 : 80, route: line.words[1])
        }
    }

    private func read(_ path: String, into sections: inout [HAProxySection]) throws(WebServerRefusal) {
        guard exists(path) else {
            throw WebServerRefusal(lines: ["Cannot open configuration file/directory \(path) : No such file or directory"])
        }
        var complaints: [String] = []
        for (index, line) in files.text(of: path).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard let first = words.first else { continue }
            if Self.sections.contains(first) {
                sections.append(HAProxySection(kind: first, name: words.count > 1 ? words[1] : ""))
                continue
            }
            guard var section = sections.popLast() else {
                complaints.append("parsing [\(path):\(index + 1)] : unknown keyword '\(first)' out of section.")
                continue
            }
            let known = section.kind == "listen" ? ["frontend", "backend"] : [section.kind]
            if !known.contains(where: { Self.keywords[$0]?.contains(first) == true }) {
                complaints.append("parsing [\(path):\(index + 1)] : unknown keyword '\(first)' in '\(section.kind)' section")
            }
            section.lines.append(HAProxyLine(words: words, file: path, line: index + 1))
            sections.append(section)
        }
        guard complaints.isEmpty else {
            throw WebServerRefusal(
                lines: complaints + ["Error(s) found in configuration file : \(path)", "Fatal errors found in configuration."])
        }
    }
}
