import Guidebook
import Machines

/// The check of what Tomcat's log says of the session cluster.
extension Inspector {
    /// A log up to this size is read as a whole, in bytes.
    private static let wholeLog = 8 << 20
    /// The words of lines that are picked out of a larger one.
    private static let tellingWords = [
        "Server version name:", "Server initialization in", "Starting Servlet engine:", "Server startup in", "Stopping service [",
        "Receiver Server Socket bound to:", "Replication member added:", "Received member disappeared:", "Starting clustering manager at",
        "Register manager", "Error occurred during initialization of VM", "Error opening zip file or JAR manifest missing",
        "Could not create the Java Virtual Machine",
    ]
    private static let context = "/jw"

    func members(_ check: Check, _ log: String, _ address: String, _ peers: String) async throws -> Finding {
        let wanted = peers.split(separator: " ").map(String.init)
        let names = wanted.map(shownName).joined(separator: ", ")
        let expected = "sessions of \(Inspector.context) replicated from \(address)\(wanted.isEmpty ? "" : ", members: \(names)")"
        return try await finding(check, expected: expected) {
            let text = try await text(of: log)
            let tomcat = TomcatLog(text)
            try judge(tomcat, text, log, address)
            let heard = tomcat.members.map(\.host)
            let strangers = heard.filter { !wanted.contains($0) }
            guard strangers.isEmpty else {
                throw Objection(
                    "a member is not of this cluster: \(strangers.joined(separator: ", "))",
                    evidence: text.lastLine(with: "Replication member added:"),
                    verdict: .warns,
                    remedy:
                        "another cluster uses the same multicast group, or an address was changed; static membership takes nobody else"
                )
            }
            let missing = wanted.filter { !heard.contains($0) }
            guard missing.isEmpty else {
                throw Objection(
                    "replicated; not yet heard: \(missing.map(shownName).joined(separator: ", "))", verdict: .warns,
                    remedy: "set them up, then verify again; where they run, see that the replication port is open between the servers")
            }
            return wanted.isEmpty ? "replicated, with nobody else to hear" : "replicated, members: \(names)"
        }
    }

    private func text(of log: String) async throws -> String {
        guard let status = try await machine.status(of: log) else {
            return try await journal(insteadOf: log)
        }
        if status.size <= Inspector.wholeLog {
            // It may grow while it is read.
            return String(decoding: try await machine.read(log, limit: Inspector.wholeLog * 2) ?? [], as: UTF8.self)
        }
        let patterns = Inspector.tellingWords.flatMap { ["--regexp", $0] }
        let answer = try await ask(["grep", "--text", "--fixed-strings"] + patterns + [log], timeout: .seconds(60))
        guard answer.output.utf8.count < 900_000 else {
            throw Objection("the log is too long to be read", verdict: .unknown, remedy: "stop Tomcat, move \(log) away, start Tomcat")
        }
        return answer.output
    }

    /// What Tomcat says where its unit leaves that to systemd's journal, since this start of the server.
    private func journal(insteadOf log: String) async throws -> String {
        let unit = plan.values.text("application.service")
        let pattern = Inspector.tellingWords.map { $0.replacing("[", with: "\\[").replacing(".", with: "\\.") }.joined(separator: "|")
        let answer = try await ask(
            ["journalctl", "--unit=\(unit)", "--boot", "--output=cat", "--no-pager", "--grep=\(pattern)"],
            timeout: .seconds(60))
        guard answer.succeeded, answer.output.contains("Server") else {
            throw Objection(
                "there is no \(log), and nothing of Tomcat's in the journal: it has not been started, or writes elsewhere",
                remedy: "start it, or look with 'journalctl -u \(unit)'")
        }
        return answer.output
    }

    /// Objects to a start that opened no port for its peers, opened it where they do not come, or replicates nothing.
    private func judge(_ tomcat: TomcatLog, _ text: String, _ log: String, _ address: String) throws {
        if tomcat.hasStopped {
            throw Objection("Tomcat was stopped after its last start", remedy: "start it, and look again")
        }
        guard let bound = tomcat.boundAddress else {
            throw tomcat.hasStarted
                ? Objection(
                    "Tomcat opened no port for sessions: it has no cluster element",
                    remedy: "do the step session.server-xml, which restarts Tomcat")
                : Objection(
                    "the last start of Tomcat has not come so far", evidence: text.lastLine, remedy: "wait for its end, or read \(log)")
        }
        let line = text.lastLine(with: "Receiver Server Socket bound to:")
        if let loopback = ([bound] + tomcat.members).first(where: { $0.host.hasPrefix("127.") }) {
            throw Objection(
                "it looks healthy and shares no session: \(loopback) is this server for whoever reads it",
                evidence: loopback == bound ? line : text.lastLine(with: "Replication member added:", "127"),
                remedy:
                    "\(loopback == bound ? "this server" : "that member") must not resolve its own name to 127.* (/etc/hosts), and the "
                    + "receiver's address in server.xml must be the server's own (step session.server-xml)")
        }
        guard bound.host == address else {
            throw Objection(
                "it takes sessions on \(bound)", evidence: line,
                remedy: "give the receiver in server.xml the address \(address) (step session.server-xml)")
        }
        guard tomcat.managerContexts.contains(Inspector.context) else {
            throw tomcat.hasStarted
                ? Objection(
                    "no session of \(Inspector.context) is replicated: Tomcat started no manager for it",
                    evidence: text.lastLine(with: "Server startup in"),
                    remedy: "the WAR is not distributable: web.xml in jw.war lacks <distributable/>, or a library in its WEB-INF/lib has a "
                        + "web-fragment.xml without it")
                : Objection(
                    "Tomcat has not started \(Inspector.context) yet", evidence: text.lastLine,
                    remedy: "wait for the end of its start, or read \(log)")
        }
    }
}

extension String {
    /// The address without its port.
    fileprivate var host: String { String(prefix(upTo: lastIndex(of: ":") ?? endIndex)) }

    /// The last line that says something.
    fileprivate var lastLine: String? { split(whereSeparator: \.isNewline).last.map { String($0.prefix(300)) } }

    /// The last line that has all the words.
    fileprivate func lastLine(with words: String...) -> String? {
        split(whereSeparator: \.isNewline).last { line in words.allSatisfy { line.contains($0) } }.map { String($0.prefix(300)) }
    }
}
