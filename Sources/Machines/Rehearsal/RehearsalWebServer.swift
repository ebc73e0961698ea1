/// A web server that runs as its settings said when it started.
struct RehearsalWebServer: Hashable {
    enum Product: Hashable { case apache, nginx, haproxy }

    /// A node behind it.
    struct Member: Hashable {
        var host: String
        var port: Int
        /// The name at the end of a session that belongs to it.
        var route: String?
    }

    /// Members for sessions that end in some way.
    struct Choice: Hashable {
        var suffix: String
        var members: [Member]
    }

    /// Where requests of a path go.
    struct Route: Hashable {
        var prefix: String
        /// Members by the session that a visitor brings.
        var choices: [Choice] = []
        /// Members for everybody else, and for those whose node is gone.
        var members: [Member] = []
        /// Whether members that do not show the login page are left out.
        var wantsHealth = false
        /// Whether the server has what it takes to pass anything on; else the status that it answers with.
        var hindrance: Int?

        func covers(_ path: String) -> Bool {
            path == prefix || path.hasPrefix(prefix.hasSuffix("/") ? prefix : prefix + "/")
        }
    }

    /// One of its sites: the requests that it is there for, and what it does with them.
    struct Site: Hashable {
        var port: Int
        /// Whether it takes every port, so that one with a port comes first.
        var takesAnyPort = false
        var names: [String] = []
        var isDefault = false
        var root: String?
        var routes: [Route] = []
        /// What is answered to requests that no route takes; nil for files below the root.
        var rest: Int?
    }

    var product: Product
    var listeners: [Listener]
    var sites: [Site]
}

/// Why a web server does not take its settings, in its own words.
struct WebServerRefusal: Error, Hashable {
    var lines: [String]
    /// What goes to the server's error log rather than to the screen.
    var logged: [String] = []
}

/// Running a web server, and what it answers.
extension RehearsalServer {
    /// Reads the settings and takes the ports; false where either cannot be.
    mutating func startWebServer(_ unit: RehearsalUnit, isReload: Bool) throws(MachineError) -> Bool {
        let product: RehearsalWebServer.Product
        do throws(WebServerRefusal) {
            let server: RehearsalWebServer
            switch RehearsalFiles.name(of: unit.programs("ExecStart")[0].words[0]) {
            case "nginx": server = try nginxSettings()
            case "haproxy": server = try haproxySettings(haproxyFiles(of: unit))
            default:
                server = try apacheSettings()
                try checkApacheModules()
            }
            product = server.product
            let taken = Set(listeners.filter { !isReload || webServers[unit.name]?.listeners.contains($0) != true }.map(\.port))
            if let port = server.listeners.first(where: { taken.contains($0.port) })?.port {
                throw Self.portRefusal(port, product)
            }
            webServers[unit.name] = server
        } catch {
            logOf(unit, error.logged)
            return false
        }
        if product == .apache { logOf(unit, ["[mpm_event:notice] AH00489: Apache/2.4 configured -- resuming normal operations"]) }
        return true
    }

    private static func portRefusal(_ port: Int, _ product: RehearsalWebServer.Product) -> WebServerRefusal {
        switch product {
        case .apache:
            WebServerRefusal(
                lines: [], logged: ["(98)Address already in use: AH00072: make_sock: could not bind to address [::]:\(port)"])
        case .nginx:
            WebServerRefusal(lines: [], logged: ["[emerg] bind() to 0.0.0.0:\(port) failed (98: Address already in use)"])
        case .haproxy: WebServerRefusal(lines: [])
        }
    }

    /// Adds lines to the error log of a web server.
    private mutating func logOf(_ unit: RehearsalUnit, _ lines: [String]) {
        let path = unit.name == "nginx.service" ? "/var/log/nginx/error.log" : "/var/log/apache2/error.log"
        guard !lines.isEmpty, unit.name != "haproxy.service", exists(RehearsalFiles.parent(of: path)) else { return }
        logClock += 1000
        let stamp = RehearsalTomcatLog.stamp(logClock)
        let text = lines.map { "[\(stamp)] \($0)\n" }.joined()
        // A full disk keeps no log.
        try? files.write(((try? files.bytes(of: path)) ?? []) + Array(text.utf8), to: path)
    }

    // MARK: - Answers

