import Guidebook
import Machines

/// Checks that ask a web server, as a browser would.
extension Inspector {
    private static let patience = Duration.seconds(15)

    /// Asks one address after the other; the first that is not as it should be is the finding.
    func http(_ check: Check, _ urls: String, _ status: Int, _ text: String?) async throws -> Finding {
        let expected = "status \(status)" + (text.map { ", and '\($0)' on the page" } ?? "")
        return try await finding(check, expected: expected) {
            let all = urls.split(separator: " ").map(String.init)
            for url in all {
                do {
                    let reply = try await visit(WebRequest(url))
                    if reply.status == status, text.map(reply.body.contains) ?? true { continue }
                    throw try await objection(to: reply, of: url, missing: text)
                } catch let objection as Objection where all.count > 1 {
                    var objection = objection
                    objection.found = "\(url): \(objection.found)"
                    throw objection
                }
            }
            return all.count > 1 ? "\(expected), from each of \(all.count)" : expected
        }
    }

    /// An answer; that nobody gives one is an objection.
    private func visit(_ request: WebRequest) async throws -> WebReply {
        do {
            return try await machine.fetch(request, within: Inspector.patience)
        } catch {
            // Without the program that asks, nothing is known of the server.
            if error.subject == "curl" { throw error }
            throw Objection(error.what, remedy: error.remedy.isEmpty ? "look whether the service runs there" : error.remedy)
        }
    }

    /// What an answer means; Joget's set-up page tells by its own status why it is shown.
    private func objection(to reply: WebReply, of url: String, missing text: String?) async throws -> Objection {
        let diagnosis = WebDiagnosis(reply: reply, url: url)
        guard let page = diagnosis.setupPage else {
            return diagnosis.objection(missing: text, nodes: plan.cluster.servers(with: .application).map(\.address))
        }
        let status = try await visit(WebRequest(page)).status
        let (share, profile) = (plan.values.text("share.mount"), plan.values.text("application.profile"))
        let evidence = "\(diagnosis.evidence); that page answers with status \(status)"
        switch status {
        case 200:
            return Objection(
                "Joget has no database profile: it offers to set itself up", evidence: evidence,
                remedy:
                    "see that \(share) is mounted and \(share)/app_datasource.properties says currentProfile=\(profile); set nothing up "
                    + "in the browser, for that makes a profile of another name")
        case 403:
            return Objection(
                "Joget does not reach its database", evidence: evidence,
                remedy: "see that this server can log in there (step database.login), then compare address, port and password in "
                    + "\(share)/app_datasource-\(profile).properties; the file as shipped names port 3307")
        default:
            return Objection(
                "Joget leads to its set-up page", evidence: evidence, remedy: "look for 'database' in Tomcat's logs/catalina.out")
        }
    }

    func sticky(_ check: Check, _ url: String, _ routes: String) async throws -> Finding {
        let names = routes.split(separator: " ").map(String.init)
        let expected = names.count == 1 ? "sessions of the node \(names[0])" : "a session stays on one of \(names.joined(separator: ", "))"
        return try await finding(check, expected: expected) {
            let first = try await visit(WebRequest(url))
            guard first.status < 400, WebDiagnosis(reply: first, url: url).setupPage == nil else {
                throw try await objection(to: first, of: url, missing: nil)
            }
            guard let session = SessionCookie(in: first) else {
                throw Objection(
                    "no session began: the answer sets no cookie JSESSIONID", evidence: WebDiagnosis(reply: first, url: url).evidence,
                    remedy: "open \(url) in a browser; where it is Joget's login page, something before it removes cookies")
            }
            let node = try node(of: session, among: names)
            for turn in 2...4 { try await follow(session, to: url, from: node, turn) }
            return "four requests of one session, all on \(node)"
        }
    }

    /// The node that began a session.
    private func node(of session: SessionCookie, among names: [String]) throws -> String {
        guard let node = session.route else {
            throw Objection(
                "the session bears no node's name: jvmRoute is not set", evidence: session.shown,
                remedy: "give each Tomcat its jvmRoute in conf/server.xml (step session.server-xml) and restart it")
        }
        guard names.contains(node) else {
            throw Objection(
                "the session belongs to '\(node)', which is none of \(names.joined(separator: ", "))", evidence: session.shown,
                remedy:
                    "make jvmRoute in that server's conf/server.xml the name that the load balancer has for it (step session.server-xml)")
        }
        return node
    }

    private func follow(_ session: SessionCookie, to url: String, from node: String, _ turn: Int) async throws {
        let reply = try await visit(WebRequest(url, cookie: "\(SessionCookie.name)=\(session.value)"))
        guard reply.status < 500 else { throw try await objection(to: reply, of: url, missing: nil) }
        guard let next = SessionCookie(in: reply), next.route != node else { return }
        throw Objection(
            "the session began on \(node), and request \(turn) of it was answered by \(next.route ?? "a node without a name")",
            evidence: next.shown,
            remedy:
                "the load balancer must know each node by its jvmRoute and go by JSESSIONID; repeat the step that writes its site"
        )
    }
}

/// The session that an answer begins.
struct SessionCookie: Hashable {
    static let name = "JSESSIONID"

    /// What the browser sends back. Opens the session to whoever has it.
    let value: String

    init?(in reply: WebReply) {
        let cookies = reply.headers.filter { $0.name == "set-cookie" }.map { $0.value.prefix { $0 != ";" } }
        guard let cookie = cookies.last(where: { $0.hasPrefix(SessionCookie.name + "=") }) else { return nil }
        value = String(cookie.dropFirst(SessionCookie.name.count + 1)).trimmed
        if value.isEmpty { return nil }
    }

    /// What follows its last dot: the node's name.
    var route: String? {
        guard let dot = value.lastIndex(of: ".") else { return nil }
        let route = value[value.index(after: dot)...]
        return route.isEmpty ? nil : String(route)
    }

    /// Fit to be shown.
    var shown: String { "Set-Cookie: \(SessionCookie.name)=…\(route.map { ".\($0)" } ?? "")" }
}
