/// Application servers as a visitor finds them: this one's own Tomcat, and those of others.
extension RehearsalServer {
    /// A Tomcat somewhere with what it would answer.
    struct WebNode {
        /// Its address and port.
        var key: String
        var route: String?
        var version: String
        /// What stands before Joget; nil where Joget is not there at all.
        var state: JogetState?
        /// Whether Tomcat's own page is there.
        var hasRoot: Bool
        /// The nodes that know its sessions.
        var shares: Set<String>
    }

    /// A request on its way to a node.
    struct WebVisit {
        var path: String
        /// The name by which the visitor asked, with the port.
        var host: String
        var cookie: String?

        /// The session that the visitor brings.
        var session: String? {
            let pairs = (cookie ?? "").split(separator: ";").map { $0.drop { $0 == " " } }
            return pairs.first { $0.hasPrefix("JSESSIONID=") }.map { String($0.dropFirst("JSESSIONID=".utf8.count)) }
        }
    }

    typealias RunningApplication = (
        address: String, port: Int, application: RehearsalSeed.RemoteApplication, usesMulticast: Bool
    )

    /// Other servers' applications that run.
    var applicationsThatRun: [RunningApplication] {
        if has(.peersDown) { return [] }
        return seed.applications.compactMap { application in
            resolve(application.server).first.map { ($0, application.port, application, application.usesMulticast) }
        }
    }

    /// The node at an address, brought up to date; nil where nobody answers.
    mutating func node(at address: String, port: Int) -> WebNode? {
        guard isOwn(address) else {
            guard let found = applicationsThatRun.first(where: { $0.address == address && $0.port == port }) else { return nil }
            let key = "\(address):\(port)"
            return WebNode(
                key: key, route: found.application.route, version: "9.0.86", state: found.application.state.jogetState, hasRoot: true,
                shares: peers(ofNodeElsewhere: key))
        }
        guard let unit = tomcats.keys.sorted().first(where: { tomcats[$0]?.listeners.contains { $0.port == port } == true }) else {
            return nil
        }
        noticeChanges(of: unit)
        healJoget(unit)
        guard let tomcat = tomcats[unit] else { return nil }
        return WebNode(
            key: "\(seed.address):\(port)", route: tomcat.settings.route, version: tomcat.version,
            state: tomcat.application?.isJoget == true ? jogetState(of: tomcat) : nil, hasRoot: exists("\(tomcat.base)/webapps/ROOT"),
            shares: peers(of: tomcat).union(ownKeys(tomcat)))
    }

    /// Lets Joget look again at its settings and database, as it does at each request until it is up.
    private mutating func healJoget(_ unit: String) {
        guard let tomcat = tomcats[unit], var application = tomcat.application, application.isJoget else { return }
        var log = RehearsalTomcatLog(clock: logClock)
        report(jogetState(of: tomcat), &application, tomcat, &log)
        tomcats[unit]?.application = application
        append(log, to: tomcat.log)
    }

    // MARK: - Answers

    /// What a node answers.
    mutating func answer(_ visit: WebVisit, by node: WebNode) -> WebReply {
        let path = String(visit.path.prefix { $0 != "?" })
        guard path == "/jw" || path.hasPrefix("/jw/") else {
            return path == "/" && node.hasRoot ? page("Apache Tomcat/\(node.version)", "") : Self.missing(path, node.version)
        }
        guard let state = node.state else { return Self.missing(path, node.version) }
        switch path {
        case "/jw": return Self.redirect(to: "/jw/")
        case "/jw/", "/jw/index.jsp":
            return page("Joget DX", "<meta http-equiv=\"refresh\" content=\"0;url=http://\(visit.host)/jw/web/index\">")
        case "/jw/setup":
            if case .noProfile = state { return page("Joget DX Setup", "<form>Database profile</form>") }
            return Self.error(403, "Forbidden", "Access to the requested resource has been denied", node.version)
        default: break
        }
        guard state == .ready else { return Self.redirect(to: "/jw/setup") }
        return joget(path, visit, node)
    }

    private mutating func joget(_ path: String, _ visit: WebVisit, _ node: WebNode) -> WebReply {
        switch path {
        case "/jw/web/login":
            var reply = page("Joget DX", "<form action=\"/jw/j_spring_security_check\"><input name=\"j_username\"></form>")
            if let cookie = sessionCookie(visit, node) { reply.headers.insert(cookie, at: 0) }
            return reply
        case "/jw/web/json/workflow/currentUsername":
            return WebReply(
                status: 200, headers: [.init("content-type", "application/json;charset=UTF-8")], body: "{\"username\":\"roleAnonymous\"}")
        case "/jw/web/console/home", "/jw/web/index": return Self.redirect(to: "/jw/web/login")
        default: return Self.missing(path, node.version)
        }
    }

    // MARK: - Pages

    private func page(_ title: String, _ body: String) -> WebReply {
        WebReply(
            status: 200, headers: [.init("content-type", "text/html;charset=UTF-8")],
            body: "<!DOCTYPE html><html><head><title>\(title)</title></head><body>\(body)</body></html>\n")
    }

    private static func redirect(to place: String) -> WebReply {
        WebReply(status: 302, headers: [.init("location", place), .init("content-length", "0")])
    }

    private static func missing(_ path: String, _ version: String) -> WebReply {
        error(404, "Not Found", "The requested resource [\(path)] is not available", version)
    }

    private static func error(_ status: Int, _ title: String, _ message: String, _ version: String) -> WebReply {
        let body =
            "<!doctype html><html lang=\"en\"><head><title>HTTP Status \(status) – \(title)</title></head><body>"
            + "<h1>HTTP Status \(status) – \(title)</h1><p><b>Message</b> \(message)</p><h3>Apache Tomcat/\(version)</h3></body></html>"
        return WebReply(
            status: status, headers: [.init("content-type", "text/html;charset=utf-8"), .init("content-language", "en")], body: body)
    }
}

extension RehearsalSeed.RemoteApplication.State {
    var jogetState: RehearsalServer.JogetState? {
        switch self {
        case .ready: .ready
        case .withoutProfile: .noProfile("")
        case .withoutDatabase: .noDatabase("")
        case .withoutJoget: nil
        }
    }
}
