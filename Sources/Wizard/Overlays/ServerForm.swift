import Guidebook
import TerminalUI

/// One server of the cluster form.
struct ServerForm: Sendable, Equatable {
    /// What can have the focus.
    enum Focus: Sendable, Equatable {
        case name, address
        case role(Role)
        case route, button
    }

    /// Its place in the list; nil for a new one.
    let index: Int?
    /// The description without this server's own changes.
    let cluster: Cluster
    var name: TextField
    var address: TextField
    var roles: Set<Role>
    /// Empty takes the standard one.
    var route: TextField
    var focus = Focus.name
    /// Whether Enter has shown what is missing.
    var isChecked = false

    init(index: Int?, cluster: Cluster) {
        self.index = index
        self.cluster = cluster
        let server = index.map { cluster.servers[$0] } ?? Server(name: "", address: "", roles: [])
        name = TextField(server.name, maximumLength: 253)
        address = TextField(server.address, maximumLength: 15)
        roles = Set(server.roles)
        route = TextField(server.route ?? "", maximumLength: 32)
    }

    var isApplication: Bool { roles.contains(.application) }

    /// What can have the focus, in order.
    var places: [Focus] { [.name, .address] + Role.allCases.map(Focus.role) + (isApplication ? [.route] : []) + [.button] }

    var server: Server {
        let isStandard = !isApplication || route.text.isEmpty || route.text == standardRoute
        return Server(name: name.text, address: address.text, roles: Array(roles), route: isStandard ? nil : route.text)
    }

    /// The route that it has where nothing else is said.
    var standardRoute: String {
        let server = Server(name: name.text, address: address.text, roles: [.application])
        return result(with: server).route(of: server)
    }

    /// The answer by which a layer needs no server, where one is given.
    func replacement(for role: Role) -> String? { cluster.replacement(for: role) }

    // MARK: What is wrong

    var nameProblem: String? {
        TextRule.hostName.problem(with: name.text)
            ?? (others.contains { $0.name == name.text } ? "'\(name.text)' is also the name of another server." : nil)
    }

    var addressProblem: String? {
        TextRule.address.problem(with: address.text)
            ?? others.first { $0.address == address.text }.map { "'\(address.text)' is also the address of \($0.name)." }
    }

    var rolesProblem: String? { roles.isEmpty ? "choose at least one role with Space" : nil }

    var routeProblem: String? {
        guard isApplication else { return nil }
        if !route.text.isEmpty, let problem = TextRule.route.problem(with: route.text) { return problem }
        let whole = result(with: server)
        let own = whole.route(of: server)
        let other = others.first { $0.roles.contains(.application) && whole.route(of: $0) == own }
        return other.map { "'\(own)' is also the route of \($0.name); each application server needs its own." }
    }

    private var problems: [String] { [nameProblem, addressProblem, rolesProblem, routeProblem].compactMap(\.self) }
    var isAcceptable: Bool { problems.isEmpty }

    /// What is wrong where the focus is, or at all once everything was looked at.
    var problem: String? {
        switch focus {
        case .name: if isChecked || !name.text.isEmpty { return nameProblem }
        case .address: if isChecked || !address.text.isEmpty { return addressProblem }
        case .route: return routeProblem
        case .role, .button: break
        }
        return isChecked ? problems.first : nil
    }

    private var others: [Server] { cluster.servers.indices.filter { $0 != index }.map { cluster.servers[$0] } }

    /// The description with this server in its place.
    private func result(with server: Server) -> Cluster {
        var cluster = cluster
        if let index { cluster.servers[index] = server } else { cluster.servers.append(server) }
        return cluster
    }

    // MARK: Keys

    mutating func move(by amount: Int) {
        let places = places
        let place = (places.firstIndex(of: focus) ?? 0) + amount
        focus = places[(place + places.count) % places.count]
    }

    mutating func type(_ key: Key) {
        switch focus {
        case .name: _ = name.handle(key)
        case .address: _ = address.handle(key)
        case .route: _ = route.handle(key)
        case .role(let role): if key == .character(" ") { roles.formSymmetricDifference([role]) }
        case .button: break
        }
    }
}
