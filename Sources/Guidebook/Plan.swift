/// The guide applied to one server of a cluster: the steps that concern it, every value filled in, known before anything runs.
public struct Plan: Sendable, Hashable {
    /// The cluster.
    public let cluster: Cluster
    /// The server that the plan is for.
    public let server: Server
    /// The roles taken into account.
    public let roles: [Role]
    /// What things are called on the server's release.
    public let platform: Platform
    /// The sections that have steps here.
    public let sections: [Section]
    /// What names stand for.
    public let values: Values
    /// The guide's templates.
    public let templates: [String: Template]
    /// The guide's digest.
    public let guideDigest: String
    /// The ids of all steps of the guide, those for other servers too.
    public let guideSteps: Set<String>

    /// Applies a guide.
    /// - Parameters:
    ///   - roles: only these roles of the server, for a server that is set up role by role; nil takes all it has.
    public init(guide: Guide, cluster: Cluster, server: Server, platform: Platform, roles: [Role]? = nil) {
        self.cluster = cluster
        self.server = server
        self.platform = platform
        let wanted = server.roles.filter { roles?.contains($0) ?? true }
        self.roles = wanted
        let values = Vocabulary.values(cluster: cluster, server: server, platform: platform)
        self.values = values
        templates = guide.templates
        guideDigest = guide.digest
        guideSteps = Set(guide.sections.flatMap(\.steps).map(\.id))
        sections = guide.sections.compactMap { section in
            var section = section
            section.text = values.filled(section.text)
            section.steps = section.steps.filter { step in
                step.roles.contains { wanted.contains($0) }
                    && step.conditions.allSatisfy { name, texts in texts.contains(values.text(name)) }
            }.map { $0.filled(values.filled) }
            return section.steps.isEmpty ? nil : section
        }
    }

    /// All steps in order.
    public var steps: [Step] { sections.flatMap(\.steps) }

    /// The steps without which the server is not complete, in order: all but those that are done on request.
    public var required: [Step] { steps.filter { !$0.isOnRequest } }

    /// The step that holds a proof; nil where this server has none of the kind.
    public func step(proving kind: ProofKind) -> Step? { steps.first { $0.action == .proof(kind) } }

    /// The step of that name, where it belongs to this server.
    public func step(_ id: String) -> Step? { steps.first { $0.id == id } }

    /// The section to which a step belongs.
    public func section(of id: String) -> Section? { sections.first { $0.steps.contains { $0.id == id } } }

    /// The names of the secrets that a step needs before it can be done.
    public func secretNames(of step: Step) -> [String] {
        var names = Set(step.action.templateNames.flatMap { templates[$0]?.secretNames ?? [] })
        // What is handed on to somebody else is theirs to choose.
        if case .manual = step.action { names = [] }
        if case .proof(.database) = step.action { names.insert("database.password") }
        if case .sql(let action) = step.action { names.formUnion(secretNames(of: action.account)) }
        for check in step.checks + step.requirements + step.respects {
            switch check {
            case .login: names.insert("database.password")
            case .sql(_, _, let account): names.formUnion(secretNames(of: account))
            default: break
            }
        }
        return Vocabulary.secrets.filter(names.contains)
    }

    private func secretNames(of account: DatabaseAccount) -> [String] {
        switch account {
        case .application: ["database.password"]
        case .administrator: hasRemoteAdministrator ? ["database.admin-password"] : []
        }
    }

    /// Whether the database's administrator logs in over the network, because the server is not one of ours.
    public var hasRemoteAdministrator: Bool { cluster["database.kind"] != "install" }
}