    /// What a web server of this machine answers.
    mutating func answer(_ visit: WebVisit, port: Int, by unit: String) -> WebReply {
        guard let server = webServers[unit], let site = site(of: server, visit, port) else { return Self.errorPage(404, .haproxy) }
        let path = String(visit.path.prefix { $0 != "?" })
        let fitting = site.routes.filter { $0.covers(path) }
        // nginx takes the longest path that fits, the others the first.
        let route = server.product == .nginx ? fitting.max { $0.prefix.count < $1.prefix.count } : fitting.first
        guard let route, !(server.product == .apache && has(.defaultSiteAnswers)) else { return file(path, of: site, server) }
        if let hindrance = route.hindrance { return Self.errorPage(hindrance, server.product) }
        if let reply = pass(visit, on: route) { return reply }
        let status = server.product == .nginx ? 502 : 503
        if server.product == .apache, let own = self.unit(unit) {
            logOf(
                own,
                ["[proxy:error] (111)Connection refused: AH00957: http: attempt to connect to \(route.members.first?.host ?? "") failed"])
        }
        return Self.errorPage(status, server.product)
    }

    /// The site that a request is for.
    private func site(of server: RehearsalWebServer, _ visit: WebVisit, _ port: Int) -> RehearsalWebServer.Site? {
        let named = server.sites.filter { $0.port == port && !$0.takesAnyPort }
        let candidates = named.isEmpty ? server.sites.filter(\.takesAnyPort) : named
        let host = String(visit.host.prefix { $0 != ":" }).lowercased()
        return candidates.first { $0.names.contains(host) } ?? candidates.first(where: \.isDefault) ?? candidates.first
    }

    /// A file below a site's root, as far as there is one.
    private func file(_ path: String, of site: RehearsalWebServer.Site, _ server: RehearsalWebServer) -> WebReply {
        if let status = site.rest { return Self.errorPage(status, server.product) }
        let names = path == "/" ? ["/index.html", "/index.nginx-debian.html"] : [path]
        let found = names.map { (site.root ?? "/var/www/html") + $0 }.first { exists($0) }
        guard let found, !has(.defaultSiteAnswers) || path == "/" else { return Self.errorPage(404, server.product) }
        return WebReply(status: 200, headers: [.init("content-type", "text/html")], body: files.text(of: found))
    }

    /// Passes a request on to the first member that takes it; nil where none does.
    private mutating func pass(_ visit: WebVisit, on route: RehearsalWebServer.Route) -> WebReply? {
        let session = visit.session ?? ""
        let chosen = route.choices.first { session.hasSuffix($0.suffix) && !session.isEmpty }?.members ?? []
        var others = route.members
        if chosen.isEmpty, !others.isEmpty {
            turns += 1
            let start = turns % others.count
            others = Array(others[start...] + others[..<start])
        }
        for member in chosen + others {
            guard let address = resolve(member.host).first, let node = node(at: address, port: member.port) else { continue }
            if route.wantsHealth, node.state != .ready { continue }
            return answer(visit, by: node)
        }
        return nil
    }

    /// The page that a web server makes up itself.
    static func errorPage(_ status: Int, _ product: RehearsalWebServer.Product) -> WebReply {
        let titles = [403: "Forbidden", 404: "Not Found", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"]
        let title = titles[status] ?? "Error"
        let texts = [
            404: "The requested URL was not found on this server.",
            500: "The server encountered an internal error or\nmisconfiguration and was unable to complete\nyour request.",
            503: "The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems.",
        ]
        let body: String
        switch product {
        case .apache:
            body =
                "<html><head>\n<title>\(status) \(title)</title>\n</head><body>\n<h1>\(title)</h1>\n<p>\(texts[status] ?? "")</p>\n<hr>\n"
                + "<address>Apache/2.4 Server</address>\n</body></html>\n"
        case .nginx:
            body =
                "<html>\n<head><title>\(status) \(title)</title></head>\n<body>\n<center><h1>\(status) \(title)</h1></center>\n"
                + "<hr><center>nginx</center>\n</body>\n</html>\n"
        case .haproxy:
            let reason = status == 503 ? "No server is available to handle this request.\n" : ""
            body = "<html><body><h1>\(status) \(title)</h1>\n\(reason)</body></html>\n"
        }
        return WebReply(status: status, headers: [.init("content-type", "text/html")], body: body)
    }
}
