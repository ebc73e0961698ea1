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

    /// A question and what stands in its field.
    struct Answer: Sendable, Equatable {
        enum Field: Sendable, Equatable {
            case text(TextField)
            case choice(ChoiceField)
        }

        let parameter: Parameter
        var field: Field

        init(_ parameter: Parameter, _ text: String) {
            self.parameter = parameter
            if case .choice(let words) = parameter.rule, words.contains(text) {
                field = .choice(ChoiceField(choices: words, selectedIndex: words.firstIndex(of: text) ?? 0))
            } else {
                field = .text(TextField(text, maximumLength: 200))
            }
        }

        var text: String {
            switch field {
            case .text(let field): field.text
            case .choice(let field): field.selected ?? ""
            }
        }

        var problem: String? { parameter.problem(with: text) }
    }

    var name: TextField
    private(set) var servers: [Server]
    private(set) var answers: [Answer]
    private(set) var focus = 0
    /// What the last attempt to save found.
    private(set) var problems: [String] = []

    /// A new description with the likely answers: this server with every role, to be thinned out where there are others.
    init(identity: Identity) {
        let address = identity.addresses.first { TextRule.address.problem(with: $0) == nil } ?? ""
        let server = Server(name: identity.hostName, address: address, roles: Role.allCases)
        self.init(cluster: Cluster(name: "joget", servers: [server]))
    }

    /// An existing description.
    init(cluster: Cluster) {
        name = TextField(cluster.name, maximumLength: 63)
        servers = cluster.servers
        answers = Parameter.all.map { Answer($0, cluster[$0.id]) }
    }

    var rows: [Row] { [.name] + servers.indices.map(Row.server) + [.addServer] + answers.indices.map(Row.answer) }
    var row: Row { rows[min(focus, rows.count - 1)] }
    var nameProblem: String? { TextRule.label.problem(with: name.text) }

    var cluster: Cluster {
        let texts = answers.map { ($0.parameter.id, $0.text) }
        return Cluster(name: name.text, servers: servers, answers: Dictionary(uniqueKeysWithValues: texts))
    }

    /// What helps with the focused question.
    var help: String {
        switch row {
        case .name: "What the cluster is called in headings and reports."
        case .server: "Enter changes the server, Del takes it out. Every role needs a server; one server may have several."
        case .addServer: "Enter adds a server: its host name, the address at which the others reach it, and its roles."
        case .answer(let index): answers[index].parameter.help
        }
    }

    /// What is wrong with what stands in the focused field.
    var problem: String? {
        switch row {
        case .name: nameProblem
        case .server, .addServer: nil
        case .answer(let index): answers[index].problem
        }
    }

    mutating func move(by amount: Int) { focus = min(max(0, focus + amount), rows.count - 1) }

    mutating func type(_ key: Key) {
        problems = []
        switch row {
        case .name: _ = name.handle(key)
        case .server, .addServer: break
        case .answer(let index):
            switch answers[index].field {
            case .text(var field):
                _ = field.handle(key)
                answers[index].field = .text(field)
            case .choice(var field):
                _ = field.handle(key)
                answers[index].field = .choice(field)
            }
        }
    }

    /// Puts a server into its place, or at the end.
    mutating func put(_ server: Server, at index: Int?) {
        problems = []
        if let index { servers[index] = server } else { servers.append(server) }
        focus = rows.firstIndex(of: .server(index ?? servers.count - 1)) ?? focus
    }

    mutating func deleteServer() {
        guard case .server(let index) = row else { return }
        problems = []
        servers.remove(at: index)
    }

    /// The file's text where everything is right; else nil, with the problems kept and the focus on the first.
    mutating func checked(file: String) -> String? {
        let wrong = rows.firstIndex { row in
            switch row {
            case .name: nameProblem != nil
            case .server, .addServer: false
            case .answer(let index): answers[index].problem != nil
            }
        }
        if let wrong {
            focus = wrong
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
            return nil
        }
    }
}
