import Guidebook
import Machines

/// What an answer means that is not the expected one.
struct WebDiagnosis {
    private static let setup = "/setup"

    let reply: WebReply
    let url: String

    /// The title of the page, or its first heading; empty where it has none.
    var title: String {
        let page = reply.body
        return (page.between("<title>", "</title>") ?? page.between("<h1>", "</h1>") ?? page.between("<TITLE>", "</TITLE>") ?? "").firstLine
    }

    /// The status and what else proves the case, in a line.
    var evidence: String {
        let goal = reply.header("location").map { ", to \($0)" } ?? ""
        return "HTTP \(reply.status)\(goal)\(title.isEmpty ? "" : ": \(title)")"
    }

    /// The address of Joget's set-up page, where the answer leads there.
    var setupPage: String? {
        guard (300..<400).contains(reply.status), let location = reply.header("location") else { return nil }
        let path = WebDiagnosis.path(of: location)
        let end = path.prefix { $0 != "?" && $0 != ";" }
        guard end.hasSuffix(WebDiagnosis.setup) || end.hasSuffix(WebDiagnosis.setup + "/") else { return nil }
        // The same server is asked, whatever name it has for itself.
        return WebDiagnosis.origin(of: url) + path
    }

    /// Whether the page was made by Tomcat rather than by what stands before it.
    private var isTomcats: Bool { ["HTTP Status ", "Apache Tomcat"].contains(where: reply.body.contains) }

    /// The program before Tomcat that answers for itself, and how to turn off what answers there.
    private var stranger: (name: String, remedy: String)? {
        let page = reply.body
        if isTomcats { return nil }
        if ["was not found on this server", "Apache2 Debian Default Page", "Apache2 Ubuntu Default Page", "It works!"].contains(
            where: page.contains)
        {
            return (
                "Apache", "turn its default site off ('a2dissite 000-default', then 'systemctl restart apache2'), and see that jwsite is on"
            )
        }
        if ["<center>nginx", "Welcome to nginx!"].contains(where: page.contains) {
            return (
                "nginx", "remove /etc/nginx/sites-enabled/default, then 'systemctl restart nginx', and see that conf.d/joget.conf is there"
            )
        }
        return nil
    }

    /// What is the matter. `nodes` are the addresses of the application servers.
    func objection(missing text: String?, nodes: [String]) -> Objection {
        let (found, remedy) = words(missing: text, nodes)
        return Objection(found, evidence: evidence, remedy: remedy)
    }

    private func words(missing text: String?, _ nodes: [String]) -> (found: String, remedy: String) {
        switch reply.status {
        case 300..<400:
            return (
                "it sends the browser elsewhere: \(reply.header("location") ?? "it does not say where to")",
                "open the address in a browser and look"
            )
        case 404 where isTomcats:
            return (
                "Tomcat answers, but has no such application or page",
                "see that jw.war lies in Tomcat's webapps, and why Tomcat did not start it: logs/catalina.out"
            )
        case 404, 200, 403:
            if let stranger { return ("\(stranger.name) answers for itself: its default site answers first", stranger.remedy) }
        case 502...504 where !isTomcats:
            return (
                "the load balancer reaches no application server",
                "look whether Joget answers on each one by itself (\(nodes.joined(separator: ", "))) and start it where it does not; "
                    + "the balancer needs some seconds to take one back"
            )
        case 500..<600:
            return ("Joget fails with status \(reply.status)", "look for the first exception in Tomcat's logs/catalina.out")
        default: break
        }
        if let text, (200..<300).contains(reply.status) {
            return (
                "status \(reply.status), but the page does not say '\(text)'", "open the address in a browser and look which page it is"
            )
        }
        return ("status \(reply.status)", "open the address in a browser and look; then look into the log of the server there")
    }

    /// `http://host:port` of an address.
    static func origin(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count < 3 ? url : parts[..<3].joined(separator: "/")
    }

    /// The path of an address, which may be a path already.
    private static func path(of location: String) -> String {
        let lower = location.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else { return location }
        return String(location.dropFirst(origin(of: location).count))
    }
}
