import Guidebook
import Machines
import TerminalUI

/// The questions about the cluster and their answers so far.
struct ClusterForm: Sendable, Equatable {
    /// What can have the focus.
    enum Row: Sendable, Equatable {
        case name
        case server(Int)
        case addServer
        /// The answer of that index.
        case answer(Int)
    }

    var name: TextField
    private(set) var servers: [Server]
    /// The answers to all questions, those that are not asked now too: who changes his mind finds them again.
    var answers: [FormAnswer]
    private(set) var row = Row.name
    /// What the last attempt to save found.
    private(set) var problems: [String] = []
    /// What has just happened to the form; gone with the next key.
    private(set) var notice: String?
    /// Whether nobody has described the cluster before, so that likely answers may be filled in.
    let isNew: Bool
    /// The parameters that the operator has answered himself.
    private(set) var touched: Set<String> = []
    var suggestions = Suggestions()
    var hearing = Hearing.none

    /// A new description with the likely answers: this server with every role, to be thinned out where there are others.
    init(identity: Identity) {
        let server = Server(name: identity.hostName, address: identity.ownAddress ?? "", roles: Role.allCases)
        self.init(cluster: Cluster(name: "joget", servers: [server]), isNew: true)
    }

    /// An existing description.
    init(cluster: Cluster, isNew: Bool = false) {
        name = TextField(cluster.name, maximumLength: 63)
        servers = cluster.servers
        answers = Parameter.all.map { FormAnswer($0, cluster[$0.id]) }
        self.isNew = isNew
    }

    /// What is asked now, in order.
    var rows: [Row] {
        let cluster = cluster
        let asked = answers.indices.filter { answers[$0].parameter.isAsked(in: cluster) }
        return [.name] + servers.indices.map(Row.server) + [.addServer] + asked.map(Row.answer)
    }

    var nameProblem: String? { TextRule.label.problem(with: name.text) }

    /// The description as it stands. An answer that will not do counts only while it is asked, because only then it can be mended.
    var cluster: Cluster {
        let texts = answers.map { ($0.parameter.id, $0.text) }
        var cluster = Cluster(name: name.text, servers: servers, answers: Dictionary(uniqueKeysWithValues: texts))
        for answer in answers where answer.problem != nil && !answer.parameter.isAsked(in: cluster) {
            cluster.answers[answer.parameter.id] = answer.parameter.standard
        }
        return cluster
    }

    /// What is wrong with what stands in a row.
    func problem(of row: Row) -> String? {
        switch row {
        case .name: nameProblem
        case .server, .addServer: nil
        case .answer(let index): answers[index].problem ?? (isMissing(index) ? "This must be answered." : nil)
        }
    }

    private func isMissing(_ index: Int) -> Bool {
        let parameter = answers[index].parameter
        return answers[index].text.isEmpty && parameter.condition?.isDemanding == true && parameter.isAsked(in: cluster)
    }

    // MARK: Moving and typing

    mutating func move(by amount: Int) {
        notice = nil
        let rows = rows
        let index = (rows.firstIndex(of: row) ?? 0) + amount
        row = rows[min(max(0, index), rows.count - 1)]
    }

    mutating func type(_ key: Key) {
        problems = []
        notice = nil
        switch row {
        case .name: _ = name.handle(key)
        case .server, .addServer: break
        case .answer(let index):
            if key == .right && answers[index].text.isEmpty && takeSuggestion() { return }
            if answers[index].handle(key) { touched.insert(answers[index].parameter.id) }
        }
    }

    /// Puts a found path into the focused field, the next one each time; false where nothing was found for it.
    mutating func takeSuggestion() -> Bool {
        guard case .answer(let index) = row, let paths = suggestedPaths, !paths.isEmpty else { return false }
        problems = []
        let place = paths.firstIndex(of: answers[index].text).map { ($0 + 1) % paths.count } ?? 0
        answers[index].set(paths[place])
        touched.insert(answers[index].parameter.id)
        return true
    }

    /// Puts a server into its place, or at the end.
    mutating func put(_ server: Server, at index: Int?) {
        problems = []
        if let index { servers[index] = server } else { servers.append(server) }
        row = .server(index ?? servers.count - 1)
    }

    mutating func deleteServer() {
        guard case .server(let index) = row else { return }
        problems = []
        servers.remove(at: index)
        if index == servers.count { row = .addServer }
    }

    /// Takes in a description from elsewhere, in place of all that stands here.
    mutating func take(_ cluster: Cluster, notice: String) {
        let former = self
        self = ClusterForm(cluster: cluster)
        suggestions = former.suggestions
        hearing = former.hearing
        self.notice = notice
    }

    // MARK: Saving

    /// The file's text where everything is right; else nil, with the problems kept and the focus on the first.
    mutating func checked(file: String) -> String? {
        notice = nil
        if let wrong = rows.first(where: { problem(of: $0) != nil }) {
            row = wrong
            problems = ["This answer must be mended first."]
            return nil
        }
        let text = ClusterWriter.text(of: cluster)
        do {
            // The loader has the last word, so that what is written can be read back.
            _ = try ClusterLoader.cluster(from: text, file: file)
            return text
        } catch {
            problems = error.problems.map { $0.path.isEmpty ? $0.message : "\($0.path): \($0.message)" }
            if let place = error.problems.lazy.compactMap(place(of:)).first { row = place }
            return nil
        }
    }

    /// The row in which a problem can be mended.
    private func place(of problem: Problem) -> Row? {
        rows.first { row in
            switch row {
            case .name: problem.path == "name"
            case .server(let index): problem.path.hasPrefix("servers[\(index)]") || problem.path == "servers"
            case .addServer: problem.path == "servers"
            case .answer(let index): problem.path == answers[index].parameter.id
            }
        }
    }
}

extension Identity {
    /// The first own address at which other servers can reach this one.
    var ownAddress: String? { addresses.first { TextRule.address.problem(with: $0) == nil } }
}
