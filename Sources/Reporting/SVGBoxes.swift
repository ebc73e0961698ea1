/// Who stands in the picture of a cluster, and what is written beside each.
struct SVGBoxes {
    /// A server, or a layer that somebody else runs.
    struct Box {
        var title: String
        var lines: [String]
        /// Whether it was there already and belongs to somebody else.
        var isExisting = false
        /// How its report stands: a word and its tone; nil where there is none to speak of.
        var state: (word: String, tone: String)?
        /// Whether it stands for several servers.
        var isSummary = false
    }

    /// How many application servers are drawn one by one.
    static let mostDrawn = 8

    var balancer: Box
    var applications: [Box]
    var share: Box
    var database: Box
    /// How sessions get from node to node.
    var membership: String
    /// Everything once more in words, for those who do not see the picture.
    var words: String

    private let answers: [String: String]
    private let servers: [Report.ServerEntry]
    private let states: [String: (word: String, tone: String)]

    init(_ completion: Completion) {
        let description = completion.reports.first?.description
        answers = Dictionary((description?.answers ?? []).map { ($0.id, $0.text) }) { first, _ in first }
        servers = description?.servers ?? []
        states = SVGBoxes.states(completion)
        let none = Box(title: "", lines: [])
        (balancer, applications, share, database, membership, words) = (none, [], none, none, "", "")
        balancer = balancerBox()
        share = shareBox()
        database = databaseBox()
        applications = applicationBoxes()
        let kind = answers["session.membership"] ?? "static"
        membership = kind == "multicast" ? "sessions replicated, multicast" : "sessions replicated, static list"
        words = text()
    }

    private static func states(_ completion: Completion) -> [String: (word: String, tone: String)] {
        var states: [String: (word: String, tone: String)] = [:]
        if let board = completion.board {
            for column in board.columns {
                states[column.server.name] =
                    !column.hasReport ? ("no report", "open") : column.isComplete ? ("complete", "good") : ("not complete", "bad")
            }
        } else if let report = completion.reports.first {
            states[report.server.name] = completion.grade == .incomplete ? ("this report", "bad") : ("this report", "good")
        }
        return states
    }

    private func answer(_ name: String, or standard: String) -> String {
        answers[name].flatMap { $0.isEmpty ? nil : $0 } ?? standard
    }

    private func server(_ role: String) -> (server: Report.ServerEntry, more: String)? {
        let those = servers.filter { $0.roles.contains(role) }
        return those.first.map { ($0, those.count > 1 ? " and \(those.count - 1) more" : "") }
    }

    private func balancerBox() -> Box {
        let product = answer("balancer.product", or: "apache")
        let port = answer("balancer.port", or: "80")
        guard product != "external", let (server, more) = server("balancer") else {
            return Box(title: answer("balancer.address", or: "Load balancer"), lines: ["port \(port)", "run by others"], isExisting: true)
        }
        return Box(title: server.name + more, lines: [server.address, "port \(port), \(product)"], state: states[server.name])
    }

    private func shareBox() -> Box {
        let mount = "at \(answer("share.mount", or: "?"))"
        guard answers["share.kind"] != "existing", let (server, more) = server("file-server") else {
            return Box(title: answer("share.existing", or: "Mounted share"), lines: ["run by others", mount], isExisting: true)
        }
        return Box(
            title: server.name + more, lines: ["\(server.address), NFS port 2049", answer("share.export", or: "?"), mount],
            state: states[server.name])
    }

    private func databaseBox() -> Box {
        let port = "port \(answer("database.port", or: "3306"))"
        let name = "database \(answer("database.name", or: "?"))"
        guard answer("database.kind", or: "install") == "install", let (server, more) = server("database") else {
            return Box(title: answer("database.address", or: "Database server"), lines: [port, name, "run by others"], isExisting: true)
        }
        return Box(title: server.name + more, lines: ["\(server.address), \(port)", name], state: states[server.name])
    }

    private func applicationBoxes() -> [Box] {
        let all = servers.filter { $0.roles.contains("application") }
        let port = answer("application.port", or: "8080")
        let replication = answer("session.port", or: "4000")
        let isExisting = answers["application.kind"] == "existing"
        func box(_ server: Report.ServerEntry) -> Box {
            Box(
                title: server.name,
                lines: ["\(server.address), port \(port)", "\(server.route ?? "no route"), sessions on \(replication)"]
                    + (isExisting ? ["Tomcat of others"] : []),
                isExisting: isExisting, state: states[server.name])
        }
        guard all.count > SVGBoxes.mostDrawn else { return all.map(box) }
        let drawn = all.prefix(SVGBoxes.mostDrawn - 1)
        let rest = all.dropFirst(drawn.count)
        let routes = "\(rest.first?.route ?? "?") to \(rest.last?.route ?? "?")"
        let summary = Box(title: "and \(rest.count) more", lines: ["alike in kind", routes], isSummary: true)
        return drawn.map(box) + [summary]
    }

    private func text() -> String {
        func name(_ box: Box) -> String { "\(box.title) (\(box.lines.joined(separator: "; ")))" }
        return "Browsers reach the load balancer \(name(balancer)). It sends requests to the application servers: "
            + applications.map(name).joined(separator: ", ")
            + ". Each of them uses the shared directory \(name(share)) and the database \(name(database)). Between them: \(membership)."
    }
}
