import Guidebook
import Machines

/// What proofs do as a browser would: begin sessions, and go on with them elsewhere.
///
/// Joget's own login page is enough: a node that knows a session goes on with it, under its own name at most; one that does
/// not begins a new one.
struct Browsing {
    let bench: Bench

    private static let patience = Duration.seconds(10)
    /// The page that is asked for.
    var page = "/jw/web/login"

    var nodes: [Server] { bench.plan.cluster.servers(with: .application) }
    var routes: [String] { nodes.map(bench.plan.cluster.route) }
    var balancer: String { bench.plan.values.text("balancer.url") + page }

    func page(of server: Server) -> String { "http://\(server.address):\(bench.plan.values.text("application.port"))\(page)" }

    /// The answer to a visit, with a session's cookie or without; nil where nobody answers, or only with an error of the server's.
    func visit(_ url: String, _ session: SessionCookie? = nil) async throws -> WebReply? {
        let cookie = session.map { "\(SessionCookie.name)=\($0.value)" }
        let reply: WebReply
        do {
            reply = try await bench.machine.fetch(WebRequest(url, cookie: cookie), within: Browsing.patience)
        } catch {
            // Without the program that asks, nothing is known of the server.
            if error.subject == "curl" { throw error }
            return nil
        }
        return reply.status < 500 ? reply : nil
    }

    /// What became of a session at an address.
    enum Passage: Sendable, Hashable {
        /// It went on; under another name where the node that answers is another one.
        case continued(as: SessionCookie?)
        /// Nobody there knew it: another one began.
        case lost
        case noAnswer
    }

    func goOn(with session: SessionCookie, at url: String) async throws -> Passage {
        guard let reply = try await visit(url, session) else { return .noAnswer }
        guard let next = SessionCookie(in: reply) else { return .continued(as: nil) }
        return next.stem == session.stem ? .continued(as: next) : .lost
    }

    /// Whether the page there begins a session for whoever brings one that nobody has begun. Only then does going on prove
    /// anything.
    func refusesInvented(at url: String) async throws -> Bool {
        let digits = "0123456789ABCDEF"
        let invented = String((0..<32).map { _ in digits.randomElement() ?? "0" })
        guard let cookie = SessionCookie(invented), let reply = try await visit(url, cookie) else { return false }
        return SessionCookie(in: reply).map { $0.stem != cookie.stem } ?? false
    }

    /// Begins sessions by the load balancer until one lands on the node of that name; nil where none does.
    func session(on route: String, tries: Int, pause: () async -> Void) async throws -> SessionCookie? {
        for _ in 0..<tries {
            if let reply = try await visit(balancer), let session = SessionCookie(in: reply), session.route == route { return session }
            await pause()
        }
        return nil
    }
}

extension SessionCookie {
    init?(_ value: String) {
        guard
            let cookie = SessionCookie(
                in: WebReply(status: 200, headers: [.init("set-cookie", "\(SessionCookie.name)=\(value)")], body: ""))
        else { return nil }
        self = cookie
    }

    /// The session's own name, without that of the node.
    var stem: Substring { value.prefix { $0 != "." } }
}
