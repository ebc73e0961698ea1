import Foundation
import Guidebook
import Testing

@testable import StepEngine

/// Pages as the programs really write them.
private enum Page {
    static let apache = """
        <!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
        <html><head>
        <title>404 Not Found</title>
        </head><body>
        <h1>Not Found</h1>
        <p>The requested URL was not found on this server.</p>
        <hr>
        <address>Apache/2.4.62 (Debian) Server at 192.0.2.15 Port 80</address>
        </body></html>
        """
    static let nginx =
        "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n"
        + "<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"
    static let tomcat =
        "<!doctype html><html lang=\"en\"><head><title>HTTP Status 404 – Not Found</title></head><body><h1>HTTP Status 404 – Not Found</h1>"
        + "<p><b>Message</b> The requested resource [&#47;jw] is not available</p><h3>Apache Tomcat/9.0.43</h3></body></html>"
    static let haproxy =
        "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n"
}

@Suite("Checks that ask a web server")
struct ClusterCheckTestsWeb {
    private func at(_ url: String, _ text: String? = nil) async throws -> Finding {
        await (try Look()).at(.http(url: url, status: 200, contains: text))
    }

    @Test("The expected page holds")
    func right() async throws {
        let site = try Site { _, _ in Site.reply("200 OK", page: "<title>Login</title> Sign in to Joget") }
        let finding = try await at(site.url + "/jw/web/login", "Joget")
        #expect(finding.verdict == .holds && finding.found == "status 200, and 'Joget' on the page")
        #expect(site.asked == ["GET /jw/web/login"])
        let other = try await at(site.url, "Petstore")
        #expect(
            other.verdict == .fails && other.found == "status 200, but the page does not say 'Petstore'"
                && other.evidence == "HTTP 200: Login")
    }

    @Test("Of several addresses each must answer; the one that does not is named")
    func several() async throws {
        let site = try Site { request, _ in Site.reply(request.hasPrefix("GET /b") ? "500 Oh" : "200 OK") }
        #expect(try await at("\(site.url)/a \(site.url)/c").found == "status 200, from each of 2")
        let finding = try await at("\(site.url)/a \(site.url)/b \(site.url)/c")
        #expect(finding.verdict == .fails && finding.found == "\(site.url)/b: Joget fails with status 500")
    }

    @Test(
        "Joget's set-up page tells why it is shown",
        arguments: [
            ("200 OK", "Joget has no database profile: it offers to set itself up", "currentProfile=default"),
            ("403 Forbidden", "Joget does not reach its database", "app_datasource-default.properties"),
            ("500 Oh", "Joget leads to its set-up page", "catalina.out"),
        ])
    func setup(status: String, words: String, help: String) async throws {
        let site = try Site { request, _ in
            request.hasPrefix("GET /jw/setup") ? Site.reply(status) : Site.reply("302 ", "Location: http://joget.example/jw/setup")
        }
        let finding = try await at(site.url + "/jw/web/login")
        #expect(finding.verdict == .fails && finding.found == words && finding.remedy?.contains(help) == true)
        #expect(
            finding.evidence == "HTTP 302, to http://joget.example/jw/setup; that page answers with status \(status.prefix(3))")
        #expect(site.asked == ["GET /jw/web/login", "GET /jw/setup"], "the same server is asked, whatever it calls itself")
    }

    @Test("What answers in Joget's place is named, with how to mend it")
    func strangers() async throws {
        let cases = [
            ("404 Not Found", Page.apache, "Apache answers for itself: its default site answers first", "a2dissite 000-default"),
            ("404 Not Found", Page.nginx, "nginx answers for itself: its default site answers first", "sites-enabled/default"),
            ("404 ", Page.tomcat, "Tomcat answers, but has no such application or page", "jw.war"),
            ("503 Service Unavailable", Page.haproxy, "the load balancer reaches no application server", "192.0.2.13, 192.0.2.14"),
            ("502 Bad Gateway", "<title>502 Proxy Error</title>", "the load balancer reaches no application server", "192.0.2.13"),
            ("503 ", "<title>HTTP Status 503 – Service Unavailable</title>", "Joget fails with status 503", "catalina.out"),
            ("302 Found", "", "it sends the browser elsewhere: /jw/web/index", "browser"), ("418 Teapot", "", "status 418", "browser"),
        ]
        for (status, page, words, help) in cases {
            let site = try Site { _, _ in Site.reply(status, "Location: /jw/web/index", page: page) }
            let finding = try await at(site.url)
            #expect(finding.verdict == .fails && finding.found == words, "\(finding)")
            #expect(finding.remedy?.contains(help) == true && finding.evidence?.hasPrefix("HTTP \(status.prefix(3))") == true, "\(finding)")
        }
        let welcome = try Site { _, _ in Site.reply("200 OK", page: "<title>Apache2 Debian Default Page: It works</title>") }
        #expect(try await at(welcome.url, "Joget").found == "Apache answers for itself: its default site answers first")
    }

    @Test("A server at which nobody listens fails the check, and says what to look at")
    func refused() async throws {
        let url = try Site { _, _ in "" }.url  // Closed again at once.
        let finding = try await at(url + "/jw")
        #expect(finding.verdict == .fails && finding.found.hasPrefix("no connection: ") && finding.remedy?.isEmpty == false)
    }

    // MARK: Sessions

    private func sticky(_ routes: String = "node01 node02", _ answer: @escaping @Sendable (String, Int) -> String) async throws -> (
        Finding, Site
    ) {
        let site = try Site(answer)
        return (await (try Look()).at(.sticky(url: site.url + "/jw/web/login", routes: routes)), site)
    }

    @Test("A session that stays on the node that began it holds")
    func stays() async throws {
        let (finding, site) = try await sticky { request, _ in
            request.contains("\r\nCookie: JSESSIONID=5A.b.node02\r\n")
                ? Site.reply("200 OK")
                : Site.reply("200 OK", "Set-Cookie: other=1", "Set-Cookie: JSESSIONID=5A.b.node02; Path=/jw; HttpOnly")
        }
        #expect(finding.verdict == .holds && finding.found == "four requests of one session, all on node02")
        #expect(site.asked.count == 4)
    }

    @Test("A session that wanders to another node is caught, and its name is not shown")
    func wanders() async throws {
        let (finding, _) = try await sticky { _, number in
            Site.reply("200 OK", "Set-Cookie: JSESSIONID=SECRET.node0\(number < 3 ? 1 : 2); Path=/jw")
        }
        #expect(finding.verdict == .fails && finding.found == "the session began on node01, and request 3 of it was answered by node02")
        #expect(finding.evidence == "Set-Cookie: JSESSIONID=….node02")
    }

    @Test("A session without a node's name, or with a foreign one, or none at all, is said")
    func names() async throws {
        let (bare, _) = try await sticky { _, _ in Site.reply("200 OK", "Set-Cookie: JSESSIONID=SECRET; Path=/jw") }
        #expect(bare.verdict == .fails && bare.found == "the session bears no node's name: jvmRoute is not set")
        #expect(bare.evidence == "Set-Cookie: JSESSIONID=…")
        let (foreign, _) = try await sticky { _, _ in Site.reply("200 OK", "Set-Cookie: JSESSIONID=SECRET.tomcat7") }
        #expect(foreign.found == "the session belongs to 'tomcat7', which is none of node01, node02")
        let (none, _) = try await sticky { _, _ in Site.reply("200 OK", page: "<title>Hello</title>") }
        #expect(none.found == "no session began: the answer sets no cookie JSESSIONID" && none.evidence == "HTTP 200: Hello")
    }

    @Test("A balancer that has no node is told as it is for any page, also in the middle of a session")
    func broken() async throws {
        let (first, _) = try await sticky { _, _ in Site.reply("503 Service Unavailable", page: Page.haproxy) }
        #expect(first.found == "the load balancer reaches no application server")
        let (later, _) = try await sticky { _, number in
            number < 2 ? Site.reply("200 OK", "Set-Cookie: JSESSIONID=1.node01") : Site.reply("502 Bad Gateway")
        }
        #expect(later.verdict == .fails && later.found == "the load balancer reaches no application server")
        let (setup, _) = try await sticky { request, _ in
            request.hasPrefix("GET /jw/setup") ? Site.reply("403 ") : Site.reply("302 ", "Location: /jw/setup")
        }
        #expect(setup.found == "Joget does not reach its database")
    }
}
