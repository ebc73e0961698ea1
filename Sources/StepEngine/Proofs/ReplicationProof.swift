import Guidebook
import Machines

/// Counts in a session of a small application that is deployed for this on every node, and taken away again.
///
/// The servers wait for each other by nothing but the pages themselves and a mark on the share.
struct ReplicationProof: Proof {
    let bench: Bench

    private static let name = "joget-cluster-proof"
    private static let interval = Duration.milliseconds(500)
    /// How often the page of a node is asked for before it is given up.
    private static let polls = 240
    private static let tries = 10

    private static let page = """
        <%@ page session="true" contentType="text/plain; charset=UTF-8" %><%
        Integer count = (Integer) session.getAttribute("count");
        session.setAttribute("count", count == null ? 1 : count + 1);
        %>count <%= session.getAttribute("count") %>

        """
    private static let descriptor = """
        <?xml version="1.0" encoding="UTF-8"?>
        <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0">
          <distributable/>
          <welcome-file-list><welcome-file>index.jsp</welcome-file></welcome-file-list>
        </web-app>

        """

    private var browsing: Browsing { Browsing(bench: bench, page: "/\(ReplicationProof.name)/index.jsp") }
    private var folder: String { "\(bench.plan.values.text("tomcat.home"))/webapps/\(ReplicationProof.name)" }
    private var clearing: [String] { ["rm", "--recursive", "--force", folder] }
    private var peers: [Server] { browsing.nodes.filter { $0.name != bench.plan.server.name } }

    private func mark(of server: String) -> String { "\(bench.plan.values.text("share.mount"))/.joget-cluster-replication-\(server)" }

    var commands: [[String]] { [clearing] }

    func clear(_ attempt: Attempt) async throws {
        if try await bench.machine.status(of: folder) != nil { try await attempt.run(bench.command(clearing)) }
        try await bench.machine.remove(mark(of: bench.plan.server.name))
    }

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        let own = bench.plan.server
        guard !peers.isEmpty else {
            return [Finding("session of a test page", expected: "known on the other nodes", found: "there is no other", verdict: .holds)]
        }
        try await deploy()
        await attempt.say("waiting for Tomcat to deploy \(ReplicationProof.name)")
        guard try await isServed(by: own, attempt) else {
            let reply = try await bench.machine.fetch(WebRequest(browsing.page(of: own)), within: .seconds(10))
            return [
                Finding(
                    "test page on \(own.name)", expected: "served within two minutes", found: "it answers with status \(reply.status)",
                    verdict: .fails,
                    remedy: "see Tomcat's log; where its Host in server.xml says autoDeploy=\"false\", this proof cannot be made")
            ]
        }
        var findings: [Finding] = []
        for peer in peers {
            await attempt.say("waiting for the same proof on \(peer.name)")
            findings.append(try await passage(to: peer, attempt))
        }
        try await waitForOthers(attempt)
        return findings
    }

    private func deploy() async throws {
        let owner = bench.plan.values.text("tomcat.account")
        let machine = bench.machine
        for path in [folder, "\(folder)/WEB-INF"] {
            try await machine.makeDirectory(path, attributes: FileAttributes(owner: owner, mode: 0o755))
        }
        let attributes = FileAttributes(owner: owner, mode: 0o644)
        try await machine.replace("\(folder)/WEB-INF/web.xml", with: Array(ReplicationProof.descriptor.utf8), attributes: attributes)
        try await machine.replace("\(folder)/index.jsp", with: Array(ReplicationProof.page.utf8), attributes: attributes)
    }

    private func isServed(by server: Server, _ attempt: Attempt) async throws -> Bool {
        for _ in 0..<ReplicationProof.polls {
            if try await browsing.visit(browsing.page(of: server))?.status == 200 { return true }
            await attempt.engine.pause(ReplicationProof.interval)
        }
        return false
    }

    private func passage(to peer: Server, _ attempt: Attempt) async throws -> Finding {
        let title = "session of a test page on \(peer.name)"
        let expected = "goes on counting"
        guard try await isServed(by: peer, attempt) else {
            return Finding(
                title, expected: expected, found: "\(peer.name) does not serve the page", verdict: .warns,
                remedy: "begin 'joget-cluster proof replication' on \(peer.name) at the same time")
        }
        for turn in 1...ReplicationProof.tries {
            if turn > 1 { await attempt.engine.pause(ReplicationProof.interval) }
            guard let first = try await browsing.visit(browsing.page(of: bench.plan.server)), let session = SessionCookie(in: first) else {
                continue
            }
            // The copy is made after the answer.
            await attempt.engine.pause(ReplicationProof.interval)
            let second = try await browsing.visit(browsing.page(of: peer), session)
            if let second, second.body.contains("count 2") {
                return Finding(title, expected: expected, found: "1 on \(bench.plan.server.name), 2 on \(peer.name)", verdict: .holds)
            }
        }
        return Finding(
            title, expected: expected, found: "lost: \(peer.name) begins at 1 again", verdict: .fails,
            remedy: "see that TCP port \(bench.plan.values.text("session.port")) is open between the nodes (proof reachability), and which "
                + "members Tomcat names in its log (step session.service)")
    }

    /// The page stays until the others have been here: each says so by a mark, or has gone already.
    private func waitForOthers(_ attempt: Attempt) async throws {
        let done = Array("\(Journal.now())\n".utf8)
        try await bench.machine.replace(mark(of: bench.plan.server.name), with: done, attributes: FileAttributes(mode: 0o644))
        await attempt.say("waiting until the others have seen the page")
        for _ in 0..<ReplicationProof.polls {
            var isWaiting = false
            for peer in peers where try await bench.machine.status(of: mark(of: peer.name)) == nil {
                isWaiting = try await browsing.visit(browsing.page(of: peer))?.status == 200 || isWaiting
            }
            if !isWaiting { return }
            await attempt.engine.pause(ReplicationProof.interval)
        }
    }
}
