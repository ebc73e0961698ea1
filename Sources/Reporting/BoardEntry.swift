public import StepEngine

/// What the board needs to know of one server: as much as its report or its status slip tells.
public struct BoardEntry: Sendable, Hashable {
    /// The cluster's name.
    public var cluster: String
    /// The server; address, roles and route may be missing where another one's description has them.
    public var server: Report.ServerEntry
    /// When this was told, in ISO 8601.
    public var made: String
    /// The version of the program.
    public var program: String
    /// SHA-256 of the guide.
    public var guide: String
    /// The cluster as this server's description has it; nil where only its digest was handed over.
    public var description: Report.DescriptionEntry?
    /// The digest of that description, `Report.DescriptionEntry.digest`.
    public var descriptionDigest: String
    /// Whether every step of the server is settled.
    public var isComplete: Bool
    /// Its steps, in order.
    public var steps: [StepMark]
    /// What its checks measured, by name.
    public var facts: [String: String]

    /// Where one step stands.
    public struct StepMark: Sendable, Hashable {
        public var id: String
        /// The title of its section; nil where nobody told.
        public var section: String?
        /// What it achieves; nil where nobody told.
        public var title: String?
        /// Where it stands.
        public var status: StepState.Status
        /// Whether the run is complete without it.
        public var isOnRequest: Bool

        /// Creates a mark from its parts.
        public init(
            id: String, section: String? = nil, title: String? = nil, status: StepState.Status, isOnRequest: Bool = false
        ) {
            self.id = id
            self.section = section
            self.title = title
            self.status = status
            self.isOnRequest = isOnRequest
        }
    }

    /// Creates an entry from its parts.
    public init(
        cluster: String, server: Report.ServerEntry, made: String, program: String, guide: String,
        description: Report.DescriptionEntry? = nil, descriptionDigest: String, isComplete: Bool, steps: [StepMark],
        facts: [String: String] = [:]
    ) {
        self.cluster = cluster
        self.server = server
        self.made = made
        self.program = program
        self.guide = guide
        self.description = description
        self.descriptionDigest = descriptionDigest
        self.isComplete = isComplete
        self.steps = steps
        self.facts = facts
    }

    /// What a report tells the board.
    public init(_ report: Report) {
        self.init(
            cluster: report.cluster, server: report.server, made: report.made, program: report.program, guide: report.guide,
            description: report.description, descriptionDigest: report.description.digest, isComplete: report.isComplete,
            steps: report.steps.map {
                StepMark(id: $0.id, section: $0.section, title: $0.title, status: $0.status, isOnRequest: $0.isOnRequest)
            },
            facts: report.facts)
    }
}

extension Report.ServerEntry {
    /// Names a server of which nothing else is known.
    public init(name: String) { self.init(name: name, address: "", roles: []) }
}
