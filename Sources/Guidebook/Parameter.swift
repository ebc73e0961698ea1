/// One question asked of the operator about the cluster, and the rule that its answer keeps.
///
/// The table `all` is the single definition: the form, the description file's keys, its comments and its checks come from it.
public struct Parameter: Sendable, Hashable, Identifiable {
    /// The answer's name, such as `share.export`: the section and the key in cluster.yaml, and the name in templates.
    public let id: String
    /// The question in a few words.
    public let title: String
    /// One or two sentences that help to answer it.
    public let help: String
    /// What is taken when nothing is said.
    public let standard: String
    /// What the answer must look like.
    public let rule: TextRule
    /// Whether the answer may be left empty.
    public let isOptional: Bool
    /// The answer to another question with which this one is asked; nil where it always is.
    public let condition: Condition?

    /// Another question, and its answers that make this one matter.
    public struct Condition: Sendable, Hashable {
        /// The other parameter's id.
        public let parameter: String
        /// The answers.
        public let answers: [String]
        /// Whether an answer to this one must then be given.
        public let isDemanding: Bool
    }

    init(
        _ id: String, _ title: String, _ help: String, _ standard: String, _ rule: TextRule, isOptional: Bool = false,
        with condition: Condition? = nil
    ) {
        self.id = id
        self.title = title
        self.help = help
        self.standard = standard
        self.rule = rule
        self.isOptional = isOptional
        self.condition = condition
    }

    /// What is wrong with `text` as an answer; nil where it will do.
    public func problem(with text: String) -> String? {
        text.isEmpty && isOptional ? nil : rule.problem(with: text)
    }

    /// Whether the question matters with the other answers of the cluster.
    public func isAsked(in cluster: Cluster) -> Bool {
        condition.map { $0.answers.contains(cluster[$0.parameter]) } ?? true
    }

    /// Whether the cluster cannot do without an answer.
    func isNeeded(by cluster: Cluster) -> Bool { condition?.isDemanding == true && isAsked(in: cluster) }

    /// The answer that makes the question matter, for messages: `database.kind: existing`.
    func occasion(in cluster: Cluster) -> String { condition.map { "\($0.parameter): \(cluster[$0.parameter])" } ?? "" }

    /// The section of cluster.yaml.
    public var section: String { String(id.prefix { $0 != "." }) }
    /// The key within the section.
    public var key: String { String(id.drop { $0 != "." }.dropFirst()) }

    /// The parameter of that name.
    public static func named(_ id: String) -> Parameter? { all.first { $0.id == id } }
}

extension Cluster {
    /// The answer by which a layer needs no server of ours, such as `share.kind: existing`; nil where it needs one.
    public func replacement(for role: Role) -> String? {
        switch role {
        case .fileServer: self["share.kind"] == "existing" ? "share.kind: existing" : nil
        case .database: self["database.kind"] == "install" ? nil : "database.kind: \(self["database.kind"])"
        case .balancer: self["balancer.product"] == "external" ? "balancer.product: external" : nil
        case .application: nil
        }
    }
}
